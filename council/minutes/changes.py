"""What a person changed in a generated draft, and how a new draft keeps it (pure)."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from council.minutes.blocks import Draft, Heading, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

Part = tuple[str, str]  # (same | del | ins, text)


@dataclass(frozen=True, slots=True)
class Difference:
    """One edited paragraph: under which heading it stands, and the two texts woven together."""

    key: str
    under: str
    parts: tuple[Part, ...]


def woven(before: str, after: str) -> tuple[Part, ...]:
    """Both texts in one: what stayed, what was taken out, what was put in."""
    parts: list[Part] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for operation, b1, b2, a1, a2 in matcher.get_opcodes():
        if operation == "equal":
            parts.append(("same", before[b1:b2]))
            continue
        parts += [("del", before[b1:b2])] if b2 > b1 else []
        parts += [("ins", after[a1:a2])] if a2 > a1 else []
    return tuple(parts)


def differences(generated: Draft, body: Draft) -> tuple[Difference, ...]:
    """Every paragraph whose words are no longer those made from the record."""
    return tuple(_differences(generated, body))


def _differences(generated: Draft, body: Draft) -> Iterator[Difference]:
    before, under = generated.paragraphs, ""
    for block in body.blocks:
        if isinstance(block, Heading):
            under = block.text
        elif isinstance(block, Paragraph) and block.text != before.get(block.key, ""):
            old = before.get(block.key, "")
            yield Difference(block.key, under, woven(old, block.text))


@dataclass(frozen=True, slots=True)
class Merge:
    """A paragraph that the record now words otherwise; `mine` is None where nobody edited it."""

    key: str
    under: str
    parts: tuple[Part, ...]  # what was made from the record, woven with what is made now
    mine: str | None


def merged(generated: Draft, body: Draft, anew: Draft) -> tuple[Merge, ...]:
    """Every paragraph that an update from the record concerns."""
    return tuple(_merged(generated, body, anew))


def _merged(generated: Draft, body: Draft, anew: Draft) -> Iterator[Merge]:
    before, ours, under = generated.paragraphs, body.paragraphs, ""
    for block in anew.blocks:
        if isinstance(block, Heading):
            under = block.text
        elif isinstance(block, Paragraph) and block.text != before.get(block.key, ""):
            old = before.get(block.key, "")
            mine = ours.get(block.key, "")
            parts = woven(old, block.text)
            yield Merge(block.key, under, parts, None if mine == old else mine)


def written_since(before: Draft | None, now: Draft) -> frozenset[str]:
    """Keys of the paragraphs that have other words than in an earlier version."""
    then = before.paragraphs if before else {}
    return frozenset(key for key, text in now.paragraphs.items() if text != then.get(key))


def carried_over(
    generated: Draft, body: Draft, anew: Draft, take: frozenset[str] = frozenset()
) -> Draft:
    """The new draft with the words that somebody had put into the old one.

    `take`: keys of paragraphs in which the record's new words were chosen instead. Words of a
    paragraph that the new draft does not have go to the end of the same item, so that nothing
    that was typed is lost.
    """
    before = generated.paragraphs
    edited = {
        key: text
        for key, text in body.paragraphs.items()
        if text != before.get(key, "") and key not in take
    }
    texts = {key: text for key, text in edited.items() if key in anew.paragraphs}
    for key, text in edited.items():
        if key not in anew.paragraphs and text:
            home = _home(key, anew)
            there = texts.get(home, anew.paragraphs[home])
            texts[home] = f"{there}\n{text}".strip() if text not in there else there
    return anew.with_paragraphs(texts.items())


def _home(key: str, draft: Draft) -> str:
    more = ".".join(key.split(".")[:2]) + ".more"
    return more if more in draft.paragraphs else "closing"
