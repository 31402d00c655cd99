"""Files of ranked ballots: what is read, and what is said when it cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from council.voting.count import irv, stv
from council.voting.count.files import MAX_CHARACTERS, RankedFile, UnreadableError, blt, ranked_csv

A, B, C, D = range(4)

GARDEN = """\
# The garden group.
4 2            # four options, two seats
-3             # Cha has withdrawn
3 1 3 4 0
4 1 3 2 0
2 4 1=3 2 0    # equal ranks
1 2 - 1 0      # a skipped rank
2 0            # nobody

1 1 3 4 0
0
"Amy"
"Bo ""the bee"" Bell"
"Cha #3"       # not a comment, and one
"Di"
"Gardening"
"""


def test_blt_with_all_its_signs() -> None:
    assert blt.parse(GARDEN) == RankedFile(
        title="Gardening",
        seats=2,
        options=("Amy", 'Bo "the bee" Bell', "Cha #3", "Di"),
        withdrawn=(C,),
        profile=(
            (((A,), (C,), (D,)), 4),
            (((A,), (C,), (B,)), 4),
            (((D,), (A, C), (B,)), 2),
            (((B,), (), (A,)), 1),
            ((), 2),
        ),
    )


def test_what_was_read_can_be_counted() -> None:
    file = blt.parse(GARDEN)
    counted = stv.count(file.options, file.profile, seats=file.seats, withdrawn=file.withdrawn)
    assert (counted.ballots, counted.invalid) == (11, 2)
    assert [file.options[option] for option in counted.chosen] == ["Amy", "Di"]


def test_blt_as_scottish_councils_print_it() -> None:
    text = '2 1\n3 1 2 0\n2 2 0\n0\n"Ann ""Green Party"""\n"Bob ""Independent"""\nWard 6 - No.#1'
    file = blt.parse(text)
    assert file.options == ('Ann "Green Party"', 'Bob "Independent"')
    assert file.title == "Ward 6 - No.#1"


def test_blt_of_a_real_ward() -> None:
    """Uibhist a Tuath, Western Isles, 5 May 2022: all its ballots; quota 221, two at once."""
    text = (
        "3 2\n36 1 0\n23 1 2 0\n39 1 2 3 0\n5 1 3 0\n28 1 3 2 0\n52 2 0\n16 2 1 0\n38 2 1 3 0\n"
        "94 2 3 0\n76 2 3 1 0\n42 3 0\n17 3 1 0\n25 3 1 2 0\n89 3 2 0\n81 3 2 1 0\n0\n"
        '"Barker"\n"Hocine"\n"Robertson"\n"Uibhist a Tuath"\n'
    )
    file = blt.parse(text)
    counted = stv.count(file.options, file.profile, seats=file.seats)
    assert (counted.ballots, counted.more["quota"]) == (661, 221)
    assert [row.value for row in counted.stages[0].rows] == [131, 276, 254]
    assert [file.options[option] for option in counted.chosen] == ["Hocine", "Robertson"]
    assert len(counted.stages) == 1


def test_blt_takes_any_line_ends_a_mark_at_the_start_and_no_title() -> None:
    file = blt.parse("\ufeff2 1\r\n1 2 = 1 0\r0\r\n'Ann'\n\"Bob\"\r\n")
    assert file == RankedFile("", 1, ("'Ann'", "Bob"), (), ((((B, A),), 1),))


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("", 1, "the file is empty"),
        ("# only this\n\n", 1, "the file is empty"),
        ("4\n0\n", 1, "number of options and the number of seats"),
        ("0 1\n0\n", 1, "from 1 to 1000"),
        ("99999 1\n0\n", 1, "from 1 to 1000"),
        ("2 one\n0\n", 1, "the number of seats must be a whole number"),
        ("2 1\n1 1 0\n", 2, "end the ballots with a line that holds only 0"),
        ("2 1\n1 1 2\n0\n", 2, "a 0 at the end"),
        ("2 1\n1 3 0\n0\n", 2, "option '3' must be a whole number from 1 to 2"),
        ("2 1\n1 1= 0\n0\n", 2, "a ballot is its number, its preferences and a 0"),
        ("2 1\n1 1==2 0\n0\n", 2, "option '' must be a whole number from 1 to 2"),
        ("2 1\n1 1 0 2 0\n0\n", 2, "option '0' must be a whole number from 1 to 2"),
        ("2 1\n1.5 1 0\n0\n", 2, "the number of ballots must be a whole number"),
        ("2 1\n١ 1 0\n0\n", 2, "the number of ballots must be a whole number"),
        ("2 1\n1 2 0\n-1\n0\n", 3, "above the first ballot"),
        ("2 1\n-1 2\n0\n", 2, "each with a minus"),
        ("2 1\n-5\n0\n", 2, "from 1 to 2"),
        ('2 1\n\n# x\n1 2 0\n0\n"Ann"\n', 6, "says 2 options, but 1 names stand at the end"),
        ('1 1\n1 1 0\n0\n"Ann"\n"Bob"\n"T"\n', 6, "says 1 options, but 3 names"),
        ('1 1\n1 1 0\n0\n"Ann\n', 4, "close each name with a quote"),
        ('1 1\n1 1 0\n0\n"Ann" Bell\n', 4, "close each name with a quote"),
    ],
)
def test_blt_that_cannot_be_read_says_where_and_what_to_do(
    text: str, line: int, advice: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        blt.parse(text)
    assert str(caught.value).startswith(f"Line {line}: ")
    assert advice in str(caught.value)


RANKS = """\
id,rank1,rank2,rank3,count
7,Ann,Bob,Cid,3
8,Bob,skipped,Ann,2
9,undervote,"Cid",,1
10,overvote,Ann,,4
11,Ann,Bob,Cid,2
12,,,,1
"""


def test_a_table_whose_columns_are_ranks() -> None:
    file = ranked_csv.parse(RANKS, seats=2, title="Garden")
    assert file == RankedFile(
        title="Garden",
        seats=2,
        options=("Ann", "Bob", "Cid"),
        withdrawn=(),
        profile=(
            (((A,), (B,), (C,)), 5),
            (((B,), (), (A,)), 2),
            (((), (C,)), 1),
            (((A, B, C), (A,)), 4),
            ((), 1),
        ),
    )
    counted = irv.count(file.options, file.profile)
    assert (counted.ballots, counted.invalid) == (12, 1)
    assert [row.value for row in counted.stages[0].rows] == [5, 2, 1]
    assert counted.stages[0].exhausted == 4
    assert irv.count(file.options, file.profile, overvote="skip").stages[0].rows[A].value == 9


def test_ranks_may_stand_in_any_order_of_columns_and_letters() -> None:
    file = ranked_csv.parse("Rank 2,RANK_1\nBob,Ann\n")
    assert file == RankedFile("", 1, ("Ann", "Bob"), (), ((((A,), (B,)), 1),))


def test_a_table_whose_columns_are_options() -> None:
    file = ranked_csv.parse('Ann,"Bell, Bo",Cid,Weight\n1,2,3,3\n1,1,2,2\n3,,1,1\nskipped,,,4\n\n')
    assert file == RankedFile(
        title="",
        seats=1,
        options=("Ann", "Bell, Bo", "Cid"),
        withdrawn=(),
        profile=(
            (((A,), (B,), (C,)), 3),
            (((A, B), (C,)), 2),
            (((C,), (), (A,)), 1),
            ((), 4),
        ),
    )


@pytest.mark.parametrize(
    ("text", "line", "advice"),
    [
        ("", 1, "the file is empty"),
        ("rank1,rank3\nAnn,Bob\n", 1, "without a gap, each once"),
        ("rank1,rank1\nAnn,Bob\n", 1, "without a gap, each once"),
        ("rank1,rank2\nAnn\n", 2, "this row has 1 cells and the first one 2"),
        ("rank1,count\nAnn,2\nBob,-1\n", 3, "the count must be a whole number"),
        ("rank1,count,weight\nAnn,2,2\n", 1, "keep one column"),
        ("rank1,rank2\nskipped,overvote\n", 1, "no row names an option"),
        ('rank1\n"Ann\n', 2, "close the quotes"),
        ("Ann,Ann\n1,2\n", 1, "name each option once"),
        ("Ann,\n1,2\n", 1, "name each option once"),
        ("count\n1\n", 1, "name each option once"),
        ("Ann,Bob\n1,3\n", 2, "the rank '3' must be a whole number from 1 to 2"),
        ("Ann,Bob\n1,2\n1,x\n", 3, "the rank 'x' must be"),
        ("id,Ann\n7,1\n", 2, "the rank '7' must be a whole number from 1 to 2"),
    ],
)
def test_a_table_that_cannot_be_read_says_where_and_what_to_do(
    text: str, line: int, advice: str
) -> None:
    with pytest.raises(UnreadableError) as caught:
        ranked_csv.parse(text)
    assert str(caught.value).startswith(f"Line {line}: ")
    assert advice in str(caught.value)


def test_a_file_that_is_too_long_is_refused_before_it_is_read() -> None:
    for parse in (blt.parse, ranked_csv.parse):
        with pytest.raises(UnreadableError, match="longer than 5,000,000 characters"):
            parse("x" * (MAX_CHARACTERS + 1))


def test_more_options_than_can_be_counted_are_refused() -> None:
    many = [f"o{number}" for number in range(1_001)]
    with pytest.raises(UnreadableError, match="more than 1,000 options"):
        ranked_csv.parse(",".join(many) + "\n")
    with pytest.raises(UnreadableError, match="more than 1,000 options"):
        ranked_csv.parse("rank1\n" + "\n".join(many))


@given(st.text(alphabet='0123 -=#"\n,rankAB', max_size=60))
def test_whatever_the_text_it_is_read_or_refused(text: str) -> None:
    for parse in (blt.parse, ranked_csv.parse):
        try:
            file = parse(text)
        except UnreadableError:
            continue
        for ranking, many in file.profile:
            assert many >= 0
            assert all(option < len(file.options) for rank in ranking for option in rank)
