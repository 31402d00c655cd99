"""What somebody brought or supports, of every kind; and one idea for who holds its receipt.

A feature joins by a function in PROVIDERS, and by one in STORIES if it issues receipts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.ideas import queries as ideas
from council.needs import entry_queries as needs
from council.proposals import queries as proposals
from council.wishes import queries as wishes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from council.ideas.queries import IdeaView


@dataclass(frozen=True, slots=True)
class Brought:
    """`how`: mine, supported or claimed; `title` and `reason` where the register says less."""

    idea: str
    how: str
    path: str
    title: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    brought: Brought
    idea: IdeaView

    @property
    def title(self) -> str:
        return self.brought.title or self.idea.title

    @property
    def reason(self) -> str:
        return self.brought.reason or self.idea.note


@dataclass(frozen=True, slots=True)
class Step:
    """`word`: of the kind's own; `no` and `path` of another idea that it is about."""

    word: str
    at: datetime
    text: str = ""
    no: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """An idea as its receipt shows it; `hidden_why`: its words are not public any more."""

    idea: IdeaView
    text: str
    path: str
    reason: str = ""
    target_no: str = ""
    target_path: str = ""
    hidden_why: str = ""
    steps: tuple[Step, ...] = ()


async def _needs(person: str, _: str) -> list[Brought]:
    return [
        Brought(one.view.id, "mine", f"/needs/{one.view.id}", one.text, one.view.reason)
        for one in await needs.of_person(person)
    ]


async def _proposals(person: str, community: str) -> list[Brought]:
    own = await proposals.of_author(person, community)
    supported = await proposals.supported_by(person, community)
    mine = [Brought(one.id, "mine", f"/proposals/{one.id}", one.title) for one in own]
    others = [Brought(one.id, "supported", f"/proposals/{one.id}", one.title) for one in supported]
    return mine + others


async def _wishes(person: str, _: str) -> list[Brought]:
    own, claimed = await wishes.of_person(person)
    mine = [
        Brought(one.view.id, "mine", f"/wishes/{one.view.id}", one.text, one.why) for one in own
    ]
    others = [Brought(one.view.id, "claimed", f"/wishes/{one.view.id}") for one in claimed]
    return mine + others


# Each takes person and community.
PROVIDERS: tuple[Callable[[str, str], Awaitable[list[Brought]]], ...] = (
    *(_needs, _proposals, _wishes),
)


async def of_person(person: str, community: str) -> tuple[Entry, ...]:
    """Of every kind, the newest first."""
    found = [one for provider in PROVIDERS for one in await provider(person, community)]
    entries = [Entry(one, await ideas.idea(one.idea)) for one in found]
    return tuple(sorted(entries, key=lambda one: one.idea.made_at, reverse=True))


async def _need(idea: IdeaView) -> Story:
    found = await needs.need(idea.id)
    view = found.view
    return Story(
        idea=idea,
        text=found.text,
        path=f"/needs/{idea.id}",
        reason=view.reason,
        target_no=view.target_no,
        target_path=f"/needs/{view.target}",
        hidden_why=view.hidden_why,
        steps=tuple(
            Step(
                one.step,
                one.at,
                one.text,
                one.other_no,
                f"/{'ideas' if one.step == 'project' else 'needs'}/{one.other}",
            )
            for one in await needs.steps(idea.id)
        ),
    )


STORIES: dict[str, Callable[[IdeaView], Awaitable[Story]]] = {"need": _need}


async def story(idea: str) -> Story:
    """Of a kind without a page of its own, what the register says."""
    found = await ideas.idea(idea)
    if found.kind in STORIES:
        return await STORIES[found.kind](found)
    return Story(found, found.title, f"/ideas/{found.id}", found.note)
