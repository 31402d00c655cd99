"""The list of the OWASP ASVS is whole, and what it names as evidence exists.

The controls: an invented test, a document without the heading, a missing number, one that stands
twice, a wrong level, and an item that says nothing.
"""

from __future__ import annotations

from collections import Counter

import pytest

from council.checks import asvs

TEXT = asvs.LIST.read_text(encoding="utf-8")
LINE = next(line for line in TEXT.splitlines() if line.startswith('"1.2.1" ='))
EVIDENCE = next(line for line in TEXT.splitlines() if line.startswith("markup ="))


def test_the_standard_has_345_items_of_which_268_concern_us() -> None:
    assert Counter(asvs.numbers().values()) == {1: 70, 2: 183, 3: 92}
    assert Counter(asvs.wanted().values()) == {1: 70, 2: 183, 3: 15}


def test_every_item_has_evidence_or_a_reason() -> None:
    assert asvs.faults() == []
    assert sum(asvs.counts(TEXT).values()) == 268


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            EVIDENCE,
            'markup = "tests/trust/test_scripts_in_text.py::test_invented"',
            "has no test_in",
        ),
        (EVIDENCE, 'markup = "tests/trust/test_nowhere.py::test_it"', "there is no file"),
        (EVIDENCE, 'markup = "SECURITY.md#Nothing of the kind"', "has no Nothing"),
        (EVIDENCE, f'{EVIDENCE}\nspare = "SECURITY.md#Security"', "nothing refers to it"),
        (LINE, "", "1.2.1: missing"),
        (LINE, f"{LINE}\n{LINE}", "docs/asvs.toml: "),
        (LINE, '"1.2.1" = [3, "text", "markup"]', "1.2.1: is not of level 3"),
        (LINE, '"1.2.1" = [1, "text", ""]', "1.2.1: no evidence"),
        (LINE, '"1.2.1" = [1, "text", "hope"]', "1.2.1: no evidence hope"),
        (LINE, '"1.2.1" = [1, "text", "not met: no"]', "1.2.1: no reason"),
        (LINE, '"1.2.1" = [1, "", "markup"]', "1.2.1: says nothing"),
        (LINE, f'{LINE}\n"9.9.9" = [1, "text", "markup"]', "9.9.9: is not of level 1"),
    ],
)
def test_control_a_hole_in_the_list_is_found(old: str, new: str, fault: str) -> None:
    found = asvs.wrong(TEXT.replace(old, new))
    assert any(fault in one for one in found), found
