"""Row 22: while people vote in secret, the sockets of the others carry a number and nobody's name.

Each frame is held against a list of what it may hold; every person's id, name, pseudonym, receipt
and key of sending is sought in it. A voter's own pages get the revision of their ballot, and
nobody else does. Controls: a frame that says who voted, a revision that is told to all, and a
turnout that moves with every ballot.
"""

from __future__ import annotations

import json
import math
import re
import time
from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.live import hub, showing
from council.live.wire import Frame
from council.room import source
from tests.trust.secret import POSTGRES_AT_NIGHT
from tests.trust.test_non_interference import copy
from tests.trust.twin import CHAIR, OUTSIDE, SECRETARY, Twin, begin, frozen, living

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["copy", "frozen"]

MAY_HOLD = {"seq", "pieces"}
MAY_MOVE = {"turnout", "controls", "door"}  # the code on the wall changes by the clock
RECEIPT = re.compile(r"[A-Z2-7]{4}(?:-[A-Z2-7]{4}){3}")
OFFICERS = {
    "chair": ("chair", CHAIR),
    "table": ("table", SECRETARY),
    "hall": ("screen", SECRETARY),
    "neighbour": ("room", OUTSIDE),
}


async def names(twin: Twin) -> re.Pattern[str]:
    """Whatever names somebody: a person, their session, their ballot, their place on the roll."""
    people = await db.rows("SELECT id, name, roll_no, pseudonym FROM person")
    kept = await db.rows("SELECT token_hash AS id FROM session")
    found = {str(value) for one in (*people, *kept) for value in one.values() if value}
    return re.compile("|".join([*map(re.escape, sorted(found)), RECEIPT.pattern, "[0-9a-f]{32}"]))


def faults(frame: str, forbidden: re.Pattern[str], *, own: bool) -> list[str]:
    """What of this frame nobody, or nobody else, may be told."""
    told: dict[str, Any] = json.loads(frame)
    found = [f"holds {one}" for one in told.keys() - MAY_HOLD - ({"rev"} if own else set())]
    found += [f"moves {one}" for one in told.get("pieces", {}).keys() - MAY_MOVE]
    return found + [f"names {one}" for one in forbidden.findall(frame)]


async def heard(
    url: str, data: Path, copy: Callable[[], str], *, electors: int, rounds: int, phones: int
) -> tuple[int, list[str]]:
    """(frames that ballots caused, what was wrong with them)."""
    begun = await begin(url, data / "begun", copy, electors, allow_revote=True)
    members = begun.cast.members
    pages = OFFICERS | {name: ("room", name) for name in members[:phones]}
    number, wrong = 0, list[str]()
    async with living(begun, data / "life") as twin, twin.listening(pages):
        forbidden = await names(twin)
        for rev in range(rounds):
            for at, name in enumerate(members):
                for ear in twin.ears:
                    ear.frames.clear()
                await twin.cast(name, ("yes", "no")[(at + rev) % 2], rev * electors + at, rev)
                for ear in twin.ears:
                    own = ear.person == begun.cast.people[name]
                    number += len(ear.frames)
                    for frame in ear.frames:
                        wrong += faults(frame, forbidden, own=own)
    return number, wrong


async def test_others_are_told_a_number_and_nobodys_name(
    frozen: None, database_url: str, copy: Callable[[], str], tmp_path: Path
) -> None:
    number, wrong = await heard(database_url, tmp_path, copy, electors=7, rounds=2, phones=3)
    assert number >= 7 * 2 * 7
    assert wrong == []


@pytest.mark.nightly
@pytest.mark.timeout(900)
async def test_nor_in_ten_thousand_frames(
    frozen: None, database_url: str, copy: Callable[[], str], tmp_path: Path
) -> None:
    number, wrong = await heard(database_url, tmp_path, copy, electors=60, rounds=5, phones=30)
    print(f"row 22: {number} frames, {len(wrong)} of them wrong")  # noqa: T201 - a figure
    assert number >= 10_000
    assert wrong == []


def telling(given: Callable[..., Frame]) -> Callable[..., Frame]:
    """Who voted, in every frame."""

    def frame(*args: Any) -> Frame:
        told = json.loads(given(*args).text)
        return Frame(json.dumps(told | {"voted": ["委员01"]}, ensure_ascii=False))

    return frame


class ForAll(dict[str, int]):
    """Everybody gets the newest revision, whosever it is."""

    def get(self, _: object, default: Any = None) -> Any:
        return max(self.values(), default=default)


@POSTGRES_AT_NIGHT
@pytest.mark.parametrize("broken", ["委员01", "rev"])
async def test_controls_a_name_and_a_revision_for_all_are_found(
    frozen: None,
    database_url: str,
    copy: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    broken: str,
) -> None:
    sharing = hub.Hub._sharing
    if broken == "rev":
        monkeypatch.setattr(
            hub.Hub,
            "_sharing",
            lambda held, topic, state, revs: sharing(held, topic, state, ForAll(revs)),
        )
    else:
        monkeypatch.setattr(hub, "difference", telling(showing.difference))
    _, wrong = await heard(database_url, tmp_path, copy, electors=7, rounds=1, phones=1)
    assert broken in {one.split()[-1] for one in wrong}


async def moved(twin: Twin, ballots: int) -> tuple[int, float]:
    """How often the turnout on the hall's screen moved in a burst, and how long that took."""
    (ear,) = (one for one in twin.ears if one.name == "hall")
    ear.frames.clear()
    began = time.monotonic()
    for at, name in enumerate(twin.begun.cast.members[:ballots]):
        await twin.send(name, "yes", at)
    await twin._heard()
    moves = sum("turnout" in json.loads(one).get("pieces", {}) for one in ear.frames)
    return moves, time.monotonic() - began


@POSTGRES_AT_NIGHT
@pytest.mark.parametrize("slowly", [source.SLOWLY, 0.0])
async def test_the_turnout_moves_once_a_second_and_not_with_every_ballot(
    frozen: None,
    database_url: str,
    copy: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    slowly: float,
) -> None:
    """However slow the machine is: the first move is free, each further one takes a second."""
    monkeypatch.setattr(source, "SLOWLY", slowly)
    begun = await begin(database_url, tmp_path / "begun", copy, 12)
    async with living(begun, tmp_path / "life") as twin, twin.listening(OFFICERS):
        moves, seconds = await moved(twin, 12)
    allowed = 1 + math.floor(seconds)
    assert moves <= allowed if slowly else moves > allowed
