"""Coming off the roll and coming back: moving out, suspension, death."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.confirmations.actions import ask_within
from council.identity import queries as identity
from council.identity import sessions
from council.identity.actions.accounts import end_sessions_within
from council.identity.in_force import IN_FORCE, today
from council.identity.rules import POWERFUL
from council.ids import new_id
from council.live import topics
from council.refusal import NotThere, Refused
from council.roll import person_queries, rules
from council.roll.tables import Departure

if TYPE_CHECKING:
    from council.change import Actor, Change
    from council.confirmations.kinds import Asked
    from council.identity.queries import Someone

DEPARTURE = "departure"  # the kind of confirmation


async def depart(person: str, kind: str, ground: str, by: Actor) -> str:
    """Take somebody off the roll (moved_out, suspended); a death is asked of a second officer.

    So is any departure of somebody with a powerful office: returns the id of what a second
    person has to confirm, otherwise an empty text. Sessions end at once.
    Refused with departure.oneself, person.left, appointment.last.
    """
    asked = ""
    async with change(by) as act:
        rules.must_keep(await identity.offices(by.person, by.community))
        someone = await _held(person, by.community)
        oneself = person == by.person
        if await _same_before(person, kind, ground):
            return ""
        rules.must_leave(kind, someone.state, ground, oneself=oneself)
        offices = await identity.offices(person, by.community)
        if rules.departs_by_two(kind, offices):
            body: dict[str, Any] = {"kind": kind, "ground": ground, "roll_no": someone.roll_no}
            if rules.ends_offices(kind):
                await _must_leave_a_secretary(someone)
            powerful = [one for one in offices if one in POWERFUL]
            body |= {"offices": powerful} if powerful else {}
            asked = await ask_within(act, DEPARTURE, person, body)
        else:
            await leave_within(act, someone, kind, ground, by.person)
    sessions.forget(person)
    return asked


async def _held(person: str, community: str) -> Someone:
    """Locked until the change ends, so that nobody leaves twice."""
    await db.held("SELECT id FROM person WHERE id = {} AND community = {}", person, community)
    return await identity.person(person, community)


async def _same_before(person: str, kind: str, ground: str) -> bool:
    found = await db.row(
        "SELECT id FROM departure WHERE person = {} AND kind = {} AND ground = {}"
        " AND ended_at IS NULL",
        person,
        kind,
        ground,
    )
    return found is not None


async def leave_within(
    act: Change, someone: Someone, kind: str, ground: str, by_person: str, into: str | None = None
) -> None:
    """The departure itself, as a part of another action, which forgets the sessions afterwards.

    `into`: whom a merged person has become. Refused with person.left, appointment.last.
    """
    changed = await db.row(
        "UPDATE person SET state = 'left' WHERE id = {} AND state <> 'left' RETURNING id",
        someone.id,
    )
    if changed is None:
        raise Refused("person.left")
    row = Departure(
        id=new_id(),
        person=someone.id,
        kind=kind,
        state_before=someone.state,
        ground=ground,
        merged_into=into,
        by_person=by_person,
        at=act.at,
    )
    await Departure.insert(row)
    act.record("person.left", {"person": someone.pseudonym, "kind": kind})
    if rules.ends_offices(kind):
        await _end_what_was_held(act, someone)
    await end_sessions_within(act, someone.id)
    act.tell(topics.sessions(), "person.left", someone.id)


async def _end_what_was_held(act: Change, someone: Someone) -> None:
    """Offices, the seat of the committee, and speaking for a household."""
    await _must_leave_a_secretary(someone)
    for one in await db.rows(
        "UPDATE appointment SET ended_at = {} WHERE person = {} AND ended_at IS NULL"
        " RETURNING office",
        act.at,
        someone.id,
    ):
        act.record("office.ended", {"office": one["office"], "person": someone.pseudonym})
    for one in await db.rows(
        "UPDATE seat SET ended_at = {} WHERE person = {} AND ended_at IS NULL RETURNING id",
        act.at,
        someone.id,
    ):
        act.record("seat.ended", {"seat": one["id"]})
    await db.rows(
        "UPDATE household SET representative = NULL WHERE representative = {}", someone.id
    )
    await db.rows("UPDATE corporate_tenure SET voter = NULL WHERE voter = {}", someone.id)


async def _must_leave_a_secretary(someone: Someone) -> None:
    """Without a community secretary nobody could appoint any more."""
    if "community_secretary" not in await identity.offices(someone.id, someone.community):
        return
    others = await db.row(
        "SELECT a.id FROM appointment a JOIN person p ON p.id = a.person WHERE a.community = {}"  # noqa: S608 - only the condition of terms is put in
        " AND a.office = 'community_secretary' AND p.state = 'verified'"
        f" AND p.id <> {{}} AND {IN_FORCE}",
        someone.community,
        someone.id,
        today(),
        today(),
    )
    if others is None:
        raise Refused("appointment.last")


async def return_to_roll(person: str, by: Actor) -> None:
    """Lift a suspension, or put somebody back; a death that was none needs the second officer too.

    Coming back twice is coming back once. Refused with departure.final.
    """
    async with change(by) as act:
        rules.must_keep(await identity.offices(by.person, by.community))
        someone = await _held(person, by.community)
        left = (await person_queries.person(person, by.community)).now_left
        if left is None:
            if someone.state == "left":
                raise NotThere
            return
        rules.must_be_undoable(left.kind)
        if left.kind in rules.TWO_PERSONS:
            body = {"kind": "return", "ground": left.ground, "roll_no": someone.roll_no}
            await ask_within(act, DEPARTURE, person, body)
        else:
            await return_within(act, someone, by.person)


async def return_within(act: Change, someone: Someone, by_person: str) -> None:
    """Coming back, as a part of another action; offices and seats have to be given anew."""
    ended = await db.row(
        "UPDATE departure SET ended_at = {}, ended_by = {} WHERE person = {} AND ended_at IS NULL"
        " RETURNING kind, state_before, at",
        act.at,
        by_person,
        someone.id,
    )
    if ended is None:
        return
    rules.must_be_undoable(ended["kind"])
    state = rules.state_after(ended["kind"], ended["state_before"], ended["at"], act.at)
    await db.rows("UPDATE person SET state = {} WHERE id = {}", state, someone.id)
    act.record("person.returned", {"person": someone.pseudonym, "state": state})


async def apply_departure(act: Change, asked: Asked) -> None:
    """What a second officer confirmed: a death, or that it was none."""
    someone = await _held(asked.subject, asked.community)
    if asked.body["kind"] == "return":
        await return_within(act, someone, act.by.person or asked.asker)
    else:
        await leave_within(act, someone, asked.body["kind"], asked.body["ground"], asked.asker)
