"""A 会议纪要 as plain text: to be pasted into a chat group and read there, tables as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.documents import typesetter
from council.documents.lines import columns, wrapped
from council.minutes.blocks import (
    Attendance,
    Block,
    DecisionTable,
    Fields,
    Heading,
    Paragraph,
    VoteTable,
)
from council.minutes.marks import Line, lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.minutes.printed import Print

WIDTH = 40  # columns: twenty characters, as a phone shows them in large letters
INDENT = "　　"
RULE = "─" * (WIDTH // 2)


async def make(what: Print) -> bytes:
    """UTF-8, off the event loop: minutes may be long. Refused with documents.busy."""
    return await typesetter.run(lambda it: text(it).encode(), what)


def text(what: Print, width: int = WIDTH) -> str:
    """Lines that end in a line break; paragraphs keep their indent of two characters."""
    lines: list[str] = []
    for block in _whole(what, width):
        lines += block
    return "".join(f"{line}\n" for line in lines)


def _whole(what: Print, width: int) -> Iterator[list[str]]:
    head = [what.issuer, what.letterhead.head, what.letterhead.programme]
    yield [line for one in head if one for line in _middle(one, width)]
    yield ["", *wrapped(f"{what.number} {what.draft.day}", width), RULE]
    yield [*_middle(what.draft.title, width), ""]
    if not what.public:
        yield [*wrapped("【草稿，尚未公开，以公开的为准】", width), ""]
    for block in what.draft.blocks:
        yield _block(block, width)
    yield ["", RULE]
    yield list(_foot(what, width))


def _middle(words: str, width: int) -> list[str]:
    lines = wrapped(words, width)
    return [" " * ((width - columns(line)) // 2) + line for line in lines]


def _block(block: Block, width: int) -> list[str]:
    if isinstance(block, Heading):
        return ["", *wrapped(block.text, width)]
    if isinstance(block, Paragraph):
        return [line for one in lines(block.text) for line in _line(one, width)]
    before = [""] if isinstance(block, Attendance) else []
    entries = (wrapped(entry, width, hanging=INDENT) for entry in _entries(block))
    return [*before, *(line for lines in entries for line in lines)]


def _line(one: Line, width: int) -> list[str]:
    point = "· " if one.kind == "point" else ""
    return wrapped(point + one.text, width, indent=INDENT)


def _entries(block: Block) -> Iterator[str]:
    """Each row as one line that says everything: a narrow screen has no room for a table."""
    if isinstance(block, Fields):
        yield from (f"{row.label}：{row.value}" for row in block.rows)
    elif isinstance(block, VoteTable):
        for row in block.rows:
            counts = f"赞成{row.yes}，反对{row.no}，弃权{row.abstain}"
            yield (
                f"【{block.caption}】{row.label}：到会{row.present}，{counts}，"
                f"须至少{row.needed}，{row.verdict}"
            )
    elif isinstance(block, DecisionTable):
        for one in block.rows:
            who = f"责任人{one.responsible or '——'}，完成时限{one.due or '——'}"
            yield f"【第{one.no}项】{one.matter}（{who}）"
    elif isinstance(block, Attendance):
        for group in block.groups:
            names = "；".join(f"{one.label} {one.value}".strip() for one in group.sectors)
            yield f"{group.label}：{names}"


def _foot(what: Print, width: int) -> Iterator[str]:
    for role, one in what.signatures:
        yield from wrapped(f"{role}：{one.name} {one.signed}".rstrip(), width, hanging=INDENT)
    if what.draft.copies:
        yield from wrapped(f"抄送：{what.draft.copies}", width, hanging=INDENT)
    yield from wrapped(f"{what.draft.publisher} {what.issued}".strip(), width)
    yield from wrapped(f"校验值 {what.sha256[:16]}…", width)
    if what.address:
        yield what.address  # one piece, so that a tap opens it
