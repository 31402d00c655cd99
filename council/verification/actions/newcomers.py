"""People whom the roll does not know: added on evidence by one officer, confirmed by another."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from council import db
from council.change import Actor, Change, change
from council.confirmations.actions import ask_within
from council.identity import queries as identity
from council.identity.actions.founding import new_pseudonym
from council.identity.tables import Person
from council.ids import new_id
from council.record.entry import canonical
from council.refusal import NotThere, Refused
from council.roll.actions.finding import write_keys_within
from council.roll.tables import Residence
from council.verification import queries, rules, words
from council.verification.actions.refusals import kept
from council.verification.actions.verifying import verify_within

if TYPE_CHECKING:
    from council.confirmations.kinds import Asked


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody to be added: `born` as ISO or empty, `unit` an id, `evidence` a code of a paper."""

    name: str
    gender: str
    born: str
    hukou: str
    phone: str
    unit: str
    tie: str
    evidence: str
    note: str = ""
    id_hash: str = ""
    id_last4: str = ""
    another: bool = False  # the officer looked: not the one of this name who is on the roll


class Known(Refused):
    """Somebody like this is on the roll already: `people` are their ids."""

    def __init__(self, code: str, people: list[str]) -> None:
        super().__init__(code)
        self.people = people


async def ask_newcomer(newcomer: Newcomer, by: Actor) -> str:
    """Ask that this person be added and verified; returns the confirmation's id.

    Raises Known (newcomer.same_number, newcomer.same_person), form.choice; NotThere for a unit
    of somebody else's community.
    """
    async with kept(by.community, None, "newcomer", by.person), change(by) as act:
        rules.staff_only(await identity.offices(by.person, by.community))
        rules.papers((newcomer.evidence,), newcomer.note)
        await _must_be_new(newcomer, by.community)
        home = await _home(newcomer.unit, by.community)
        return await ask_within(act, "newcomer", new_id(), {**asdict(newcomer), "home": home})


async def _must_be_new(newcomer: Newcomer, community: str) -> None:
    if newcomer.id_hash:
        holder = await queries.holder_of(newcomer.id_hash, community)
        if holder is not None:
            raise Known("newcomer.same_number", [holder])
    if newcomer.another:
        return
    same = await db.rows(
        "SELECT DISTINCT p.id FROM person p LEFT JOIN residence r ON r.person = p.id"
        " WHERE p.community = {} AND p.name = {} AND p.state <> 'left'"
        " AND ((p.phone <> '' AND p.phone = {}) OR r.unit = {})",
        community,
        newcomer.name,
        newcomer.phone,
        newcomer.unit,
    )
    if same:
        raise Known("newcomer.same_person", [one["id"] for one in same])


async def _home(unit: str, community: str) -> str:
    found = await db.row(
        "SELECT building, entrance, room FROM unit WHERE id = {} AND community = {}",
        unit,
        community,
    )
    if found is None:
        raise NotThere
    return f"{found['building']}{found['entrance']}{found['room']}"


async def apply_newcomer(act: Change, asked: Asked) -> None:
    """The second officer agrees: on the roll, verified, equal to everybody else."""
    newcomer = Newcomer(**{key: value for key, value in asked.body.items() if key != "home"})
    await _must_be_new(newcomer, act.by.community)
    await Person.insert(await _row(act, asked.subject, newcomer))
    await Residence.insert(
        Residence(id=new_id(), person=asked.subject, unit=newcomer.unit, tie=newcomer.tie)
    )
    someone = await identity.person(asked.subject, act.by.community)
    ground = words.ground((newcomer.evidence,), newcomer.note)
    await verify_within(
        act,
        someone,
        "desk",
        ground,
        asked.asker,
        evidence=newcomer.evidence,
        confirmed_by=act.by.person,
    )
    await write_keys_within([asked.subject])
    await _forget_body(asked, {"name": newcomer.name})


async def refuse_newcomer(_: Change, asked: Asked) -> None:
    """Not added: of what was filled in nothing stays."""
    await _forget_body(asked, {})


async def _forget_body(asked: Asked, kept_of_it: dict[str, Any]) -> None:
    """The roll has it now, or nobody needs it: it is not kept a second time."""
    await db.rows(
        "UPDATE confirmation SET body = {} WHERE id = {}", canonical(kept_of_it), asked.id
    )


async def _row(act: Change, person: str, newcomer: Newcomer) -> Person:
    return Person(
        id=person,
        community=act.by.community,
        roll_no=await _free_number(act),
        name=newcomer.name,
        gender=newcomer.gender,
        birth_date=date.fromisoformat(newcomer.born) if newcomer.born else None,
        hukou=newcomer.hukou,
        phone=newcomer.phone,
        id_hash=newcomer.id_hash or None,
        id_last4=newcomer.id_last4,
        pseudonym=new_pseudonym(),
        elder=False,
        state="listed",
        listed_at=act.at,
        pinyin="",
    )


async def _free_number(act: Change) -> str:
    """N0001, N0002, … : the next one nobody has; the community's row keeps two apart."""
    await db.held("SELECT id FROM community WHERE id = {}", act.by.community)
    found = await db.rows(
        "SELECT roll_no FROM person WHERE community = {} AND roll_no LIKE 'N%'",
        act.by.community,
    )
    taken = {one["roll_no"] for one in found}
    number = len(taken) + 1
    while f"N{number:04d}" in taken:
        number += 1
    return f"N{number:04d}"
