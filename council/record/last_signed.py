"""The last checkpoint that was signed, in a file outside the database and its backups.

A database that was put back to an earlier state, or written anew, cannot know what was signed
before: this file does. It holds the whole note, so that it can be shown to anybody.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from council.durable import sync_names
from council.record.notes import NotANoteError, read_checkpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from council.record.notes import Checkpoint

OURS_ALONE = 0o600


class DamagedError(RuntimeError):
    """The file is there and cannot be read: nothing is signed until somebody looks."""


def read(folder: Path, community: str) -> Checkpoint | None:
    """None where nothing was signed yet. Raises DamagedError."""
    try:
        return read_checkpoint(_file(folder, community).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError, NotANoteError) as error:
        raise DamagedError(community) from error


def replace(folder: Path, community: str, expected: Checkpoint | None, note: str) -> bool:
    """Put `note` in the place of `expected`; False where another process was quicker."""
    folder.mkdir(parents=True, exist_ok=True)
    with _alone(folder / f".{community}.lock"):
        if read(folder, community) != expected:
            return False
        file = _file(folder, community)
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        with os.fdopen(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OURS_ALONE), "w"
        ) as out:
            out.write(note)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(file)
        sync_names(folder)
    return True


def _file(folder: Path, community: str) -> Path:
    return folder / f"{community}.txt"


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """One process at a time, on whatever database each of them works."""
    if os.name == "nt":
        yield
        return
    import fcntl

    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
