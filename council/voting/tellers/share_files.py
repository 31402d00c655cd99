"""Shares that wait outside the database: until their tellers have them, and while a box is opened.

Beside the keys of sealed polls, for the owner of the files alone, and outside backups. A file is
overwritten before it goes; what a file system or a disk keeps of it is out of our hands.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from council.refusal import Refused
from council.voting.sealing import poll_keys
from council.voting.tellers.shares import Share

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def put(poll: str, shares: Iterable[Share]) -> None:
    """One file for each share; they are on disk when this returns. What was there goes first."""
    wipe_all(poll)
    for one in shares:
        _write(_waiting(poll, one.no), one.value.hex())


def waiting(poll: str, no: int) -> Share:
    """The share that its teller has not confirmed yet. Raises share.gone without its file."""
    try:
        return Share(no, bytes.fromhex(_waiting(poll, no).read_text()))
    except (OSError, ValueError) as error:
        raise Refused("share.gone") from error


def left(poll: str) -> bool:
    """Whether any share of this poll still waits: then it must not open."""
    return any(poll_keys.kept().folder.glob(f"{poll}.share*"))


def wipe(poll: str, no: int) -> None:
    """From now on only its teller has this share."""
    _wipe(_waiting(poll, no))


def wipe_all(poll: str) -> None:
    """Whatever waits of this poll goes: its ceremony ended, its box is open, or it is withdrawn."""
    for file in poll_keys.kept().folder.glob(f"{poll}.share*"):
        _wipe(file)
    _wipe(_held(poll))


def hold(poll: str, no: int, sealed: dict[int, str]) -> None:
    """A share that was typed in, encrypted to each of the two others."""
    found = held(poll)
    found[no] = sealed
    _write(_held(poll), json.dumps(found))


def held(poll: str) -> dict[int, dict[int, str]]:
    """Which shares were typed in → for which other share → its ciphertext."""
    try:
        found = json.loads(_held(poll).read_text())
    except (OSError, ValueError):
        return {}
    return {int(no): {int(to): one for to, one in sealed.items()} for no, sealed in found.items()}


def _waiting(poll: str, no: int) -> Path:
    return poll_keys.kept().folder / f"{poll}.share{no}"


def _held(poll: str) -> Path:
    return poll_keys.kept().folder / f"{poll}.typed"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)


def _wipe(file: Path) -> None:
    try:
        with file.open("r+b") as opened:
            opened.write(bytes(file.stat().st_size))
            opened.flush()
            os.fsync(opened.fileno())
    except FileNotFoundError:
        return
    file.unlink(missing_ok=True)
