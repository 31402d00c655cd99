"""Reading wishes: the wall, one of them, the desk's queues, one's own, and the figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.identity.in_force import today
from council.privacy import masking
from council.refusal import NotThere
from council.wishes import rules
from council.wishes.rules import Terms

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from council.identity.viewer import Viewer

PAGE = 24
# What the wall can be narrowed to: a word of ours → the states that it means.
GROUPS = {
    "wall": ("wall",),
    "going": ("claimed", "doing", "delivered"),
    "fulfilled": ("fulfilled",),
    "other": ("unmet", "project"),
}
DESK = ("social_worker",)  # beside officers: who reviews wishes


@dataclass(frozen=True, slots=True)
class WishView:
    """A wish as everybody may read it: `title` in the words of the wall, `by` masked (WISH-4)."""

    id: str
    community: str
    no: str
    state: str
    category: str
    title: str
    value: int  # fen
    wanted_by: date | None
    by: str
    age: str
    building: str
    made_at: datetime
    shown_at: datetime | None
    ended_at: datetime | None
    thanks: str
    reason: str
    claimer_kind: str
    claimer: str  # an organisation by its name, a person masked
    expires_on: date | None
    late: int = 0  # days that a claim is over


@dataclass(frozen=True, slots=True)
class Whole:
    """What the wisher, officers and, once approved, the claimer may read besides."""

    view: WishView
    text: str
    name: str
    contact: str
    guardian: str
    may_show: bool
    may_say: bool
    wisher: str
    entered_by: str
    claim_person: str
    promise: str
    approved: bool
    why: str  # it was sent back, or is not possible


@dataclass(frozen=True, slots=True)
class Step:
    step: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the wall, and how many there are in all."""

    wishes: tuple[WishView, ...]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


_SELECT = (
    "SELECT w.*, i.no, COALESCE(NULLIF(w.name, ''), p.name, '') AS who,"
    " c.kind AS claim_kind, c.organisation, c.promise, c.claimer, c.expires_on, c.approved_at,"
    " q.name AS claimer_name FROM wish w JOIN idea i ON i.id = w.idea"
    " LEFT JOIN person p ON p.id = w.wisher LEFT JOIN wish_claim c ON c.wish = w.idea"
    " AND (c.ended_at IS NULL OR c.ended = 'fulfilled')"
    " LEFT JOIN person q ON q.id = c.claimer"
)


def _view(row: dict[str, Any]) -> WishView:
    told = row["state"] in ("unmet", "project")  # these reasons are for everybody
    last = row["expires_on"] if row["state"] in ("claimed", "doing") else None
    return WishView(
        id=row["idea"],
        title=row["shown"],
        by=masking.name(row["who"]),
        reason=row["reason"] if told else "",
        claimer_kind=row["claim_kind"] or "",
        claimer=row["organisation"] or masking.name(row["claimer_name"] or ""),
        expires_on=last,
        late=max((today() - last).days, 0) if last else 0,
        **{name: row[name] for name in _PLAIN},
    )


_PLAIN = (
    *("community", "no", "state", "category", "value", "wanted_by", "age", "building"),
    *("made_at", "shown_at", "ended_at", "thanks"),
)


def is_desk(viewer: Viewer | None, community: str) -> bool:
    """Officers and social workers of this community."""
    if viewer is None or viewer.community != community:
        return False
    return viewer.officer or viewer.holds(*DESK)


async def terms(community: str) -> Terms:
    """The community's own, or the usual ones."""
    found = await db.row("SELECT settings FROM community WHERE id = {}", community)
    said = json.loads((found["settings"] if found else "") or "{}").get("wishes")
    return Terms(**said) if said else Terms()


async def wall(community: str, *, group: str = "", category: str = "", page: int = 1) -> Found:
    """What hangs there, the newest first."""
    states: Sequence[str] = GROUPS.get(group, rules.SHOWN)
    where = f"w.community = {{}} AND w.state IN ({', '.join('{}' for _ in states)})"
    values: list[Any] = [community, *states]
    if category:
        where, values = f"{where} AND w.category = {{}}", [*values, category]
    counted = await db.row(f"SELECT count(*) AS n FROM wish w WHERE {where}", *values)  # noqa: S608 - only placeholders are put together
    found = await db.rows(
        f"{_SELECT} WHERE {where} ORDER BY w.shown_at DESC, w.idea LIMIT {{}} OFFSET {{}}",
        *values,
        PAGE,
        (page - 1) * PAGE,
    )
    return Found(tuple(map(_view, found)), page, int(counted["n"]) if counted else 0)


async def counts(community: str, category: str = "") -> dict[str, int]:
    """Group → how many hang there; under an empty word all of them."""
    only, more = (" AND category = {}", [category]) if category else ("", [])
    found = await db.rows(
        "SELECT state, count(*) AS n FROM wish WHERE community = {}"  # noqa: S608 - fixed words; values are bound
        f" AND shown_at IS NOT NULL{only} GROUP BY state",
        community,
        *more,
    )
    by_state = {one["state"]: int(one["n"]) for one in found}
    groups = {"": rules.SHOWN, **GROUPS}
    return {name: sum(by_state.get(one, 0) for one in states) for name, states in groups.items()}


async def newest(community: str, most: int) -> tuple[WishView, ...]:
    """For the big screen: those that wait first, then what came true last."""
    found = await db.rows(
        f"{_SELECT} WHERE w.community = {{}} AND w.state IN ('wall', 'doing', 'fulfilled')"
        " ORDER BY CASE w.state WHEN 'wall' THEN 0 WHEN 'fulfilled' THEN 1 ELSE 2 END,"
        " w.shown_at DESC, w.idea LIMIT {}",
        community,
        most,
    )
    return tuple(map(_view, found))


async def whole(wish: str) -> Whole:
    """The row whatever it is; whoever shows it says who may see what."""
    row = await db.row(f"{_SELECT} WHERE w.idea = {{}}", wish)
    if row is None:
        raise NotThere
    return _whole(row)


def _whole(row: dict[str, Any]) -> Whole:
    return Whole(
        view=_view(row),
        name=row["who"],
        wisher=row["wisher"] or "",
        claim_person=row["claimer"] or "",
        promise=row["promise"] or "",
        approved=row["approved_at"] is not None,
        may_show=bool(row["may_show"]),
        may_say=bool(row["may_say"]),
        why=row["reason"],
        **{name: row[name] for name in ("text", "contact", "guardian", "entered_by")},
    )


async def seen_by(viewer: Viewer | None, wish: str) -> Whole:
    """On the wall for everybody; before that for the wisher and the desk."""
    found = await whole(wish)
    own = viewer is not None and viewer.person in (found.wisher, found.entered_by)
    if found.view.state in rules.SHOWN and found.view.title:
        return found
    if own or is_desk(viewer, found.view.community):
        return found
    raise NotThere


async def steps(wish: str) -> tuple[Step, ...]:
    found = await db.rows("SELECT step, at, text FROM wish_step WHERE wish = {} ORDER BY seq", wish)
    return tuple(Step(**one) for one in found)


async def _listed(where: str, *values: Any) -> tuple[Whole, ...]:
    found = await db.rows(f"{_SELECT} WHERE {where}", *values)
    return tuple(map(_whole, found))


async def desk(community: str) -> dict[str, tuple[Whole, ...]]:
    """Queue → what waits in it, the oldest first."""
    queues = {"review": "review", "claimed": "claimed", "delivered": "delivered"}
    found = {
        name: await _listed(
            "w.community = {} AND w.state = {} ORDER BY w.made_at, w.idea", community, state
        )
        for name, state in queues.items()
    }
    late = await _listed(
        "w.community = {} AND w.state IN ('claimed', 'doing') AND c.expires_on < {}"
        " ORDER BY c.expires_on, w.idea",
        community,
        today(),
    )
    return {**found, "late": late}


async def waiting(community: str) -> tuple[int, int]:
    """(what waits for the desk, claims whose time is up)."""
    found = await db.row(
        "SELECT count(*) AS n FROM wish WHERE community = {}"
        " AND state IN ('review', 'claimed', 'delivered')",
        community,
    )
    late = await db.row(
        "SELECT count(*) AS n FROM wish w JOIN wish_claim c ON c.wish = w.idea"
        " AND c.ended_at IS NULL WHERE w.community = {} AND w.state IN ('claimed', 'doing')"
        " AND c.expires_on < {}",
        community,
        today(),
    )
    return int(found["n"]) if found else 0, int(late["n"]) if late else 0


async def expired() -> list[tuple[str, str]]:
    """(wish, community) of every claim whose last day has passed."""
    found = await db.rows(
        "SELECT w.idea, w.community FROM wish w JOIN wish_claim c ON c.wish = w.idea"
        " AND c.ended_at IS NULL WHERE w.state IN ('claimed', 'doing') AND c.expires_on < {}"
        " ORDER BY w.idea",
        today(),
    )
    return [(one["idea"], one["community"]) for one in found]


async def of_person(person: str) -> tuple[tuple[Whole, ...], tuple[Whole, ...]]:
    """(one's own, those that one makes true)."""
    own = await _listed("w.wisher = {} ORDER BY w.made_at DESC, w.idea", person)
    claimed = await _listed("c.claimer = {} ORDER BY c.claimed_at DESC, w.idea", person)
    return own, claimed


async def among(ideas: Sequence[str]) -> frozenset[str]:
    """Those of these ideas that are wishes with a page for everybody."""
    marks = ", ".join("{}" for _ in ideas)
    found = await db.rows(
        f"SELECT idea FROM wish WHERE shown_at IS NOT NULL AND idea IN ({marks})",  # noqa: S608 - only placeholders are put together
        *ideas,
    )
    return frozenset(one["idea"] for one in found)


async def shown_among(community: str, ids: Sequence[str]) -> tuple[WishView, ...]:
    """Those of these that hang there now, in their order."""
    if not ids:
        return ()
    marks = ", ".join("{}" for _ in ids)
    found = await db.rows(
        f"{_SELECT} WHERE w.community = {{}} AND w.idea IN ({marks})", community, *ids
    )
    views = {one["idea"]: _view(one) for one in found if one["state"] in rules.SHOWN}
    return tuple(views[one] for one in ids if one in views)


async def lately(community: str, most: int = 3) -> tuple[WishView, ...]:
    """For the front page: what waits for somebody."""
    found = await db.rows(
        f"{_SELECT} WHERE w.community = {{}} AND w.state = 'wall'"
        " ORDER BY w.shown_at DESC, w.idea LIMIT {}",
        community,
        most,
    )
    return tuple(map(_view, found))
