"""What others wrote is pinned by hash, known by licence, and listed whole.

The controls: a package that is left out of the list, one without a hash, one without a licence,
and one whose installed version is not the locked one.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from council.checks import sbom
from council.checks.tools import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = ("requirements.lock", "requirements-dev.lock")
LOCK = (CHECKOUT / "requirements.lock").read_text(encoding="utf-8")


@pytest.fixture
def bill() -> dict[str, Any]:
    return sbom.made()


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_has_hashes_and_every_line_is_understood(name: str) -> None:
    text = (CHECKOUT / name).read_text(encoding="utf-8")
    found = sbom.locked(text)
    assert [one.name for one in found if not one.hashes] == []
    assert sum(len(one.hashes) for one in found) == text.count("--hash=")
    lines = [line for line in text.splitlines() if re.match(r"[^\s#-]", line)]
    assert len(lines) == len(found), "a line that is no pinned package"


def test_every_locked_package_is_listed_with_version_hash_and_licence(
    bill: dict[str, Any], tmp_path: Path
) -> None:
    assert sbom.incomplete(bill, LOCK) == []
    assert sbom.faults() == []
    listed = {one["name"] for one in bill["components"]}
    assert {"litestar", "piccolo", "uvicorn", "cryptography", "webauthn", "htmx"} <= listed
    assert sbom.main([str(tmp_path / "bill.json")]) == 0
    assert json.loads((tmp_path / "bill.json").read_text(encoding="utf-8")) == bill


def test_nothing_comes_from_anywhere_but_the_index_and_by_hash() -> None:
    for name in LOCKS:
        text = (CHECKOUT / name).read_text(encoding="utf-8")
        assert not re.search(
            r"(?m)^\s*(?:-e|--(?:extra-)?index-url|--find-links)|(?:git\+|://)", text
        )


@pytest.mark.parametrize(
    ("take", "fault"),
    [
        (lambda _: None, "not in the bill"),
        (lambda one: {**one, "hashes": []}, "no hashes"),
        (lambda one: {**one, "licenses": []}, "no licenses"),
        (lambda one: {**one, "version": "0.0"}, "not in the bill"),
    ],
)
def test_control_what_is_left_out_is_found(bill: dict[str, Any], take: Any, fault: str) -> None:
    kept = [take(one) if one["name"] == "litestar" else one for one in bill["components"]]
    planted = {**bill, "components": [one for one in kept if one]}
    assert any(fault in one for one in sbom.incomplete(planted, LOCK))


def test_control_another_version_than_the_locked_one_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sbom, "_installed", lambda _: "0.0")
    assert any("litestar: requirements.lock pins" in one for one in sbom.faults())
