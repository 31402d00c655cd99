"""The tools that others wrote: ruff, mypy, import-linter. Their settings: pyproject.toml."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
BANNER = re.compile(r"[║═╗╔╚╝▲▶]|^[-=]+$|└──|KEPT")
TYPED = ("council", "tests", "bench")


def unformatted() -> list[str]:
    """Files that `ruff format` would change."""
    return _complaints("ruff", "format", "--check", "--output-format", "concise", ".")


def lint() -> list[str]:
    """What ruff finds; every rule that is left out has its reason in pyproject.toml."""
    return _complaints("ruff", "check", "--quiet", "--output-format", "concise", ".")


def types() -> list[str]:
    """What mypy finds in its strict mode."""
    folders = [name for name in TYPED if any((CHECKOUT / name).rglob("*.py"))]
    return _complaints("mypy", "--no-error-summary", *folders)


def layers() -> list[str]:
    """Imports against ARCHITECTURE.md, and folders that the import check would not see."""
    unseen = [
        f"{folder.relative_to(CHECKOUT)}: no __init__.py, so its imports are not looked at"
        for folder in sorted({file.parent for file in (CHECKOUT / "council").rglob("*.py")})
        if not (folder / "__init__.py").exists()
    ]
    program = "from importlinter.cli import lint_imports_command as run; run()"
    said = _run([sys.executable, "-c", program, "--no-cache"])
    return unseen + [line for line in said if not BANNER.search(line)]


def _complaints(tool: str, *arguments: str) -> list[str]:
    return _run([sys.executable, "-m", tool, *arguments])


def _run(command: list[str]) -> list[str]:
    """The lines of a tool that found something; nothing from one that is content."""
    plain = {**os.environ, "NO_COLOR": "1", "TERM": "dumb", "COLUMNS": "160"}
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=plain,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    return (lines or [f"{command[2]} failed without a word"]) if done.returncode else []
