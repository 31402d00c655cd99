"""What stands on a printed sheet, as plain values: pure.

A `List` is one long table with a head; a `Poster` is the result of one vote, large; a `CallPoster`
asks for needs.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from council.documents import codes

if TYPE_CHECKING:
    from datetime import datetime

TO_WRITE = 11  # millimetres of a row in which somebody signs


@dataclass(frozen=True, slots=True)
class Column:
    """`wide`: its share of what the others, each `mm` wide, leave over."""

    word: str
    mm: int = 0
    wide: int = 0
    left: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A further table under the first one, with a heading of its own."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """`rule`: the least height of a row in millimetres; 0: as its words need.

    `wide`: the paper lies on its long side. `mark` stands at the foot of each page. `struck`: which
    rows, from 0, have a line through them. `more`: tables that follow.
    """

    title: str
    subject: str
    community: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    stamp: datetime
    programme: str = ""
    notes: tuple[str, ...] = ()
    signatures: tuple[str, ...] = ()
    address: str = ""
    proof: tuple[str, ...] = ()
    mark: str = ""
    empty: str = ""
    rule: int = 0
    wide: bool = False
    watermark: bool = False
    struck: tuple[int, ...] = ()
    more: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    kind: str  # yes | no | abstain
    word: str
    votes: int
    share: str  # 46.2%


@dataclass(frozen=True, slots=True)
class Poster:
    """`top` is the whole length of a bar. Of a vote on options: winners and the table of its count.

    `checkpoint`: lines about the signed state of the record, under the hashes; none without one.
    """

    community: str
    programme: str
    head: str
    mode: str
    text: str
    verdict: str
    day: str
    bars: tuple[Bar, ...]
    needed: int
    top: int
    threshold: str
    sentence: str
    rule: str
    winners: tuple[str, ...]
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    scan: str
    address: str
    hashes: tuple[str, ...]
    stamp: datetime
    checkpoint: tuple[str, ...] = ()
    paper: str = "a4"


@dataclass(frozen=True, slots=True)
class CallPoster:
    """A call for needs: the fields and hot topics that it asks about, until when, how, by whom."""

    community: str
    programme: str
    head: str
    no: str
    text: str
    words: str
    fields: tuple[str, ...]
    topics: tuple[str, ...]
    channels: str
    until: str
    issuer: str
    day: str
    scan: tuple[str, ...]
    address: str
    stamp: datetime
    paper: str = "a4"


def as_data(sheet: List | Poster | CallPoster) -> dict[str, Any]:
    """For the template."""
    data = asdict(sheet)
    del data["stamp"]
    if isinstance(sheet, Poster):
        data["proof"] = [*sheet.hashes, *sheet.checkpoint]
        data["checkpoint_qr"] = codes.drawn(codes.kept(sheet.checkpoint))
    return data
