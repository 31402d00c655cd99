"""The folder `.venv`: whether it is fit to run in, and how it is made.

A stamp in the folder says which interpreter made it and which locks are installed. The stamp
is written last, so a first run that was killed leaves none, and the folder is built anew.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from council.setup import faults
from council.setup.progress import step

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Environment:
    """A virtual environment, made or still to be made, in one folder."""

    folder: Path

    @property
    def python(self) -> Path:
        """The interpreter inside."""
        inside = "Scripts/python.exe" if os.name == "nt" else "bin/python"
        return self.folder / inside

    @property
    def packages(self) -> Path:
        """Where the installed packages lie."""
        on_posix = next(self.folder.glob("lib/python*/site-packages"), None)
        return on_posix or self.folder / "Lib" / "site-packages"

    @property
    def log(self) -> Path:
        """What the installer said, kept for whoever must find out why."""
        return self.folder / "setup.log"

    @property
    def stamp(self) -> Path:
        """The file that vouches for the folder."""
        return self.folder / "council.json"

    def is_running(self) -> bool:
        """Whether this very process runs inside the environment."""
        return self.folder.is_dir() and Path(sys.prefix).resolve() == self.folder.resolve()

    def is_whole(self) -> bool:
        """Whether this interpreter made the folder, finished it, and pip is still there."""
        return bool(self._read().get("interpreter") == interpreter_key()) and self.has_pip()

    def has_pip(self) -> bool:
        """Whether packages can be added: an interrupted `venv` leaves a folder without pip."""
        return self.python.exists() and (self.packages / "pip").is_dir()

    def holds(self, lock: Path) -> bool:
        """Whether exactly the packages of `lock` are installed."""
        return lock_key(lock) in self._read().get("locks", [])

    def vouch(self, locks: list[Path]) -> None:
        """Write the stamp: everything in `locks` is installed."""
        keys = [lock_key(lock) for lock in locks]
        text = json.dumps({"interpreter": interpreter_key(), "locks": keys}, indent=1)
        fresh = self.stamp.with_suffix(".new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(self.stamp)

    def distrust(self) -> None:
        """Remove the stamp before the folder is changed."""
        self.stamp.unlink(missing_ok=True)

    def build(self) -> None:
        """Make the folder from nothing. Raises EnvironmentFaultError when it cannot be made."""
        require_venv_modules()
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir(parents=True)
        except OSError as error:
            raise faults.not_writable(self.folder, error) from error
        with step(f"建立运行环境 {self.folder.name}", "building the environment"):
            made = self._run_venv()
        if made.returncode != 0:
            raise _why_not_built(self.folder, made.stdout)

    def _run_venv(self) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "venv", str(self.folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )

    def _read(self) -> dict[str, Any]:
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) else {}


def chosen() -> Environment:
    """The environment of this checkout: `.venv`, or the folder that COUNCIL_VENV names."""
    named = os.environ.get("COUNCIL_VENV")
    return Environment(Path(named).expanduser().absolute() if named else CHECKOUT / ".venv")


def interpreter_key() -> str:
    """The interpreter that an environment belongs to; another one gets a new environment."""
    return _hash(f"{sys.version}\n{sys.base_prefix}".encode())


def lock_key(lock: Path) -> str:
    """The content of a lock, as a short name."""
    return _hash(lock.read_bytes())


def require_venv_modules() -> None:
    """Raise EnvironmentFaultError when this Python came without what makes environments."""
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            raise faults.no_venv_module(module)


def _why_not_built(folder: Path, output: str) -> faults.EnvironmentFaultError:
    if "No space left" in output:
        return faults.disk_full(folder)
    if "ensurepip" in output:
        return faults.no_venv_module("ensurepip")
    last = output.strip().splitlines()[-1:] or ["venv"]
    return faults.packages_refused(folder, last[0])


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]
