"""Row 32: whoever may not name officers never becomes one, whatever they do and in what order.

Two secretaries, the chair, a social worker, a group leader, a member and a resident work together;
who may name officers does nothing. They ask, confirm each other, write letters and open them,
set up second factors, merge, depart, claim. Control: without the question whose answer counts,
the same steps end in an office.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from council import db
from council.clock import now
from council.confirmations import actions as confirmations
from council.confirmations import answering as confirming
from council.identity import second_factor_keys, sessions, totp
from council.identity.actions.second_factor import enrol
from council.identity.viewer import OFFICES
from council.offices import actions as offices
from council.refusal import NotThere, Refused
from council.roll import actions as roll
from council.verification import actions as letters
from council.verification.actions.claims import Claim, raise_claim, settle_claim
from council.verification.actions.opening import open_letter
from council.verification.actions.vouching import vouch
from tests.access.stage import built

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from tests.access.stage import Stage

# `pending` is the second secretary. Staff can do most, so they stand here more often.
STAFF = ("secretary", "pending", "social_worker")
TOGETHER = ("chair", "group_leader", "member", "resident", *STAFF, *STAFF, *STAFF)
PASSWORD = "一川烟草满城风絮"
STEPS = 25
HELD = (
    "SELECT a.person, a.office FROM appointment a JOIN person p ON p.id = a.person"
    " WHERE a.community = {} AND a.ended_at IS NULL"
)


@dataclass(slots=True)
class Plot:
    """What they have got hold of so far."""

    stage: Stage
    codes: list[tuple[str, str]] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what to whom; the numbers choose among what is there."""

    who: str
    move: str
    whom: str
    number: int


async def _asked(plot: Plot, step: Step) -> str:
    """Some request that waits for a second person."""
    found = await db.rows(
        "SELECT id FROM confirmation WHERE community = {} AND answer = '' ORDER BY asked_at, id",
        plot.stage.a.community,
    )
    return str(found[step.number % len(found)]["id"]) if found else ""


async def _appoint(plot: Plot, step: Step) -> None:
    office = OFFICES[step.number % len(OFFICES)]
    scope = "甲鼎幢" if office in {"group_leader", "resident_rep"} else ""
    await offices.appoint(_whom(plot, step), office, plot.stage.a.actor(step.who), scope=scope)


async def _confirm(plot: Plot, step: Step) -> None:
    await confirmations.confirm(await _asked(plot, step), plot.stage.a.actor(step.who))


async def _end(plot: Plot, step: Step) -> None:
    held = await db.rows(
        "SELECT id FROM appointment WHERE community = {} AND ended_at IS NULL ORDER BY id",
        plot.stage.a.community,
    )
    one = held[step.number % len(held)]["id"]
    await offices.end_office(one, plot.stage.a.actor(step.who))


async def _write(plot: Plot, step: Step) -> None:
    purpose = ("household", "office")[step.number % 2]
    by = plot.stage.a.actor(step.who)
    plot.codes.append(await letters.issue_letter(_whom(plot, step), purpose, by))


async def _open(plot: Plot, step: Step) -> None:
    if plot.codes:
        public, secret = plot.codes[step.number % len(plot.codes)]
        plot.tokens.append((await open_letter(public, secret, PASSWORD, "")).token)


async def _enrol(plot: Plot, step: Step) -> None:
    """With any session that they got hold of."""
    token = plot.tokens[step.number % len(plot.tokens)] if plot.tokens else ""
    viewer = await sessions.resolve(token)
    if viewer is None:
        return
    key = plot.stage.settings.keys.second_factor
    secret = second_factor_keys.proposed(key, viewer.session)
    digits = totp.digits(secret, totp.step_at(now()))
    plot.tokens.append((await enrol(digits, key, viewer.session, "", viewer.actor)).token)


async def _depart(plot: Plot, step: Step) -> None:
    kind = ("moved_out", "suspended", "deceased")[step.number % 3]
    await roll.depart(_whom(plot, step), kind, "搬走", plot.stage.a.actor(step.who))


async def _return(plot: Plot, step: Step) -> None:
    await roll.return_to_roll(_whom(plot, step), plot.stage.a.actor(step.who))


async def _merge(plot: Plot, step: Step) -> None:
    """An officer into one of them."""
    kept = plot.stage.a.people[TOGETHER[step.number % len(TOGETHER)]]
    await roll.ask_to_merge(_whom(plot, step), kept, "同一人", plot.stage.a.actor(step.who))


async def _claim(plot: Plot, step: Step) -> None:
    claim = Claim(_whom(plot, step), "told", "这是我", "15400000009")
    await raise_claim(claim, plot.stage.a.actor(step.who))


async def _settle(plot: Plot, step: Step) -> None:
    found = await db.rows(
        "SELECT id FROM claim_conflict WHERE community = {} ORDER BY id", plot.stage.a.community
    )
    outcome = ("claimant", "neither", "holder")[step.number % 3]
    conflict = found[step.number % len(found)]["id"]
    await settle_claim(conflict, outcome, "证件一致", plot.stage.a.actor(step.who))


async def _vouch(plot: Plot, step: Step) -> None:
    await vouch(_whom(plot, step), "邻居", plot.stage.a.actor(step.who))


def _whom(plot: Plot, step: Step) -> str:
    return plot.stage.a.people[step.whom]


MOVES: dict[str, Callable[[Plot, Step], Awaitable[None]]] = {
    "appoint": _appoint,
    "confirm": _confirm,
    "end": _end,
    "write": _write,
    "open": _open,
    "enrol": _enrol,
    "depart": _depart,
    "return": _return,
    "merge": _merge,
    "claim": _claim,
    "settle": _settle,
    "vouch": _vouch,
}
WHOM = (*TOGETHER, "community_secretary", "second", "admin", "supervisor", "neighbour", "listed")
steps = st.lists(
    st.builds(
        Step,
        st.sampled_from(TOGETHER),
        st.sampled_from(tuple(MOVES)),
        st.sampled_from(WHOM),
        st.integers(0, 30),
    ),
    min_size=STEPS,
    max_size=STEPS,
)


async def play(stage: Stage, plan: list[Step]) -> list[str]:
    """Do all of it on a fresh world; what they have afterwards that was not given to them."""
    await stage.restore()
    held = await db.rows(HELD, stage.a.community)
    plot = Plot(stage)
    for step in plan:
        try:
            await MOVES[step.move](plot, step)
        except (Refused, NotThere):
            continue
    return [*await _gained(stage, held), *await _taken(plot), *await _alone()]


async def _gained(stage: Stage, before: list[dict[str, str]]) -> list[str]:
    """Offices that somebody has now and had not."""
    found = await db.rows(HELD, stage.a.community)
    return [f"{one['person']} is {one['office']}" for one in found if one not in before]


async def _taken(plot: Plot) -> list[str]:
    """Sessions of others' offices that count in full."""
    own = {plot.stage.a.people[role] for role in TOGETHER}
    found = []
    for token in plot.tokens:
        viewer = await sessions.resolve(token)
        if viewer and viewer.offices and not viewer.pending and viewer.person not in own:
            found.append(f"a session of {viewer.offices}")
    return found


async def _alone() -> list[str]:
    """Requests that were confirmed by who asked."""
    found = await db.rows(
        "SELECT id FROM confirmation WHERE answer IN ('confirmed', 'refused')"
        " AND answered_by = asked_by"
    )
    return [f"{one['id']} was answered by who asked" for one in found]


def search(url: str, data: Path, examples: int) -> None:
    """Fails with the shortest plan that ends with something that is not theirs."""
    with asyncio.Runner() as runner:
        whole = built(url, data)
        stage = runner.run(whole.__aenter__())

        @settings(
            max_examples=examples,
            deadline=None,
            database=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if examples > 10 else [Phase.generate],
        )
        @given(steps)
        def tried(plan: list[Step]) -> None:
            assert runner.run(play(stage, plan)) == []

        try:
            tried()
        finally:
            runner.run(whole.__aexit__(None, None, None))


def test_a_hundred_steps_end_in_no_office(sqlite_url: str, tmp_path: Path) -> None:
    search(sqlite_url, tmp_path, 4)


@pytest.mark.nightly
@pytest.mark.timeout(900)
def test_two_thousand_steps_end_in_no_office(sqlite_url: str, tmp_path: Path) -> None:
    search(sqlite_url, tmp_path, 80)


def test_control_where_every_answer_counts_an_office_is_gained(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "must_answer", lambda *_: None)
    plan = [
        Step("secretary", "appoint", "resident", OFFICES.index("supervisor")),
        *(Step("chair", "confirm", "resident", number) for number in range(3)),
    ]

    async def done() -> list[str]:
        async with built(sqlite_url, tmp_path) as stage:
            return await play(stage, plan)

    assert any("supervisor" in one for one in asyncio.run(done()))
