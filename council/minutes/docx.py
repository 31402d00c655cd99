"""A 会议纪要 as a text document for Word and WPS, block by block; the look is GB/T 9704's."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from council.documents import codes, typesetter
from council.documents.word import package
from council.documents.word.page import WIDTH
from council.documents.word.pieces import paragraph, picture, run, table, tabulator
from council.documents.word.styles import CHARACTER, RED
from council.minutes.blocks import (
    FIXED_HEADS,
    Attendance,
    Block,
    DecisionTable,
    Fields,
    Heading,
    Paragraph,
    VoteTable,
)
from council.minutes.marks import lines
from council.minutes.printed import DRAFT, in_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from council.minutes.printed import Print

BLACK = "000000"
NARROW, WIDE = 42 * 20, 60 * 20  # twips of the columns of votes
_NO, _WHO, _DUE = 800, 1700, 2560  # twips of the columns of decisions
_ISSUER, _MARK = 25, 42  # points, as large as one line of 442 pt allows
_TEXT_WIDTH = 442
_CODE = 1700


async def make(what: Print) -> bytes:
    """Off the event loop, like all paper. Refused with documents.busy."""
    return await typesetter.run(written, what)


@lru_cache(maxsize=16)
def written(what: Print) -> bytes:
    """The document's bytes; the same `what` always gives the same bytes."""
    body = [*_head(what), *(piece for block in what.draft.blocks for piece in _block(block))]
    return package.packed(
        package.Document(
            title=f"{what.issuer}{what.draft.title}",
            creator=what.draft.publisher,
            body="".join([*body, *_foot(what)]),
            stamp=what.stamp,
            code=codes.dotted(what.address),
            draft="" if what.public else DRAFT,
        )
    )


def _head(what: Print) -> Iterator[str]:
    """The red head 35 mm below the top of the text (DOC-2), number and day, the title."""
    yield paragraph(style="Proof", before=1780)
    yield paragraph(run(what.issuer, points=_fitting(_ISSUER, what.issuer)), style="Issuer")
    head = what.letterhead.head
    yield paragraph(run(_spread(head), points=_fitting(_MARK, head * 2)), style="Mark")
    if what.letterhead.programme:
        yield paragraph(run(what.letterhead.programme), style="Programme")
    yield paragraph(
        *(run(what.number), tabulator(), run(what.draft.day)),
        stop=WIDTH,
        before=480,
        edges={"bottom": RED},
        size=18,
    )
    yield paragraph()
    yield paragraph(run(what.draft.title), style="Title")
    yield paragraph()


def _fitting(largest: float, text: str) -> float:
    return max(12.0, min(largest, _TEXT_WIDTH / max(len(text), 1)))


def _spread(head: str) -> str:
    """会 议 纪 要: a short head is spread."""
    return " ".join(head) if len(head) <= 6 else head  # noqa: PLR2004 - as many as one line holds


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield paragraph(run(block.text), style="Heading1")
    elif isinstance(block, Paragraph):
        yield from _paragraphs(block.text)
    elif isinstance(block, Fields):
        yield from _fields(block)
    elif isinstance(block, VoteTable):
        yield from _votes(block)
    elif isinstance(block, DecisionTable):
        yield from _decisions(block)
    elif isinstance(block, Attendance):
        yield from _attendance(block)


def _paragraphs(text: str) -> Iterator[str]:
    for line in lines(text):
        point = [run("· ")] if line.kind == "point" else []
        words = (run(one.text, strong=one.strong) for one in line.runs)
        yield paragraph(*point, *words, style="Heading2" if line.kind == "heading" else "Text")


def _fields(block: Fields) -> Iterator[str]:
    """Label in 黑体 with its wide colon; turned lines stand under the first character."""
    widest = max((len(row.label) for row in block.rows), default=0) + 1
    for row in block.rows:
        label = run(f"{_even(row.label, widest - 1)}：", style="Label")
        indent = {"left": (2 + widest) * CHARACTER, "hanging": widest * CHARACTER}
        yield paragraph(label, run(row.value), indent=indent)


def _even(label: str, width: int) -> str:
    """As wide as the widest: 时　间."""
    gap = "　" * (width - len(label))
    return f"{label[:1]}{gap}{label[1:]}"


def _votes(block: VoteTable) -> Iterator[str]:
    rows = [
        (row.label, row.present, row.yes, row.no, row.abstain, row.needed, row.verdict)
        for row in block.rows
    ]
    widths = (WIDTH - 4 * NARROW - 2 * WIDE, *(NARROW,) * 4, WIDE, WIDE)
    yield _grid(widths, (block.caption, *FIXED_HEADS["votes"]), rows, left=0)


def _decisions(block: DecisionTable) -> Iterator[str]:
    rows = [(row.no, row.matter, row.responsible, row.due) for row in block.rows]
    widths = (_NO, WIDTH - _NO - _WHO - _DUE, _WHO, _DUE)
    yield _grid(widths, FIXED_HEADS["decisions"], rows, left=1)


def _grid(
    widths: Sequence[int], heads: Iterable[str], rows: Iterable[Sequence[object]], *, left: int
) -> str:
    """`left`: the column whose words begin at the left."""
    sides = ["left" if place == left else "center" for place in range(len(widths))]
    lines = [[paragraph(run(one), style="CellHead", align="center") for one in heads]]
    lines += [
        [
            paragraph(run(str(one)), style="Cell", align=side)
            for one, side in zip(row, sides, strict=True)
        ]
        for row in rows
    ]
    # two tables without anything between them would be read as one
    return table(widths, lines, heads=1) + paragraph(style="Gap")


def _attendance(block: Attendance) -> Iterator[str]:
    """DOC-2: after an empty line, labels, units, names; names under names."""
    yield paragraph()
    label = (max((len(one.label) for one in block.groups), default=0) + 1) * CHARACTER
    units = (one.label for group in block.groups for one in group.sectors)
    unit = min((max(map(len, units), default=0) + 1) * CHARACTER, 10 * CHARACTER)
    left = 2 * CHARACTER
    widths = (left, label, unit, WIDTH - left - label - unit)
    rows = [
        (
            paragraph(),
            paragraph(run(f"{group.label}：", style="Label")) if place == 0 else paragraph(),
            paragraph(run(one.label)) if one.label else paragraph(),
            paragraph(run(one.value)),
        )
        for group in block.groups
        for place, one in enumerate(group.sectors)
    ]
    if rows:
        yield table(widths, rows, lined=False)


def _foot(what: Print) -> Iterator[str]:
    """Places to sign, the hash with its code, 版记."""
    yield paragraph()
    yield from _signatures(what)
    yield paragraph(style="Proof")
    yield _proof(what)
    yield paragraph(style="Proof", keep=True)
    both = {"top": BLACK, "bottom": BLACK}
    if what.draft.copies:
        yield paragraph(
            run(f"抄送：{what.draft.copies}"),
            style="Imprint",
            edges=both,
            size=8,
            indent={"left": 4 * 280, "hanging": 3 * 280, "right": 280},
            keep=True,
        )
    yield paragraph(
        *(run(what.draft.publisher), tabulator(), run(what.issued)),
        style="Imprint",
        stop=WIDTH - 280,
        edges=both,
        size=8,
        indent={"left": 280, "right": 280},
    )


def _proof(what: Print) -> str:
    """The code, and beside it the hash and what is said of it."""
    rows = (*what.proof, *in_rows(what.sha256), *what.checkpoint)
    lines = "".join(paragraph(run(row), style="Proof", keep=True) for row in rows)
    if not what.address:
        return lines
    code = paragraph(picture(package.PICTURE, what.address, 71), style="Proof", keep=True)
    return table((_CODE, WIDTH - _CODE), [(code, lines)], lined=False)


def _signatures(what: Print) -> Iterator[str]:
    """Two places side by side, each over a line."""
    gap, wide = 480, (WIDTH - 480) // 2
    places = [_place(role, one.name, one.signed) for role, one in what.signatures]
    places += [paragraph()] * (len(places) % 2)
    rows = [
        (left, paragraph(), right) for left, right in zip(places[::2], places[1::2], strict=True)
    ]
    yield table((wide, gap, wide), rows, lined=False, under=True)


def _place(role: str, name: str, signed: str) -> str:
    """The line, and under it when it was signed."""
    first = paragraph(run(f"{role}（签名）", style="Label", points=14), run(f" {name}"), before=120)
    return first + (paragraph(run(signed), style="Proof") if signed else "")
