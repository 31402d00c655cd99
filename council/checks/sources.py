"""Reading the project's own files: which there are, and where in them something stands."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from council.checks.tools import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OTHERS = "vendor"


def files(folder: str, *endings: str) -> list[Path]:
    """Our own files below a folder of the checkout, without what set-up copied there."""
    found = (path for ending in endings for path in (CHECKOUT / folder).rglob(f"*{ending}"))
    return sorted(path for path in found if OTHERS not in path.parts)


def tracked() -> list[Path]:
    """Every file that is or would be committed; in an unpacked archive, every file of ours."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        paths = [CHECKOUT / name for name in done.stdout.split("\0") if name]
    else:
        paths = [path for path in CHECKOUT.rglob("*") if not _is_made(path)]
    return [path for path in paths if path.is_file()]


def _is_made(path: Path) -> bool:
    parts = path.relative_to(CHECKOUT).parts
    return parts[0] == "var" or any(part == OTHERS or part.startswith(".") for part in parts)


def name(path: Path) -> str:
    """The path as it is written in the project."""
    return path.relative_to(CHECKOUT).as_posix() if path.is_relative_to(CHECKOUT) else path.name


def places(text: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """The line and the words of every match."""
    for match in pattern.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, " ".join(match[0].split())


def blank(text: str, pattern: re.Pattern[str]) -> str:
    """The text with every match turned to spaces: lines keep their numbers."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
