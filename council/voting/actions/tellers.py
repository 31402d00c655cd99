"""The ceremony of a vote with tellers (监票人): one key, three shares, each to one person's paper.

The private key is in memory for as long as it takes to split it. Its shares wait in files until
each teller has fetched and confirmed theirs; a ceremony that fails is begun again with a new key.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.live import topics
from council.meetings import actions as meetings
from council.meetings.actions import add_line
from council.refusal import NotThere, Refused, unreadable
from council.voting.actions.held import locked
from council.voting.sealing import envelopes
from council.voting.tables import Ceremony, Teller
from council.voting.tellers import queries as teller_queries
from council.voting.tellers import rules as teller_rules
from council.voting.tellers import share_files, share_text
from council.voting.tellers.share_seals import Seals
from council.voting.tellers.shares import split

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from council.voting.tellers.queries import TellerRow
    from council.voting.tellers.shares import Share


async def begin_ceremony(poll: str, persons: Sequence[str], by: Actor) -> None:
    """tellers.named: three tellers, and a new key in three shares; what was before is void.

    Raises tellers.too_late, tellers.three, tellers.not_fit.
    """
    async with change(by) as c:
        found = await _by_tellers(poll, by)
        await meetings.locked(found["meeting"], by)
        names = await teller_queries.fit(found["meeting"], by.community)
        teller_rules.may_name_tellers(found["state"], list(persons), frozenset(names) - {by.person})
        last = await db.row("SELECT max(round) AS round FROM ceremony WHERE poll = {}", poll)
        number = ((last or {})["round"] or 0) + 1
        private, public = envelopes.new_key()
        shares, seals = split(private), Seals(poll, number)
        del private
        await Ceremony.insert(
            Ceremony(poll=poll, round=number, public_key=public, begun_by=by.person, begun_at=c.at)
        )
        await Teller.insert(
            *(
                Teller(poll=poll, round=number, no=one.no, person=who, share_key=seals.key_of(one))
                for one, who in zip(shares, persons, strict=True)
            )
        )
        share_files.put(poll, shares)
        said = "、".join(names[one] for one in persons)
        await add_line(c, found["meeting"], "vote", f"监票人：{said}。")
        named = [one.pseudonym for one in await teller_queries.tellers_of(poll)]
        c.record(
            "tellers.named",
            {"poll": poll, "round": number, "tellers": named, "public_key": public},
        )
        c.tell(topics.room(found["meeting"]), "tellers.named", poll)


async def fetch_share(poll: str, by: Actor) -> Share:
    """tellers.fetched: the teller's share, in this answer and in no other one.

    Raises share.fetched when it was handed out before, tellers.too_late, share.gone.
    """
    async with change(by) as c:
        found = await _by_tellers(poll, by)
        mine = await _mine(poll, by)
        teller_rules.may_hold_share(found["state"])
        if mine.fetched_at is not None:
            raise Refused("share.fetched")
        share = share_files.waiting(poll, mine.no)
        await _set("fetched_at", mine, poll, c.at)
        c.record("tellers.fetched", {"poll": poll, "round": mine.round, "no": mine.no})
        c.tell(topics.room(found["meeting"]), "tellers.fetched", poll)
    return share


async def confirm_share(poll: str, typed: Sequence[str], by: Actor) -> None:
    """tellers.confirmed: three groups were typed back; the server's copy of the share goes.

    Raises share.not_fetched, share.groups with the groups that differ, tellers.too_late.
    """
    async with change(by) as c:
        found = await _by_tellers(poll, by)
        mine = await _mine(poll, by)
        if mine.confirmed_at is not None:
            return
        teller_rules.may_hold_share(found["state"])
        if mine.fetched_at is None:
            raise Refused("share.not_fetched")
        _must_agree(share_files.waiting(poll, mine.no), mine, typed)
        await _set("confirmed_at", mine, poll, c.at)
        c.record("tellers.confirmed", {"poll": poll, "round": mine.round, "no": mine.no})
        c.tell(topics.room(found["meeting"]), "tellers.confirmed", poll)
    share_files.wipe(poll, mine.no)  # what fails here is done again before the vote opens


async def report_loss(poll: str, no: int, by: Actor, *, officer: bool) -> None:
    """tellers.lost: a share is gone; by its teller, or by an officer in their name."""
    async with change(by) as c:
        found = await _by_tellers(poll, by)
        tellers = await teller_queries.tellers_of(poll)
        lost = next((one for one in tellers if one.no == no), None)
        if lost is None or (lost.person != by.person and not officer):
            raise NotThere
        teller_rules.may_report_loss(found["state"], typed=lost.typed_at is not None)
        if lost.lost_at is not None:
            return
        await _set("lost_at", lost, poll, c.at)
        text = f"监票人{lost.name}的份额丢了。"
        await add_line(c, found["meeting"], "vote", text)
        c.record("tellers.lost", {"poll": poll, "round": lost.round, "no": no})
        c.tell(topics.room(found["meeting"]), "tellers.lost", poll)


async def ready_within(poll: str) -> str:
    """The public key of a ceremony that is complete; only then may the vote begin.

    Raises tellers.not_ready.
    """
    tellers = await teller_queries.tellers_of(poll)
    confirmed = [one for one in tellers if one.confirmed_at is not None]
    for one in confirmed:
        share_files.wipe(poll, one.no)  # where the server stopped between the two
    teller_rules.may_open_for_tellers(len(confirmed), share_left=share_files.left(poll))
    found = await db.row(
        "SELECT public_key FROM ceremony WHERE poll = {} ORDER BY round DESC LIMIT 1", poll
    )
    return str((found or {})["public_key"])


async def _by_tellers(poll: str, by: Actor) -> dict[str, Any]:
    found = await locked(poll, by)
    if found["mode"] != "tellers":
        raise NotThere
    return found


async def _mine(poll: str, by: Actor) -> TellerRow:
    tellers = await teller_queries.tellers_of(poll)
    mine = next((one for one in tellers if one.person == by.person), None)
    if mine is None:
        raise NotThere
    return mine


async def _set(column: str, one: TellerRow, poll: str, at: object) -> None:
    await db.rows(
        f"UPDATE teller SET {column} = {{}} WHERE poll = {{}} AND round = {{}} AND no = {{}}",  # noqa: S608 - a name of ours
        at,
        poll,
        one.round,
        one.no,
    )


def _must_agree(share: Share, mine: TellerRow, typed: Sequence[str]) -> None:
    groups = share_text.written(share)
    pairs = zip(share_text.asked(mine.share_key), typed, strict=True)
    wrong = [
        str(at + 1)
        for at, text in pairs
        if not hmac.compare_digest(share_text.plain(text), groups[at])
    ]
    if wrong:
        raise unreadable("share.groups", groups="、".join(wrong))
