"""What a poll is about decides by which arithmetic it is counted (OWN-1, RES-7)."""

from __future__ import annotations

import pytest

from council.refusal import Refused
from council.voting.life import subjects


@pytest.mark.parametrize(
    ("subject", "rule"),
    [
        ("assembly_rules", "OWN-ORD"),
        ("covenant", "OWN-ORD"),
        ("owners_committee", "OWN-ORD"),
        ("property_manager", "OWN-ORD"),
        ("use_fund", "OWN-ORD"),
        ("raise_fund", "OWN-SPEC"),
        ("rebuild", "OWN-SPEC"),
        ("common_parts", "OWN-SPEC"),
        ("other_joint", "OWN-ORD"),
        ("home_to_business", "OWN-UNAN"),
    ],
)
def test_own_1_each_item_has_its_own_majority(subject: str, rule: str) -> None:
    assert subjects.rule_for(subject, "OWN-ORD") == rule
    for other in {"OWN-ORD", "OWN-SPEC", "OWN-UNAN"} - {rule}:
        with pytest.raises(Refused, match="rule_not_of_subject"):
            subjects.rule_for(subject, "OWN-ORD", other)


def test_using_the_fund_is_not_raising_it() -> None:
    """The commonest error: three quarters asked for using what was raised."""
    assert subjects.SUBJECTS["use_fund"].item == 5
    assert subjects.SUBJECTS["raise_fund"].item == 6
    with pytest.raises(Refused, match="rule_not_of_subject"):
        subjects.rule_for("use_fund", "OWN-ORD", "OWN-SPEC")


def test_res_7_an_election_is_not_run_here() -> None:
    with pytest.raises(Refused) as refused:
        subjects.of("election")
    assert refused.value.code == "poll.election"


def test_residents_are_not_asked_as_owners_nor_owners_as_residents() -> None:
    assert [one.code for one in subjects.offered("COM")] == ["opinion", "resolution"]
    assert "resolution" not in [one.code for one in subjects.offered("OWN-ORD")]
    assert subjects.rule_for("resolution", "RES-ALL") == "RES-ALL"
    assert subjects.rule_for("opinion", "COM", "RONR") == "RONR"
    with pytest.raises(Refused, match="rule_not_of_subject"):
        subjects.rule_for("use_fund", "COM")
    with pytest.raises(Refused, match="subject_unknown"):
        subjects.rule_for("weather", "COM")


@pytest.mark.parametrize(
    ("subject", "rule", "binding", "advisory"),
    [
        ("use_fund", "OWN-ORD", False, True),
        ("use_fund", "OWN-ORD", True, False),
        ("opinion", "OWN-ORD", True, True),
        ("resolution", "RES-ALL", False, False),
    ],
)
def test_own_18_owners_are_asked_for_an_opinion_unless_more_was_settled(
    subject: str, rule: str, *, binding: bool, advisory: bool
) -> None:
    assert subjects.is_advisory(subject, rule, binding=binding) is advisory
