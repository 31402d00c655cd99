"""The tellers open the box: two shares, one after the other, make the key in memory for once.

The first share waits in a file, encrypted to the two others, so it does not matter which process
the second one reaches, nor whether the server was started anew in between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings.actions import add_line
from council.refusal import NotThere, Refused
from council.voting.actions import unsealing
from council.voting.actions.held import locked
from council.voting.sealing import envelopes
from council.voting.tellers import queries as teller_queries
from council.voting.tellers import rules as teller_rules
from council.voting.tellers import share_files
from council.voting.tellers.share_seals import Seals
from council.voting.tellers.shares import combine

if TYPE_CHECKING:
    from typing import Any

    from council.change import Change
    from council.voting.tellers.queries import TellerRow
    from council.voting.tellers.shares import Share

OVER = {"closed", "published"}


async def type_share(poll: str, share: Share, by: Actor) -> None:
    """tellers.typed; with the second one box.opening, and then poll.result.

    Any of the three may type any of the three shares, so that one phone is enough. Raises
    tellers.too_early, share.wrong (which does not tell why), poll.not_clean.
    """
    async with change(by) as c:
        found = await locked(poll, by)
        tellers = await teller_queries.tellers_of(poll)
        if by.person not in {one.person for one in tellers}:
            raise NotThere
        if found["state"] in OVER:
            share_files.wipe_all(poll)  # where the server stopped between the two
            return
        teller_rules.may_open_box(found["state"])
        seals = Seals(poll, tellers[0].round)
        row = _whose(share, seals, tellers)
        await _note(c, found, row)
        other = _other(poll, share, seals)
        share_files.hold(
            poll,
            share.no,
            {one.no: seals.seal(share, one.share_key) for one in tellers if one.no != share.no},
        )
        private = combine(share, other) if other else b""
        if other:
            _must_open(private, found["public_key"])
            c.record("box.opening", {"poll": poll, "shares": sorted({share.no, other.no})})
    if private:
        await unsealing.open_with(poll, private, by)
        share_files.wipe_all(poll)


async def give_up(poll: str, by: Actor) -> None:
    """box.unopened: two shares are lost, nobody can open the box; the vote is held again.

    Raises tellers.can_open. The motion can be put to the vote anew.
    """
    async with change(by) as c:
        found = await locked(poll, by)
        if found["state"] == "cancelled":
            return
        lost = sum(1 for one in await teller_queries.tellers_of(poll) if one.lost_at)
        teller_rules.may_give_up(found["state"], lost)
        await db.rows(
            "UPDATE poll SET state = 'cancelled', closed_at = {} WHERE id = {}", c.at, poll
        )
        text = "两份份额丢失，票箱打不开。本次表决不计票，须重新表决。"
        await add_line(c, found["meeting"], "vote", text)
        c.record("box.unopened", {"poll": poll, "lost": lost, "n": found["turnout"]})
        c.tell(topics.room(found["meeting"]), "poll.cancelled", poll)
    share_files.wipe_all(poll)


def _whose(share: Share, seals: Seals, tellers: list[TellerRow]) -> TellerRow:
    key = seals.key_of(share)
    row = next((one for one in tellers if (one.no, one.share_key) == (share.no, key)), None)
    if row is None:
        raise Refused("share.wrong")
    return row


async def _note(c: Change, poll: dict[str, Any], row: TellerRow) -> None:
    """Once for each share; one that was reported lost is found again."""
    if row.typed_at is not None:
        return
    await db.rows(
        "UPDATE teller SET typed_at = {}, lost_at = NULL WHERE poll = {} AND round = {}"
        " AND no = {}",
        c.at,
        poll["id"],
        row.round,
        row.no,
    )
    await add_line(c, poll["meeting"], "vote", f"监票人{row.name}的份额已输入。")
    c.record("tellers.typed", {"poll": poll["id"], "round": row.round, "no": row.no})
    c.tell(topics.room(poll["meeting"]), "tellers.typed", poll["id"])


def _other(poll: str, share: Share, seals: Seals) -> Share | None:
    """Another share that waits for this one."""
    for no, sealed in share_files.held(poll).items():
        if no != share.no and share.no in sealed:
            try:
                return seals.opened(share, sealed[share.no])
            except (InvalidTag, ValueError, IndexError):
                continue  # the file was damaged: its teller types again
    return None


def _must_open(private: bytes, public: str) -> None:
    if envelopes.public_of(private) != public:
        raise Refused("share.wrong")
