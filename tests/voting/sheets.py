"""Officers with papers in their hands: sheets begun, entered, finished through the public door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.people import Cast
    from tests.server import Client


async def begin(officer: Client, poll: str, kind: str = "paper") -> str:
    """A fresh sheet; its id."""
    made = await officer.post(f"/polls/{poll}/sheets", kind=kind)
    assert made.status_code == 303, made.text
    return str(made.headers["location"].split("/")[-1])


async def numbers(cast: Cast, poll: str) -> dict[str, int]:
    """Name → number on the roll of the poll."""
    found = await db.rows("SELECT elector_no, person FROM elector WHERE poll = {}", poll)
    by_person = {one["person"]: one["elector_no"] for one in found}
    return {name: by_person[id_] for name, id_ in cast.people.items() if id_ in by_person}


async def enter(officer: Client, cast: Cast, sheet: str, said: Mapping[str, str]) -> Any:
    """Name → choice, into this officer's own entry."""
    found = await db.row("SELECT poll FROM paper_sheet WHERE id = {}", sheet)
    assert found is not None
    roll = await numbers(cast, found["poll"])
    fields = {f"e-{roll[name]}": choice for name, choice in said.items()}
    return await asked(officer, f"/sheets/{sheet}/lines", **fields)


async def counts(officer: Client, sheet: str, **papers: int) -> Any:
    fields = {f"n-{choice}": str(n) for choice, n in papers.items()}
    return await asked(officer, f"/sheets/{sheet}/counts", **fields)


async def finish(officer: Client, sheet: str) -> Any:
    return await asked(officer, f"/sheets/{sheet}/completion")


async def asked(officer: Client, path: str, **fields: str) -> Any:
    """As a program asks: 303 when it went well, else a reason."""
    if not officer.csrf:
        await officer.post("/nowhere")
    headers = {"accept": "application/json", "x-csrf-token": officer.csrf}
    return await officer.http.post(path, data=fields, headers=headers)


async def both(
    first: Client, second: Client, cast: Cast, sheet: str, said: Mapping[str, str]
) -> None:
    """Two officers enter the same and finish."""
    for officer in (first, second):
        assert (await enter(officer, cast, sheet, said)).status_code == 303
        answer = await finish(officer, sheet)
        assert answer.status_code == 303, answer.text


async def mark_of(poll: str, number: int) -> str:
    found = await db.row(
        "SELECT outcome FROM paper_mark WHERE poll = {} AND elector_no = {}", poll, number
    )
    return found["outcome"] if found else ""
