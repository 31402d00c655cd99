"""A vote on several options over days: from the preview to its notice, voted in, counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from council import cli
from council.clock import moved_to
from council.voting.actions import close_poll, publish
from tests.people import assemble
from tests.voting.long import CLOSES, NOTICE, OPENS, PLAN, SOON, comes_to, served_at, vote
from tests.voting.methods.making import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from council.db import Engine


async def test_a_budget_is_voted_on_over_days(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    cast = await assemble(members=6)
    when = {name: one for name, one in PLAN.items() if name not in {"text", "mode"}}
    asked = {"method": "budget", "text": "先办哪几项", **FIELDS["budget"]}
    async with served_at(NOTICE, database_url, tmp_path, cast) as hall:
        secretary, base = hall.of(cast, cast.secretary), f"/meetings/{cast.meeting}"
        shown = await secretary.post(f"{base}/polls/new", **asked)
        assert 'id="over-days"' in shown.text
        form = await secretary.post(f"{base}/long-votes", ask="1", **asked)
        assert form.status_code == 200
        assert 'name="budget" value="50000"' in form.text
        assert 'name="papers_first"' in form.text
        made = await secretary.post(
            f"{base}/long-votes", **asked, **{**when, "subject": "resolution"}
        )
        assert made.status_code == 303, made.text
        poll = str(made.headers["location"].split("/")[-1])
        assert (await secretary.post(f"/polls/{poll}/announcement")).status_code == 303
        notice = (await hall.client().get(f"/polls/{poll}/notice")).text
        for told in ("扶手", "28,000元", "一共有50,000元", "要纸质票的，到这里领：社区工作站"):
            assert told in notice
    async with served_at(OPENS, database_url, tmp_path, cast) as hall:
        await comes_to(poll, "open")
        for name in cast.members[:4]:
            assert (await vote(hall.of(cast, name), poll, "b,c")).status_code == 201
        with moved_to(CLOSES + SOON * 5):
            await close_poll(poll, cast.actor(cast.chair))
            await publish(poll, cast.actor(cast.chair))
        result = await hall.client().json(f"/polls/{poll}")
        assert (result["verdict"], sorted(result["chosen"])) == ("chosen", ["b", "c"])
        bundle = await hall.client().get(f"/polls/{poll}/bundle")
        file = tmp_path / "poll.json"
        file.write_text(json.dumps(bundle.json()))
        assert cli.main(["recount", str(file)]) == 0
