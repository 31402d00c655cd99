"""access.json: how to sign in to this demo, for programs. Readable by its owner only."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = "access.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One sign-in: `role` chair, secretary, member, observer or resident; `meeting` is theirs."""

    role: str
    login: str
    password: str
    meeting: str


@dataclass(slots=True)
class Access:
    """`assembly` is the open meeting of all residents, or None without --residents."""

    origin: str
    community: str
    meeting: str
    assembly: str | None
    people: list[Entry] = field(default_factory=list)

    def first(self, role: str) -> Entry:
        return next(one for one in self.people if one.role == role)


def read(folder: Path) -> Access | None:
    """What an earlier start wrote; None when there is nothing usable."""
    try:
        found = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return Access(**{**found, "people": [Entry(**one) for one in found["people"]]})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def write(folder: Path, access: Access) -> Path:
    """Replace the file in one step; never readable by others, not even for a moment."""
    draft, file = folder / f".{FILE}.{os.getpid()}", folder / FILE
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(asdict(access), opened, ensure_ascii=False, indent=1)
    draft.replace(file)
    return file
