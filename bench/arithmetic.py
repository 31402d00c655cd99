"""From rounds to ratios: medians of rounds, ratios within a round, and the worst of all sizes."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Round:
    """One measurement beside its baseline: CPU seconds and wall seconds for so many answers."""

    cpu: float
    wall: float
    answers: int
    base_cpu: float
    base_wall: float
    base_answers: int


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure at one size. `cpu` and `base` are µs an answer or copy, `rate` may be absent."""

    name: str
    n: int
    cpu: float
    base: float
    ratio: float
    rate: float | None
    notes: dict[str, float]


def figure(name: str, n: int, rounds: Sequence[Round], notes: dict[str, float]) -> Figure:
    """Ratios are taken within each round, since the machine changes between rounds."""
    per, base = _cpu(rounds), _base(rounds)
    rates = [one.answers / one.wall for one in rounds]
    base_rates = [one.base_answers / one.base_wall for one in rounds]
    said = {"per_second": median(rates), "base_per_second": median(base_rates), **notes}
    ratio = median(a / b for a, b in zip(per, base, strict=True))
    rate = median(a / b for a, b in zip(rates, base_rates, strict=True))
    return Figure(name, n, median(per) * 1e6, median(base) * 1e6, ratio, rate, said)


def _cpu(rounds: Sequence[Round]) -> list[float]:
    return [one.cpu / one.answers for one in rounds]


def _base(rounds: Sequence[Round]) -> list[float]:
    return [one.base_cpu / one.base_answers for one in rounds]


def copies(
    name: str, n: int, spent: Sequence[float], floors: Sequence[float], notes: dict[str, float]
) -> Figure:
    """CPU seconds of each push to `n` pages, beside the floor measured right after it."""
    ratio = median(a / b for a, b in zip(spent, floors, strict=True))
    per, base = median(spent) / n * 1e6, median(floors) / n * 1e6
    return Figure(name, n, per, base, ratio, None, notes)


def waits(name: str, n: int, rounds: Sequence[tuple[Sequence[float], float]]) -> Figure:
    """How long 99 of 100 waited, beside the time for as many hellos; `cpu` and `base` in ms."""
    p99 = [share_of(waited, 99) for waited, _ in rounds]
    ratio = median(one / base for one, (_, base) in zip(p99, rounds, strict=True))
    middle = median(share_of(waited, 50) for waited, _ in rounds) * 1e3
    base = median(base for _, base in rounds) * 1e3
    return Figure(name, n, median(p99) * 1e3, base, ratio, None, {"ms_p50": middle})


def share_of(waited: Sequence[float], percent: int) -> float:
    """The shortest wait that so many percent did not exceed; `waited` is sorted."""
    return waited[-(-len(waited) * percent // 100) - 1]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach: CPU at most `ratio` times its baseline, rate at least `rate`."""

    ratio: float | None
    rate: float | None


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst of all sizes, each with the size it came from."""

    ratio: float
    ratio_at: int
    rate: float | None
    rate_at: int | None
    reached: bool


def worst(figures: Sequence[Figure], goal: Goal) -> Worst:
    """A single size can flatter or damn, so a goal is held against the worst one."""
    dearest = max(figures, key=lambda one: one.ratio)
    rated: list[tuple[float, int]] = [(f.rate, f.n) for f in figures if f.rate is not None]
    slowest = min(rated, default=(None, None))
    reached = _within(dearest.ratio, goal.ratio, lambda a, b: a <= b)
    reached &= _within(slowest[0], goal.rate, lambda a, b: a >= b)
    return Worst(dearest.ratio, dearest.n, slowest[0], slowest[1], reached)


def _within(
    value: float | None, limit: float | None, holds: Callable[[float, float], bool]
) -> bool:
    """A limit that is not set holds; a value that is missing where a limit is set does not."""
    return limit is None or (value is not None and holds(value, limit))


def as_data(figures: Sequence[Figure], goals: dict[str, Goal]) -> dict[str, Any]:
    """For the JSON file: every figure, and the worst of each name beside its goal."""
    names = dict.fromkeys(one.name for one in figures)
    return {
        "figures": [asdict(one) for one in figures],
        "worst": {
            name: asdict(worst([f for f in figures if f.name == name], goals[name]))
            for name in names
        },
        "goals": {name: asdict(goals[name]) for name in names},
    }
