"""`council letter`: the operator lets an officer back in who lost password or second factor."""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

from council.commands import faults
from council.commands.listening import name_origin
from council.commands.serve import prepared
from council.db import bind, make_engine
from council.identity import codes, queries
from council.refusal import NotThere
from council.verification import actions as verification_actions

if TYPE_CHECKING:
    import argparse

    from council.settings import Settings


def letter(chosen: argparse.Namespace) -> int:
    """Print a one-time code for one person of one community, once."""
    name_origin("127.0.0.1", 8000)
    public, secret = asyncio.run(_issued(prepared(), chosen.number, chosen.community))
    print(f"网址 / address: {os.environ['COUNCIL_ORIGIN']}/letter/{public}")
    print(f"密码 / code:    {codes.grouped(secret)}")
    print(
        "只能用一次，14天内有效。它会换掉原来的密码和第二重验证，请当面交给本人。\n"
        "It works once, within 14 days. It replaces the password and the second factor: "
        "hand it to its own person."
    )
    return 0


async def _issued(found: Settings, number: str, community: str | None) -> tuple[str, str]:
    with faults.explained():
        engine = make_engine(found.database_url)
        bind(engine)
        await engine.start_connection_pool()
        try:
            place = _chosen(await queries.communities(), community)
            return await verification_actions.issue_letter_by_operator(number, place["id"])
        except NotThere as error:
            raise faults.misused(
                f"名册上没有编号“{number}”。", f"Nobody on the roll has the number {number}."
            ) from error
        finally:
            await engine.close_connection_pool()


def _chosen(places: list[dict[str, Any]], name: str | None) -> dict[str, Any]:
    fitting = [one for one in places if name in {None, one["name"]}]
    if len(fitting) != 1:
        names = "、".join(one["name"] for one in places) or "—"
        raise faults.misused(
            f"请用 --community 指明社区：{names}", f"Name the community with --community: {names}"
        )
    return fitting[0]
