"""The pieces that pictures are made of. Every word that comes in is escaped here."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from council.voting.count.counted import CHOSEN, IN
from council.voting.count.show.letters import shorten, width, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH = 720
MARGIN = 24
PAPER, INK, QUIET, LINE = "#fbfaf6", "#1c1f23", "#5b626b", "#d9d5ca"
GREEN, PALE, NEEDED = "#1f6f4a", "#ece8dd", "#a8281e"
BROAD, NARROW = set("MWmw@%—…"), set(" iljtfrI.,:;'!|()[]/-")
FONT = (
    "system-ui, 'PingFang SC', 'Noto Sans SC', 'Source Han Sans SC', 'Microsoft YaHei', sans-serif"
)


def fill(state: str, ident: str) -> str:
    """Full, pale or hatched: told apart without colour, also on a photocopy."""
    return {CHOSEN: GREEN, IN: PALE}.get(state, f"url(#{ident}-hatch)")


def text(
    x: int,
    y: int,
    words: str,
    *,
    size: int = 15,
    colour: str = INK,
    anchor: str = "start",
    bold: bool = False,
    halo: bool = False,
) -> str:
    """One line. `halo` keeps it readable where a line runs behind it."""
    more = ' font-weight="700"' if bold else ""
    if halo:
        more += f' stroke="{PAPER}" stroke-width="4" paint-order="stroke"'
    at = f'x="{x}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"'
    return f"<text {at}{more}>{escape(words)}</text>"


def lines(x: int, y: int, all_: Iterable[str], *, size: int, colour: str = INK) -> list[str]:
    """Lines of text below each other, the first at `y`."""
    return [
        text(x, y + step(size) * number, line, size=size, colour=colour)
        for number, line in enumerate(all_)
    ]


def step(size: int) -> int:
    """From line to line."""
    return size * 7 // 5


def fitted(words: str, room: int, size: int) -> list[str]:
    """The words in lines that fit into the room."""
    return wrap(words, room * 100 // size, breadth)


def shortened(words: str, room: int, size: int) -> str:
    """As much of them as fits into the room on one line."""
    return shorten(words, room * 100 // size, breadth)


def breadth(words: str) -> int:
    """In hundredths of the size of the letters; a guess by a broad font, as no font is known."""
    return sum(_breadth(letter) for letter in words)


def _breadth(letter: str) -> int:
    if letter in BROAD or width(letter) > 1:
        return 100
    if letter in NARROW:
        return 42
    return 80 if letter.isupper() else 64


def bar(x: str, y: int, wide: str, high: int, look: str) -> str:
    at = f'x="{x}" y="{y}" width="{wide}" height="{high}"'
    return f'<rect class="bar" {at} fill="{escape(look)}" stroke="{QUIET}"/>'


def dashed(x: str, top: int, bottom: int) -> str:
    """What had to be reached: over the bars, on a strip of paper that keeps it visible there."""
    at = f'x1="{x}" y1="{top}" x2="{x}" y2="{bottom}"'
    return (
        f'<line {at} stroke="{PAPER}" stroke-width="5"/>'
        f'<line class="threshold" {at} stroke="{NEEDED}" stroke-width="2" stroke-dasharray="6 4"/>'
    )


def upright(x: str, top: int, bottom: int) -> str:
    return f'<line x1="{x}" y1="{top}" x2="{x}" y2="{bottom}" stroke="{QUIET}"/>'


def rule(y: int) -> str:
    return f'<line x1="{MARGIN}" y1="{y}" x2="{WIDTH - MARGIN}" y2="{y}" stroke="{LINE}"/>'


def group(label: str, parts: Iterable[str]) -> str:
    """What belongs to one option, with its whole name."""
    return f"<g><title>{escape(label)}</title>{''.join(parts)}</g>"


def page(ident: str, title: str, desc: str, height: int, parts: Iterable[str]) -> str:
    """The whole picture; it loads nothing and runs nothing."""
    name = escape(ident)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{WIDTH}" height="{height}"'
        f' viewBox="0 0 {WIDTH} {height}" font-family="{FONT}"'
        f' aria-labelledby="{name}-title {name}-desc">'
    )
    hatch = (
        f'<defs><pattern id="{name}-hatch" width="7" height="7" patternUnits="userSpaceOnUse"'
        f' patternTransform="rotate(45)"><rect width="7" height="7" fill="{PAPER}"/>'
        f'<line x1="0" y1="0" x2="0" y2="7" stroke="{QUIET}" stroke-width="3"/>'
        "</pattern></defs>"
    )
    named = [
        f'<title id="{name}-title">{escape(title)}</title>',
        f'<desc id="{name}-desc">{escape(desc)}</desc>',
    ]
    paper = f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}"/>'
    return "\n".join([head, *named, hatch, paper, *parts, "</svg>\n"])
