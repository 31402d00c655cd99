"""An officer finishes an entry; once both say the same, the sheet counts in that transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.live import topics
from council.live.news import counted
from council.record.entry import canonical, leaf_hash
from council.refusal import Refused
from council.voting.actions.entering import sheet_held
from council.voting.actions.held import say_in_session
from council.voting.papers import rules as paper_rules
from council.voting.papers.queries import content_of

if TYPE_CHECKING:
    from council.change import Change
    from council.voting.papers.rules import Content

WORDS = {"paper": "纸质票", "hands": "举手表决"}


async def finish_entry(sheet: str, by: Actor) -> bool:
    """poll.sheet_agreed once the other entry says the same; whether it does.

    Raises paper.empty, paper.numbers_differ, paper.too_few, paper.on_another_sheet.
    """
    async with change(by) as c:
        poll, held = await sheet_held(sheet, by)
        mine = await _entry(sheet, by.person)
        if held["state"] == "agreed" and mine is not None:
            return True
        paper_rules.may_enter(poll["state"], held["state"])
        await _drop_struck(poll["id"], sheet, by.person)
        content = await content_of(sheet, by.person)
        paper_rules.may_finish(poll["mode"], content)
        await _must_be_new(poll["id"], sheet, by.person)
        said = leaf_hash(canonical(content.as_data(held["salt"])))
        await db.rows(
            "UPDATE paper_entry SET finished_at = {}, hash = {} WHERE sheet = {} AND officer = {}",
            *(c.at, said, sheet, by.person),
        )
        other = await db.row(
            "SELECT officer, hash FROM paper_entry WHERE sheet = {} AND officer <> {}"
            " AND finished_at IS NOT NULL",
            sheet,
            by.person,
        )
        agreed = other is not None and other["hash"] == said
        if other is not None and agreed:
            await _agree(c, poll, held, content, (other["officer"], by.person))
    return agreed


async def _agree(
    c: Change,
    poll: dict[str, Any],
    sheet: dict[str, Any],
    content: Content,
    officers: tuple[str, str],
) -> None:
    """The sheet's lines become ballots; what they replace goes in the same transaction."""
    said = leaf_hash(canonical(content.as_data(sheet["salt"])))
    await db.rows(
        "UPDATE paper_sheet SET state = 'agreed', hash = {}, officer_a = {}, officer_b = {},"
        " ended_at = {} WHERE id = {}",
        *(said, *officers, c.at, sheet["id"]),
    )
    lines = await _lines(poll["id"], sheet["id"], c.by.person)
    first = json.loads(poll["rule"])["prevails"]
    await db.insert("paper_mark", [_mark(poll["id"], sheet["id"], one, first) for one in lines])
    await apply(c, poll, sheet, [one for one in lines if _counts(one, first)])
    number, kind = len(content.lines), sheet["kind"]
    c.record(
        "poll.sheet_agreed",
        {"poll": poll["id"], "no": sheet["no"], "kind": kind, "n": number, "hash": said},
    )
    text = f"{WORDS[kind]}第{sheet['no']}单共{number}人，两名工作人员分别录入，核对一致。"
    await say_in_session(c, poll, text)
    c.tell(topics.room(poll["meeting"]), "poll.sheet", poll["id"])


async def apply(
    c: Change, poll: dict[str, Any], sheet: dict[str, Any], lines: list[dict[str, Any]]
) -> None:
    """These electors voted in person: their electronic ballots go, their papers stand instead."""
    await remove_electronic(poll["id"], sheet["id"])
    if poll["mode"] == "named":
        await db.insert("named_vote", [_vote(c, poll["id"], sheet["id"], one) for one in lines])
    await db.rows(
        "UPDATE elector SET channel = {} WHERE poll = {} AND elector_no IN"
        " (SELECT elector_no FROM paper_mark WHERE sheet = {} AND outcome <> 'passed_over')",
        *(sheet["kind"], poll["id"], sheet["id"]),
    )
    revs = {one["person"]: one["rev"] + 1 for one in lines}
    c.news += counted(topics.room(poll["meeting"]), revs)


async def remove_electronic(poll: str, sheet: str) -> None:
    """What a ballot in person replaces: of these electors there is one ballot, the paper."""
    for table in ("envelope", "named_vote", "cast_by"):
        await db.rows(
            f"DELETE FROM {table} WHERE poll = {{}} AND elector_no IN"  # noqa: S608 - three names
            " (SELECT elector_no FROM paper_mark WHERE sheet = {} AND outcome = 'replaced')",
            poll,
            sheet,
        )


async def _lines(poll: str, sheet: str, officer: str) -> list[dict[str, Any]]:
    """What is agreed of each elector; `rev` of their electronic ballot, 0 where there is none."""
    return await db.rows(
        "SELECT l.elector_no, l.choice, e.person, coalesce(v.rev, w.rev, 0) AS rev,"
        " coalesce(c.channel, 'phone') AS via"
        " FROM paper_line l JOIN elector e ON e.poll = {} AND e.elector_no = l.elector_no"
        " LEFT JOIN named_vote v ON v.poll = e.poll AND v.elector_no = e.elector_no"
        " LEFT JOIN envelope w ON w.poll = e.poll AND w.elector_no = e.elector_no"
        " LEFT JOIN cast_by c ON c.poll = e.poll AND c.elector_no = e.elector_no"
        " WHERE l.sheet = {} AND l.officer = {} ORDER BY l.elector_no",
        poll,
        sheet,
        officer,
    )


def _counts(line: dict[str, Any], first: str) -> bool:
    """Who votes for themselves takes the place of their proxy, also where phones come first."""
    return not line["rev"] or first == paper_rules.PERSON or line["via"] == "proxy"


def _mark(poll: str, sheet: str, line: dict[str, Any], first: str) -> dict[str, Any]:
    outcome = "counted" if not line["rev"] else "replaced"
    if not _counts(line, first):
        outcome = "passed_over"
    return {"poll": poll, "elector_no": line["elector_no"], "sheet": sheet, "outcome": outcome}


def _vote(c: Change, poll: str, sheet: str, line: dict[str, Any]) -> dict[str, Any]:
    """A colon stands in no `idem` that a phone can send: no retry finds a paper instead."""
    return {
        "poll": poll,
        "elector_no": line["elector_no"],
        "choice": line["choice"],
        "rev": line["rev"] + 1,
        "idem": f"sheet:{sheet}",
        "receipt": "",
        "at": c.at,
    }


async def _entry(sheet: str, officer: str) -> dict[str, Any] | None:
    return await db.row(
        "SELECT side FROM paper_entry WHERE sheet = {} AND officer = {}", sheet, officer
    )


async def _must_be_new(poll: str, sheet: str, officer: str) -> None:
    """One elector, one ballot in person: who is on another agreed sheet cannot be on this one."""
    found = await db.row(
        "SELECT count(*) AS n FROM paper_line l JOIN paper_mark k"
        " ON k.poll = {} AND k.elector_no = l.elector_no WHERE l.sheet = {} AND l.officer = {}",
        poll,
        sheet,
        officer,
    )
    if found is not None and found["n"]:
        raise Refused("paper.on_another_sheet", n=int(found["n"]))


async def _drop_struck(poll: str, sheet: str, officer: str) -> None:
    """Who was struck from the roll meanwhile has no ballot, and stands on no page of an entry."""
    await db.rows(
        "DELETE FROM paper_line WHERE sheet = {} AND officer = {} AND NOT EXISTS"
        " (SELECT 1 FROM elector e WHERE e.poll = {} AND e.elector_no = paper_line.elector_no)",
        sheet,
        officer,
        poll,
    )
