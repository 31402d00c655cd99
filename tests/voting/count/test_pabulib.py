"""Pabulib's .pb: what a file says, and where exactly a broken one is broken."""

from __future__ import annotations

import pytest

from council.voting.count.budget import Project, greedy
from council.voting.count.equal_shares import equal_shares
from council.voting.count.files import UnreadableError
from council.voting.count.files.pabulib import BudgetFile, parse

APPROVAL = """META
key;value
description;Made up
num_projects;4
num_votes;5
budget;2500
vote_type;approval
min_length;1
max_length;3
PROJECTS
project_id;cost;votes;name;selected
1;600;3;Culture;1
2;1800;2;Sport;1
4;1400;2;"A park; with ""trees\"""
7;100;0;Health;2
VOTES
voter_id;age;vote
1;34;1,2
2;51;2,1
3;23;1,4
4;19;4
5;62;
"""

POINTS = """META
key;value
budget;1000,50
vote_type;cumulative
PROJECTS
project_id;cost
a;250.5
b;300
VOTES
voter_id;vote;points
1;a,b;3,2
2;b;5
"""

ORDINAL = """META
key;value
budget;10
vote_type;ordinal
max_length;3
PROJECTS
project_id;cost
a;5
b;6
c;7
d;8
VOTES
voter_id;vote
1;c,a,d
2;b
"""


def test_a_file_of_approvals() -> None:
    file = parse(APPROVAL)
    assert (file.budget, file.scale, file.vote_type) == (2500, 1, "approval")
    assert file.projects == (
        Project("Culture", 600),
        Project("Sport", 1800),
        Project('A park; with "trees"', 1400),
        Project("Health", 100),
    )
    assert file.ids == ("1", "2", "4", "7")
    assert file.ballots == (
        (((0, 1), (1, 1)), 2),  # 1,2 and 2,1 are the same ballot
        (((0, 1), (2, 1)), 1),
        (((2, 1),), 1),
        ((), 1),
    )
    assert (file.min_length, file.max_length) == (1, 3)
    assert file.meta["description"] == "Made up"


def test_who_was_really_selected_can_be_compared_with_a_recount() -> None:
    file = parse(APPROVAL)
    assert (file.selected, file.beside) == ((0, 1), (3,))
    assert greedy(file.projects, file.ballots, file.budget).chosen == (0, 1)
    assert parse(POINTS).selected is None


def test_money_with_a_point_or_a_comma_becomes_whole_numbers_of_the_smallest_unit() -> None:
    file = parse(POINTS)
    assert (file.budget, file.scale) == (10_005, 10)  # 1000,50: nothing below 0.1 is used
    assert [project.cost for project in file.projects] == [2505, 3000]
    assert [project.name for project in file.projects] == ["a", "b"]
    file = parse(POINTS.replace("1000,50", "1 000,55"))
    assert (file.budget, file.projects[0].cost, file.scale) == (100_055, 25_050, 100)
    file = parse(POINTS.replace("1000,50", "1000.00").replace("250.5", "33.3333"))
    assert (file.budget, file.projects[0].cost, file.scale) == (10_000_000, 333_333, 10_000)


def test_points_and_rankings() -> None:
    assert parse(POINTS).ballots == ((((0, 3), (1, 2)), 1), (((1, 5),), 1))
    # Borda: the first of at most three has 3 points.
    assert parse(ORDINAL).ballots == ((((0, 2), (2, 3), (3, 1)), 1), (((1, 3),), 1))


def test_a_file_can_be_counted_by_equal_shares_with_a_step_of_one_unit_of_its_currency() -> None:
    file = parse(POINTS)
    count = equal_shares(file.projects, file.ballots, file.budget, step=file.scale)
    assert count.chosen == (1, 0)  # rate 1/7 before 1/3


def test_spaces_a_byte_order_mark_empty_lines_and_line_ends_of_windows_do_no_harm() -> None:
    text = "\ufeff" + APPROVAL.replace(";", " ; ", 12).replace("VOTES", "\n\nvotes;;")
    assert parse(text.replace("\n", "\r\n")).ballots == parse(APPROVAL).ballots


def broken(text: str) -> str:
    with pytest.raises(UnreadableError) as caught:
        parse(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "word"),
    [
        ("META\nkey;value\n", "", 1, "META"),
        ("key;value\n", "", 2, "key"),
        ("budget;2500\n", "", 1, "budget"),
        ("budget;2500", "budget;much", 6, "amount"),
        ("budget;2500", "budget;2,500", 6, "amount"),
        ("budget;2500", "budget;-1", 6, "amount"),
        ("budget;2500", "budget;1e9", 6, "amount"),
        ("approval", "show of hands", 7, "vote type"),
        ("max_length;3", "max_length;three", 9, "max_length"),
        ("num_votes;5", "num_votes;6", 5, "5"),
        ("num_projects;4", "num_projects;3", 4, "4"),
        ("project_id;cost;", "project_id;price;", 11, "cost"),
        ("1;600;3;", "1;;3;", 12, "cost"),
        ("1;600;3;", "1;0;3;", 12, "free"),
        ("2;1800;", "1;1800;", 13, "twice"),
        ("Culture;1", "Culture;1;sold;out", 12, "semicolon"),
        ("3;23;1,4", "3;23;1,5", 20, "'5'"),
        ("3;23;1,4", "3;23;1,1", 20, "twice"),
        ("VOTES\n", "", 22, "VOTES"),
        ("Health", '"Health', 23, "quote"),
    ],
)
def test_an_error_names_the_line_and_what_is_wrong(
    old: str, new: str, line: int, word: str
) -> None:
    assert old in APPROVAL
    message = broken(APPROVAL.replace(old, new, 1))
    assert message.startswith(f"Line {line}: "), message
    assert word in message


def test_points_must_be_as_many_as_projects_and_whole() -> None:
    assert broken(POINTS.replace("3,2", "3")).startswith("Line 11: 2 projects, but 1 points")
    assert broken(POINTS.replace("3,2", "3,-2")).startswith("Line 11: points")
    assert broken(POINTS.replace(";5", ";½")).startswith("Line 12: points")


def test_a_ranking_longer_than_allowed_is_refused() -> None:
    assert broken(ORDINAL.replace("c,a,d", "c,a,d,b")).startswith("Line 14: ")


def test_an_empty_file_and_one_that_is_cut_off_are_refused() -> None:
    assert "META is missing" in broken("")
    assert "VOTES is missing" in broken(APPROVAL.split("VOTES", maxsplit=1)[0])
    assert "num_votes" in broken(APPROVAL.split("4;19", maxsplit=1)[0])


def test_a_file_is_a_value() -> None:
    assert parse(APPROVAL) == parse(APPROVAL)
    assert isinstance(parse(APPROVAL), BudgetFile)
