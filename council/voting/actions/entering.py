"""Two officers enter a sheet of papers or hands, each by themselves; nothing counts before both."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.ids import new_id
from council.live import topics
from council.refusal import NotThere, Refused
from council.voting.actions.held import locked
from council.voting.methods.sheet import sheet_of
from council.voting.papers import rules as paper_rules
from council.voting.papers.queries import PAGE
from council.voting.tables import PaperSheet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from council.change import Change
    from council.voting.methods.sheet import Sheet

MOST_LINES = 2 * PAGE  # in one form


async def begin_sheet(poll: str, kind: str, by: Actor) -> str:
    """poll.sheet_begun: a numbered sheet that two officers fill; its id."""
    async with change(by) as c:
        found = await locked(poll, by)
        rule = json.loads(found["rule"])
        paper_rules.may_begin(found["state"], found["mode"], found["method"], kind, rule)
        last = await db.row(
            "SELECT coalesce(max(no), 0) AS no FROM paper_sheet WHERE poll = {}", poll
        )
        made, no = new_id(), int(last["no"] if last else 0) + 1
        sheet = PaperSheet(
            id=made,
            poll=poll,
            no=no,
            kind=kind,
            state="entering",
            unvoted=json.dumps(await _unvoted(poll) if kind == "hands" else []),
            salt=secrets.token_hex(16),
            hash="",
            made_by=by.person,
            made_at=c.at,
        )
        await PaperSheet.insert(sheet)
        c.record("poll.sheet_begun", {"poll": poll, "no": no, "kind": kind})
        c.tell(topics.room(found["meeting"]), "poll.sheet", poll)
    return made


async def enter(sheet: str, said: Mapping[int, str], by: Actor) -> None:
    """What this officer read of some electors: number → choice, '' takes a line back.

    An entry that was finished is open again.
    """
    async with change(by):
        poll, held = await sheet_held(sheet, by)
        paper_rules.may_enter(poll["state"], held["state"])
        paper_rules.may_say(poll["mode"], _on_ballot(poll), said.values())
        await _must_be_electors(poll["id"], said)
        await _own_entry(sheet, by)
        await _write(sheet, said, by)


async def enter_rest(sheet: str, choice: str, by: Actor) -> int:
    """All who had not voted when this show of hands began and are not in the entry; how many."""
    async with change(by):
        poll, held = await sheet_held(sheet, by)
        paper_rules.may_enter(poll["state"], held["state"])
        if not choice:
            raise Refused("poll.choice_missing", 422)
        await _own_entry(sheet, by)
        there = await db.rows(
            "SELECT elector_no FROM paper_line WHERE sheet = {} AND officer = {}"
            " UNION SELECT elector_no FROM paper_mark WHERE poll = {}",
            sheet,
            by.person,
            poll["id"],
        )
        named = {one["elector_no"] for one in there}
        said = {no: choice for no in json.loads(held["unvoted"]) if no not in named}
        paper_rules.may_say(poll["mode"], _on_ballot(poll), [choice])
        await _write(sheet, said, by)
    return len(said)


async def enter_counts(sheet: str, counts: Mapping[str, int], by: Actor) -> None:
    """Of a secret vote: how many papers this officer found for each choice, and spoiled ones."""
    async with change(by):
        poll, held = await sheet_held(sheet, by)
        paper_rules.may_enter(poll["state"], held["state"])
        paper_rules.may_count(poll["mode"], _on_ballot(poll), counts)
        await _own_entry(sheet, by)
        await db.rows("DELETE FROM paper_count WHERE sheet = {} AND officer = {}", sheet, by.person)
        await db.insert(
            "paper_count",
            [
                {"sheet": sheet, "officer": by.person, "choice": choice, "n": n}
                for choice, n in counts.items()
                if n
            ],
        )


async def enter_paper(sheet: str, choice: str, n: int, by: Actor) -> None:
    """Of a secret vote on several options: `n` more papers that say the same."""
    async with change(by):
        poll, held = await sheet_held(sheet, by)
        paper_rules.may_enter(poll["state"], held["state"])
        paper_rules.may_count(poll["mode"], _on_ballot(poll), [choice])
        await _own_entry(sheet, by)
        await db.rows(
            "INSERT INTO paper_count (sheet, officer, choice, n) VALUES ({}, {}, {}, {})"
            " ON CONFLICT (sheet, officer, choice) DO UPDATE SET n = paper_count.n + excluded.n",
            *(sheet, by.person, choice, n),
        )


async def withdraw_sheet(sheet: str, by: Actor) -> None:
    """poll.sheet_withdrawn: nothing of it counts, and what was entered is erased."""
    async with change(by) as c:
        poll, held = await sheet_held(sheet, by)
        if held["state"] == "withdrawn":
            return
        paper_rules.may_enter(poll["state"], held["state"])
        await withdraw_within(c, poll, held)


async def withdraw_within(c: Change, poll: dict[str, Any], sheet: dict[str, Any]) -> None:
    """The same inside a change that holds the poll."""
    for table in ("paper_line", "paper_count"):
        await db.rows(f"DELETE FROM {table} WHERE sheet = {{}}", sheet["id"])  # noqa: S608 - two names
    await db.rows(
        "UPDATE paper_sheet SET state = 'withdrawn', ended_at = {} WHERE id = {}",
        c.at,
        sheet["id"],
    )
    c.record("poll.sheet_withdrawn", {"poll": poll["id"], "no": sheet["no"]})
    c.tell(topics.room(poll["meeting"]), "poll.sheet", poll["id"])


async def sheet_held(sheet: str, by: Actor) -> tuple[dict[str, Any], dict[str, Any]]:
    """(poll, sheet), both held until the change ends; another community's is not there."""
    found = await db.row("SELECT poll FROM paper_sheet WHERE id = {}", sheet)
    if found is None:
        raise NotThere
    poll = await locked(found["poll"], by)  # first: ballots lock in this order, too
    held = await db.held("SELECT * FROM paper_sheet WHERE id = {}", sheet)
    if held is None:
        raise NotThere
    return poll, held


def _on_ballot(poll: dict[str, Any]) -> Sheet | None:
    return sheet_of(poll["method"], poll["options"], poll["parameters"])


async def _own_entry(sheet: str, by: Actor) -> None:
    """This officer's, made where there is a place, and open again if it was finished.

    The sheet is held: its keys keep out a third one and the same person twice all the same.
    """
    found = await db.rows("SELECT officer, side FROM paper_entry WHERE sheet = {}", sheet)
    if any(one["officer"] == by.person for one in found):
        await db.rows(
            "UPDATE paper_entry SET finished_at = NULL, hash = ''"
            " WHERE sheet = {} AND officer = {}",
            sheet,
            by.person,
        )
        return
    free = {1, 2} - {one["side"] for one in found}
    if not free:
        raise Refused("paper.two_already")
    await db.rows(
        "INSERT INTO paper_entry (sheet, side, officer, hash) VALUES ({}, {}, {}, '')",
        sheet,
        min(free),
        by.person,
    )


async def _must_be_electors(poll: str, said: Mapping[int, str]) -> None:
    """On the frozen roll, and not on a sheet that was agreed already."""
    if len(said) > MOST_LINES:
        raise Refused("form.unreadable", 422)
    marks = ", ".join("{}" for _ in said)
    found = await db.rows(
        "SELECT e.elector_no, k.sheet FROM elector e LEFT JOIN paper_mark k"  # noqa: S608 - only placeholders are put together
        " ON k.poll = e.poll AND k.elector_no = e.elector_no"
        f" WHERE e.poll = {{}} AND e.elector_no IN ({marks or 'NULL'})",
        poll,
        *said,
    )
    if len(found) != len(said):
        raise NotThere
    twice = [one for one in found if one["sheet"] and said[one["elector_no"]]]
    if twice:
        raise Refused("paper.on_another_sheet", n=len(twice))


async def _write(sheet: str, said: Mapping[int, str], by: Actor) -> None:
    for at in range(0, len(said), MOST_LINES):
        numbers = [*said][at : at + MOST_LINES]
        marks = ", ".join("{}" for _ in numbers)
        await db.rows(
            f"DELETE FROM paper_line WHERE sheet = {{}} AND officer = {{}}"  # noqa: S608 - only placeholders are put together
            f" AND elector_no IN ({marks})",
            *(sheet, by.person, *numbers),
        )
    rows = [
        {"sheet": sheet, "officer": by.person, "elector_no": no, "choice": choice}
        for no, choice in said.items()
        if choice
    ]
    await db.insert("paper_line", rows)


async def _unvoted(poll: str) -> list[int]:
    found = await db.rows(
        "SELECT e.elector_no FROM elector e WHERE e.poll = {} AND e.channel = 'none'"
        " AND NOT EXISTS (SELECT 1 FROM named_vote v"
        " WHERE v.poll = e.poll AND v.elector_no = e.elector_no) ORDER BY e.elector_no",
        poll,
    )
    return [one["elector_no"] for one in found]
