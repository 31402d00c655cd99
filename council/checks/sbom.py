"""`python3 -m council sbom`: every part of others that runs here, as a CycloneDX 1.6 document.

Made from requirements.lock, which says what is installed and with which hashes, and from the
installed packages, which say their licence. Nothing is asked of a network.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from council.checks.tools import CHECKOUT

LOCK = "requirements.lock"
HTMX = "static/vendor/htmx.min.js"
USAGE = "python3 -m council sbom [FILE]"
PINNED = re.compile(r"^([a-z0-9][a-z0-9._-]*)==([^\s;\\]+)", re.MULTILINE)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
LONGEST_NAME = 60  # some packages put the whole text where its name belongs


@dataclass(frozen=True, slots=True)
class Part:
    """One package, and the hashes of the files that may be installed for it."""

    name: str
    version: str
    hashes: tuple[str, ...]

    def as_component(self) -> dict[str, Any]:
        """As CycloneDX writes it, with the licence that the installed package says."""
        made: dict[str, Any] = {
            "type": "library",
            "bom-ref": f"pkg:pypi/{self.name}@{self.version}",
            "name": self.name,
            "version": self.version,
            "purl": f"pkg:pypi/{self.name}@{self.version}",
            "hashes": [{"alg": "SHA-256", "content": one} for one in self.hashes],
        }
        if licence := licence_of(self.name):
            made["licenses"] = [{"license": {"name": licence}}]
        return made


def locked(text: str) -> list[Part]:
    """What a lock file pins, with its hashes."""
    starts = list(PINNED.finditer(text))
    ends = [*(found.start() for found in starts[1:]), len(text)]
    return [
        Part(found[1], found[2], tuple(HASH.findall(text[found.start() : end])))
        for found, end in zip(starts, ends, strict=True)
    ]


def licence_of(name: str) -> str:
    """What the installed package says; "" for one that is not installed on this machine."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    expression, classes, texts = (
        said.get_all(key) or [] for key in ("License-Expression", "Classifier", "License")
    )
    named = [one.rpartition("::")[2].strip() for one in classes if one.startswith("License ::")]
    short = [one.strip().partition("\n")[0][:LONGEST_NAME] for one in texts]
    return next(filter(None, [*expression, " OR ".join(named), *short]), "")


def document(found: list[Part], script: bytes) -> dict[str, Any]:
    """The whole bill of materials; `script` is the copy of htmx that pages load."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "council"}},
        "components": [*(one.as_component() for one in found), _htmx(script)],
    }


def _htmx(script: bytes) -> dict[str, Any]:
    version = re.search(rb'version:"([0-9.]+)"', script)
    return {
        "type": "library",
        "name": "htmx",
        "version": version[1].decode() if version else "",
        "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(script).hexdigest()}],
        "licenses": [{"license": {"id": "0BSD"}}],
    }


def incomplete(bill: dict[str, Any], lock: str) -> list[str]:
    """What a bill of materials leaves out of what the lock pins: parts, hashes, licences."""
    there = {(one["name"], one["version"]): one for one in bill["components"]}
    missing = [
        f"{one.name} {one.version}" for one in locked(lock) if (one.name, one.version) not in there
    ]
    return [f"{name}: not in the bill of materials" for name in missing] + [
        f"{one['name']}: no {what}"
        for one in bill["components"]
        for what in ("version", "hashes", "licenses")
        if not one.get(what)
    ]


def faults() -> list[str]:
    """Locked packages without hash or licence, and installed ones that the lock does not pin."""
    lock = (CHECKOUT / LOCK).read_text(encoding="utf-8")
    other = [
        f"{one.name}: {LOCK} pins {one.version}, {there} is installed"
        for one in locked(lock)
        if (there := _installed(one.name)) not in {"", one.version}
    ]
    return other + incomplete(made(), lock)


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:  # another system's, such as uvloop on Windows
        return ""


def made() -> dict[str, Any]:
    """The bill of materials of this checkout."""
    lock = (CHECKOUT / LOCK).read_text(encoding="utf-8")
    return document(locked(lock), (CHECKOUT / HTMX).read_bytes())


def main(arguments: list[str]) -> int:
    """Print it or write it to a file; 0 done, 1 it is not complete, 2 wrong usage."""
    if len(arguments) > 1 or (arguments and arguments[0].startswith("-")):
        print(USAGE)
        return 0 if arguments[0] in {"-h", "--help"} else 2
    text = json.dumps(made(), ensure_ascii=False, indent=1)
    if arguments:
        Path(arguments[0]).write_text(f"{text}\n", encoding="utf-8")
    else:
        print(text)
    return 1 if faults() else 0
