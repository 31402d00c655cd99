"""A sealed poll is closed in steps that can be taken up again: box, clean disk, opening, result.

open → closing: no ballot comes in any more. → sealed: ciphertexts lie in the box in the order of
their hashes, and nothing ties one to its elector. → closed: opened and counted. Whoever closes
again after an interruption goes on at the step that is missing. A box with fewer ballots than the
rule asks for is not opened: its ciphertexts and its key are destroyed.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, change
from council.live import topics
from council.record.entry import leaf_hash, root_hash
from council.refusal import Refused
from council.voting import rules
from council.voting.actions import in_person
from council.voting.actions.counting import all_channels, close_within, keep_within, outcome_of
from council.voting.actions.destroying import destroy
from council.voting.actions.held import locked, must_be_over, say_in_session
from council.voting.methods.sheet import PLAIN, sheet_of
from council.voting.papers import rules as paper_rules
from council.voting.sealing import envelopes, poll_keys
from council.voting.tables import Opened

if TYPE_CHECKING:
    from collections.abc import Sequence

TRIES, PAUSE = 20, 0.25  # to clean the log while somebody still reads from it; seconds
MANY = 300  # rows in one statement: SQLite takes 999 values


async def unseal(poll: str, by: Actor) -> None:
    """poll.closing, poll.box_sealed, poll.result.

    Raises poll.not_clean, poll.key_missing.
    """
    await _stop(poll, by)
    await _fill_box(poll, by)
    await _clean()
    if not await _leave_shut(poll, by) and not await _by_tellers(poll):
        await _open_box(poll, by)


async def open_with(poll: str, private: bytes, by: Actor) -> None:
    """poll.result of a box that tellers open. Raises poll.not_clean."""
    await _clean()
    await _open_box(poll, by, private)


async def _by_tellers(poll: str) -> bool:
    """Then the box stays shut until two of them have come."""
    found = await db.row("SELECT mode FROM poll WHERE id = {}", poll)
    return found is not None and found["mode"] == "tellers"


async def _stop(poll: str, by: Actor) -> None:
    """open → closing: the state stops every later ballot."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] in {"closing", "sealed", "closed", "published"}:
            return
        rules.may_close(found["state"])
        await must_be_over(found, c.at)
        await in_person.must_be_entered(poll)
        papers = await in_person.papers_of(poll)
        inside = await db.rows("SELECT elector_no FROM envelope WHERE poll = {}", poll)
        paper_rules.may_mix(len(inside), papers.total())
        await db.rows("UPDATE poll SET state = 'closing' WHERE id = {}", poll)
        await say_in_session(c, found, "表决结束。")
        c.record("poll.closing", {"poll": poll})
        c.tell(topics.room(found["meeting"]), "poll.closing", poll)


async def _fill_box(poll: str, by: Actor) -> None:
    """closing → sealed: who took part is noted, what they sealed goes into the box without them."""
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] != "closing":
            return
        sealed = await _nos("SELECT elector_no AS no FROM envelope WHERE poll = {}", poll)
        papers = await _nos("SELECT elector_no AS no FROM paper_mark WHERE poll = {}", poll)
        took_part = sorted(sealed + papers)
        await db.rows(
            "INSERT INTO box (poll, ct_hash, ct) SELECT poll, ct_hash, ct FROM envelope"
            " WHERE poll = {} ORDER BY ct_hash",
            poll,
        )
        await db.rows(
            "UPDATE elector SET channel = coalesce((SELECT c.channel FROM cast_by c"
            " WHERE c.poll = elector.poll AND c.elector_no = elector.elector_no"
            " AND c.channel <> 'household'), 'phone')"
            " WHERE poll = {} AND elector_no IN"
            " (SELECT elector_no FROM envelope WHERE poll = {})",
            poll,
            poll,
        )
        await db.rows("DELETE FROM envelope WHERE poll = {}", poll)
        box = _root([one["ct_hash"] for one in await _box(poll)])
        roots = {"box_root": box, "participants_root": _root([str(no) for no in took_part])}
        await db.rows(
            "UPDATE poll SET state = 'sealed', turnout = {}, box_root = {}, participants_root = {}"
            " WHERE id = {}",
            len(took_part),
            box,
            roots["participants_root"],
            poll,
        )
        roots["electorate_root"] = found["electorate_root"]
        c.record("poll.box_sealed", {"poll": poll, "n": len(sealed), **roots})
        c.tell(topics.room(found["meeting"]), "poll.sealed", poll)


async def _clean() -> None:
    """Until log or table are written anew, what was deleted still ties ciphertexts to electors."""
    for _ in range(TRIES):
        if await db.engine().scrub("envelope"):
            return
        await asyncio.sleep(PAUSE)
    raise Refused("poll.not_clean")


async def _leave_shut(poll: str, by: Actor) -> bool:
    """sealed → closed without looking inside: too few ballots to say anything of them."""
    async with change(by) as c:
        found = await locked(poll, by)
        frozen = rules.from_data(json.loads(found["rule"]))
        result = rules.withheld(frozen, found["turnout"], found["present"])
        if found["state"] != "sealed" or result is None:
            return False
        await keep_within(c, found, found["turnout"], result)
    await destroy(poll, by)
    return True


async def _open_box(poll: str, by: Actor, private: bytes = b"") -> None:
    """sealed → closed: all ciphertexts at once, in an order that only the choices make.

    Papers lie among them: who knows the lines does not know which came from paper.
    """
    ahead = await _read_ahead(poll, by, private)
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] != "sealed":
            return
        choices = await _choices(found, private) if ahead is None else ahead
        papers = await in_person.papers_of(poll)
        await _write(poll, sorted([*choices, *papers.elements()]))
        counted = _ways(choices, papers)
        outcome = await outcome_of(found, all_channels(counted))
        await close_within(c, found, counted, outcome, invalid=choices.count(""))


async def _read_ahead(poll: str, by: Actor, private: bytes) -> list[str] | None:
    """The choices, read before the writer is held: a sealed box never changes. None: not sealed.

    What takes long to count is counted too, and kept (methods/counters.py).
    """
    found = await db.row(
        "SELECT * FROM poll WHERE id = {} AND community = {} AND state = 'sealed'",
        poll,
        by.community,
    )
    if found is None:
        return None
    choices = await _choices(found, private)
    if found["method"] != PLAIN:
        papers = await in_person.papers_of(poll)
        await outcome_of(found, all_channels(_ways(choices, papers)))
    return choices


async def _choices(poll: dict[str, Any], private: bytes) -> list[str]:
    private = private or poll_keys.kept().private(poll["id"], poll["public_key"])
    ciphertexts = [one["ct"] for one in await _box(poll["id"])]
    return await asyncio.to_thread(_opened, private, poll, ciphertexts)


def _ways(choices: list[str], papers: Counter[str]) -> paper_rules.ByChannel:
    found = {"electronic": Counter(choices), "paper": papers}
    return paper_rules.ByChannel({name: dict(one) for name, one in found.items() if one})


def _opened(private: bytes, poll: dict[str, Any], ciphertexts: list[str]) -> list[str]:
    """What is no choice of this poll is invalid, and counted as such."""
    sheet = sheet_of(poll["method"], poll["options"], poll["parameters"])
    found = (envelopes.opened(private, poll["id"], one) for one in ciphertexts)
    return sorted(one if rules.is_choice(sheet, one) else "" for one in found)


async def _write(poll: str, choices: Sequence[str]) -> None:
    rows = [Opened(poll=poll, line_no=no, choice=one) for no, one in enumerate(choices, 1)]
    for start in range(0, len(rows), MANY):
        await Opened.insert(*rows[start : start + MANY])


async def _box(poll: str) -> list[dict[str, Any]]:
    return await db.rows("SELECT ct_hash, ct FROM box WHERE poll = {} ORDER BY ct_hash", poll)


async def _nos(sql: str, poll: str) -> list[int]:
    return sorted(int(one["no"]) for one in await db.rows(sql, poll))


def _root(leaves: Sequence[str]) -> str:
    return root_hash([bytes.fromhex(leaf_hash(one)) for one in leaves]).hex()
