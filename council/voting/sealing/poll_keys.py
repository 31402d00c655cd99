"""The private keys of sealed polls: one file each, outside the database and outside its backups.

Whoever has both this folder and the database of an open poll can read its ballots; docs say so.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from council.durable import sync_names
from council.refusal import Refused
from council.voting.sealing import envelopes

if TYPE_CHECKING:
    from pathlib import Path


class PollKeys:
    """The folder of the keys; its files can be read by the owner alone."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def folder(self) -> Path:
        """Where the shares of tellers wait, too."""
        return self._folder

    def create(self, poll: str) -> str:
        """A new key pair; the private one is on disk when this returns. The public one, in hex."""
        private, public = envelopes.new_key()
        if not self._folder.exists():
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_names(self._folder.parent)
        draft = self._folder / f".{poll}.{os.getpid()}"
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(private.hex())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._file(poll))
        sync_names(self._folder)
        return public

    def private(self, poll: str, public: str) -> bytes:
        """Raises poll.key_missing when the file is gone, or is the key of another poll."""
        try:
            found = bytes.fromhex(self._file(poll).read_text().strip())
            belongs = envelopes.public_of(found) == public
        except (OSError, ValueError) as error:
            raise Refused("poll.key_missing") from error
        if not belongs:
            raise Refused("poll.key_missing")
        return found

    def destroy(self, poll: str) -> None:
        """From then on nobody can read a ciphertext of this poll any more.

        Written over before it goes, for discs that write in place; others keep what they keep.
        """
        for file in (self._file(poll), *self._folder.glob(f".{poll}.*")):
            with contextlib.suppress(FileNotFoundError):
                _overwrite(file)
                file.unlink()

    def _file(self, poll: str) -> Path:
        return self._folder / f"{poll}.key"


def _overwrite(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"0" * file.stat().st_size)
        opened.flush()
        os.fsync(opened.fileno())


_kept: list[PollKeys] = []


def use(folder: Path) -> None:
    """Keep the keys of sealed polls in `folder` from now on."""
    _kept[:] = [PollKeys(folder)]


def kept() -> PollKeys:
    """The keys of this installation."""
    if not _kept:
        raise RuntimeError("no folder for the keys of polls: call poll_keys.use(folder) first")
    return _kept[0]
