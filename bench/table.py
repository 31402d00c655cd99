"""The figures as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bench.arithmetic import Figure

HEAD = f"{'':4} {'N':>5} {'value':>8} {'base':>8} {'ratio':>6} {'rate':>5}  notes"


def line(one: Figure) -> str:
    """One size of one figure."""
    rate = "–" if one.rate is None else f"{one.rate:.2f}"
    notes = " ".join(f"{name}={value:,.0f}" for name, value in one.notes.items())
    numbers = f"{one.cpu:>8.1f} {one.base:>8.1f} {one.ratio:>6.2f} {rate:>5}"
    return f"{one.name:4} {one.n:>5} {numbers}  {notes}"


def _dash(value: float | None, sign: str = "") -> str:
    return "–" if value is None else f"{sign}{value:.2f}"


def text(data: dict[str, Any]) -> str:
    """Every figure, then the worst of all sizes beside its goal."""
    from bench.arithmetic import Figure

    lines = [HEAD, *(line(Figure(**one)) for one in data["figures"]), ""]
    for name, worst in data["worst"].items():
        goal = data["goals"][name]
        lines.append(
            f"{name} worst: ratio {worst['ratio']:.2f} at {worst['ratio_at']}"
            f" (goal {_dash(goal['ratio'], '≤ ')}), rate {_dash(worst['rate'])}"
            f" (goal {_dash(goal['rate'], '≥ ')}): {'reached' if worst['reached'] else 'MISSED'}"
        )
    return "\n".join(lines)
