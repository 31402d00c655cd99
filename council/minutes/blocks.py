"""The pieces of a 会议纪要: typed blocks with stable keys, and their canonical bytes.

Only a `Paragraph` can be edited; everything else repeats the record and cannot be.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True)
class Field:
    """One line of the head: 时间, 地点, 主持人."""

    label: str
    value: str


FIXED_HEADS = {  # heads of the two tables, on the page and on paper
    "votes": ("到会", "赞成", "反对", "弃权", "须至少", "结果"),
    "decisions": ("议题", "议定事项", "责任人", "完成时限"),
}


@dataclass(frozen=True, slots=True)
class Fields:
    key: str
    rows: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level: 三、审议……"""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text that the secretary may edit; an empty text is not printed."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class VoteRow:
    label: str
    present: int
    yes: int
    no: int
    abstain: int
    needed: int
    verdict: str  # passed | failed | invalid


@dataclass(frozen=True, slots=True)
class VoteTable:
    """The counted polls of one item, in the order in which they were put."""

    key: str
    caption: str  # 记名表决
    rows: tuple[VoteRow, ...]


@dataclass(frozen=True, slots=True)
class DecisionRow:
    no: str
    matter: str
    responsible: str
    due: str


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """议定事项与责任人."""

    key: str
    rows: tuple[DecisionRow, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """People under one label (出席, 请假 …): sector, then the names of that sector."""

    label: str
    sectors: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Attendance:
    """DOC-2: who attended, in groups, after the body."""

    key: str
    groups: tuple[Group, ...]


Block = Fields | Heading | Paragraph | VoteTable | DecisionTable | Attendance

_KINDS: dict[str, type[Any]] = {
    "fields": Fields,
    "heading": Heading,
    "paragraph": Paragraph,
    "votes": VoteTable,
    "decisions": DecisionTable,
    "attendance": Attendance,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole 会议纪要. Days are words, so that its bytes never move.

    `number` (苏锦一议纪〔2026〕3号) is empty until publication gives it.
    """

    issuer: str  # 苏锦一社区“三社联动”共治协商委员会
    title: str  # 2026年第3次会议纪要
    day: str  # 2026年12月5日
    chair: str
    recorder: str
    blocks: tuple[Block, ...]
    publisher: str = ""
    copies: str = ""
    number: str = ""

    @property
    def paragraphs(self) -> dict[str, str]:
        """The editable text by key."""
        return {block.key: block.text for block in self.blocks if isinstance(block, Paragraph)}

    def with_paragraphs(self, texts: Iterable[tuple[str, str]]) -> Draft:
        """The same draft with other words in some paragraphs; unknown keys are ignored."""
        new = dict(texts)
        return replace(
            self,
            blocks=tuple(
                replace(block, text=new.get(block.key, block.text))
                if isinstance(block, Paragraph)
                else block
                for block in self.blocks
            ),
        )


def kind(block: Block) -> str:
    """The block's name in stored form and in templates: heading, paragraph, votes …"""
    return _NAMES[type(block)]


def as_data(draft: Draft) -> dict[str, Any]:
    """Plain JSON values. Keys are ASCII and there are no floats (canonical profile)."""
    data = asdict(draft)
    data["blocks"] = [{"kind": kind(block), **asdict(block)} for block in draft.blocks]
    return data


def words(draft: Draft) -> str:
    """All that is read on its sheet, a line each: to be searched."""
    return "\n".join(_words(as_data(draft)))


_UNREAD = frozenset({"key", "kind", "verdict"})


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in _UNREAD:
                yield from _words(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _words(one)


def canonical(data: object) -> str:
    """RFC 8785 text of values without floats: sorted keys, no spaces, NFC strings."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return unicodedata.normalize("NFC", text)


def digest(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, as 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def to_json(draft: Draft) -> str:
    """The draft's canonical text, as stored and as hashed."""
    return canonical(as_data(draft))


def from_json(text: str) -> Draft:
    """The draft again. Raises KeyError or TypeError on a text that `to_json` did not make."""
    data = json.loads(text)
    data["blocks"] = tuple(_block(raw) for raw in data["blocks"])
    return Draft(**data)


def _block(raw: dict[str, Any]) -> Block:
    values = dict(raw)
    name = values.pop("kind")
    rows = {"fields": Field, "votes": VoteRow, "decisions": DecisionRow}
    if name in rows:
        values["rows"] = tuple(rows[name](**row) for row in values["rows"])
    if name == "attendance":
        values["groups"] = tuple(_group(group) for group in values["groups"])
    made: Block = _KINDS[name](**values)
    return made


def _group(raw: dict[str, Any]) -> Group:
    return Group(raw["label"], tuple(Field(**field) for field in raw["sectors"]))
