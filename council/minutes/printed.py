"""What stands on paper around the text of minutes, whatever the form: PDF, DOCX or plain text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.documents.letterhead import PLAIN, Letterhead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from council.minutes.blocks import Draft

DRAFT = "草稿"


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: who, and the moment in words, empty while it is open."""

    name: str
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Print:
    """What stands on paper around the draft. `address` is what the QR holds, or empty.

    `checkpoint`: lines about the signed state of the record in which these minutes stand, printed
    under the hash; none where there is no such state yet.
    """

    draft: Draft
    version: int
    sha256: str
    chair: Signature
    recorder: Signature
    issued: str  # 2026年12月6日印发, or empty before publication
    address: str
    stamp: datetime  # creation time of the file, so that equal input gives equal bytes
    letterhead: Letterhead = PLAIN
    checkpoint: tuple[str, ...] = ()

    @property
    def public(self) -> bool:
        """Published: the hash is final and the number stands."""
        return bool(self.issued)

    @property
    def issuer(self) -> str:
        """Who issues it, as the red head says."""
        return self.letterhead.issuer or self.draft.issuer

    @property
    def number(self) -> str:
        return self.draft.number or DRAFT

    @property
    def name(self) -> str:
        """What a file of it is called: number and title, or that it is a draft."""
        return f"{self.number} {self.draft.title}"

    @property
    def signatures(self) -> Iterator[tuple[str, Signature]]:
        """Every place to sign with its word; the last ones are for ink."""
        yield self.letterhead.chair, self.chair
        yield self.letterhead.recorder, self.recorder
        for place in self.letterhead.places:
            yield place, Signature("")

    @property
    def proof(self) -> tuple[str, ...]:
        """What is said above the hash."""
        if not self.public:
            return (f"第{self.version}稿，尚未公开。校验值（SHA-256）：",)
        return (
            "扫码打开公开的页面，核对校验值，即知这份与公开的是否一致。",
            f"第{self.version}稿的校验值（SHA-256）：",
        )


def in_rows(digits: str) -> list[str]:
    """64 digits as two rows of four groups, to be compared by eye."""
    groups = [digits[start : start + 8] for start in range(0, len(digits), 8)]
    return [" ".join(groups[:4]), " ".join(groups[4:])]
