"""Filing a proposal, for oneself or at the desk, and giving it another wording."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.clock import ZONE, local
from council.ideas import actions as ideas
from council.ideas import authors
from council.identity import queries as identity
from council.ids import new_id
from council.organisations import queries as organisations
from council.proposals import queries, rules
from council.proposals.actions.held import ask_when_reached, locked, move, step
from council.proposals.tables import Proposal, ProposalPhoto, ProposalVersion
from council.refusal import NotThere

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.change import Actor, Change
    from council.proposals.photos import Drawn
    from council.proposals.rules import Wording

SAME = timedelta(days=1)  # within which the same text of one author is the same proposal


@dataclass(frozen=True, slots=True)
class Filing:
    """What is filed, as whom; `author` where somebody else's words are taken down at the desk."""

    wording: Wording
    capacity: str = "resident"
    organisation: str = ""
    author: str = ""
    parent: str = ""  # id of the idea that it grew out of
    photos: Sequence[Drawn] = ()


async def file(asked: Filing, by: Actor) -> str:
    """proposal.filed: it has its number for life; returns its id. The same text twice is once.

    Refused with proposal.wording, proposal.cost, proposal.photos, proposal.capacity,
    proposal.unverified, proposal.too_many, idea.backwards.
    """
    rules.must_word(asked.wording)
    rules.must_fit_photos(0, len(asked.photos))
    async with change(by) as c:
        return await _file(c, asked)


async def _file(c: Change, asked: Filing) -> str:
    author = asked.author or c.by.person
    state = await _held_author(author, c.by)
    there = await _same(author, asked.wording, c.at - SAME)
    if there:
        return there
    rules.may_file(state, await _filed_since(author, _midnight(c.at)))
    await _must_be_entitled(asked, author, c.by.community)
    terms = await queries.terms(c.by.community)
    made = await ideas.enter_within(c, "proposal", asked.wording.title, parent=asked.parent)
    row = Proposal(
        idea=made,
        community=c.by.community,
        author=author,
        entered_by=c.by.person,
        capacity=asked.capacity,
        organisation=asked.organisation or None,
        state="filed",
        version=1,
        threshold=terms.threshold,
        answer_days=terms.answer_days,
        filed_at=c.at,
        outcome="",
        fate="",
    )
    await Proposal.insert(row)
    await authors.brought_within(c, made, author)
    await _write(c, made, 1, asked.wording, asked.photos)
    await step(c, made, "filed", number=1)
    body = {"proposal": made, "as": asked.capacity, "at_desk": author != c.by.person}
    c.record("proposal.filed", body, asdict(asked.wording))
    await ask_when_reached(c, await locked(made, c.by))
    return made


async def _held_author(author: str, by: Actor) -> str:
    """The author's state; the row is held, so that the count of a day is true."""
    found = await db.held(
        "SELECT state FROM person WHERE id = {} AND community = {}", author, by.community
    )
    if found is None:
        raise NotThere
    return str(found["state"])


def _midnight(at: datetime) -> datetime:
    return datetime.combine(local(at).date(), time(), ZONE)


async def _filed_since(author: str, since: datetime) -> int:
    found = await db.row(
        "SELECT count(*) AS n FROM proposal WHERE author = {} AND filed_at >= {}", author, since
    )
    return int(found["n"]) if found else 0


async def _same(author: str, what: Wording, since: datetime) -> str:
    found = await db.row(
        "SELECT p.idea FROM proposal p JOIN proposal_version v"
        " ON v.proposal = p.idea AND v.version = p.version"
        " WHERE p.author = {} AND p.filed_at >= {} AND v.title = {} AND v.text = {}"
        " AND p.state NOT IN ('withdrawn', 'merged') ORDER BY p.filed_at LIMIT 1",
        author,
        since,
        what.title,
        what.text,
    )
    return str(found["idea"]) if found else ""


async def _must_be_entitled(asked: Filing, author: str, community: str) -> None:
    known = {one.id for one in await organisations.organisations(community)}
    rules.must_be_entitled(
        asked.capacity,
        await identity.offices(author, community),
        seated=await organisations.seat_of(author, community) is not None,
        organisation=asked.organisation in known,
    )


async def _write(
    c: Change, proposal: str, version: int, what: Wording, photos: Sequence[Drawn]
) -> None:
    await ProposalVersion.insert(
        ProposalVersion(proposal=proposal, version=version, made_at=c.at, **asdict(what))
    )
    if not photos:
        return
    taken = await db.rows("SELECT place FROM proposal_photo WHERE proposal = {}", proposal)
    first = max((one["place"] for one in taken), default=0) + 1
    await ProposalPhoto.insert(
        *(_photo(proposal, version, place, one) for place, one in enumerate(photos, first))
    )


def _photo(proposal: str, version: int, place: int, one: Drawn) -> ProposalPhoto:
    return ProposalPhoto(
        id=new_id(),
        proposal=proposal,
        version=version,
        place=place,
        width=one.width,
        height=one.height,
        sha256=one.sha256,
        content=one.content,
        taken_down_why="",
    )


async def revise(
    proposal: str, version: int, what: Wording, by: Actor, photos: Sequence[Drawn] = ()
) -> None:
    """proposal.revised: another wording; the one before stays readable, support is asked again.

    `version` is the one that was changed; sent twice, it is changed once. Refused with
    proposal.not_now.revise, proposal.changed, proposal.wording, proposal.cost, proposal.photos.
    """
    rules.must_word(what)
    async with change(by) as c:
        found = await locked(proposal, by)
        rules.may_speak_for(found["author"], found["entered_by"], by.person, by.office)
        if await queries.wording(proposal, found["version"]) == what and not photos:
            return
        state = rules.after("revise", found["state"])
        rules.must_be_current(version, found["version"])
        rules.must_fit_photos(await queries.photos_up(proposal), len(photos))
        await _revise(c, found, what, photos)
        await move(c, proposal, state)
        await ideas.move_within(c, proposal, "open", title=what.title)
        await ask_when_reached(c, await locked(proposal, by))


async def _revise(c: Change, found: dict[str, Any], what: Wording, photos: Sequence[Drawn]) -> None:
    proposal, version = found["idea"], found["version"] + 1
    await db.rows("UPDATE proposal SET version = {} WHERE idea = {}", version, proposal)
    await _write(c, proposal, version, what, photos)
    await step(c, proposal, "revised", number=version)
    c.record("proposal.revised", {"proposal": proposal, "version": version}, asdict(what))
