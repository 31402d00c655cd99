"""Whatever a meeting was like, its minutes can be made, shown and printed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from council.minutes import pdf
from council.minutes.blocks import VoteTable, from_json, to_json
from council.minutes.facts import (
    Facts,
    Item,
    Motion,
    Person,
    QuorumFact,
    Roll,
    Speech,
    Vote,
)
from council.minutes.text import draft
from tests.minutes.demo_facts import ZONE
from tests.minutes.sheets import sheet, text_of

# What a form lets through: no control characters, no half of a surrogate pair.
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn"))
HANZI = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TEXTS = st.text(st.one_of(HANZI, LETTERS, st.sampled_from("#[]$\\*_`<>@~\n")), max_size=120)
NAMES = st.text(st.one_of(HANZI, LETTERS), min_size=1, max_size=12)
PEOPLE = st.builds(Person, NAMES, st.sampled_from(["", "社区居民代表", "社会组织代表"]), NAMES)
GROUPS = st.lists(PEOPLE, max_size=12).map(tuple)
ROLLS = st.builds(Roll, GROUPS, GROUPS, GROUPS, GROUPS, GROUPS)
NUMBERS = st.integers(0, 99_999)
SPEECHES = st.builds(Speech, NAMES, TEXTS, st.sampled_from(["yes", "no", ""]))
LABELS = st.sampled_from(["1", "2", "2-A", "2-B", ""])
MOTIONS = st.builds(Motion, LABELS, TEXTS, NAMES, NAMES, LABELS)
VOTES = st.builds(
    Vote,
    LABELS,
    TEXTS,
    st.sampled_from(["named", "sealed", "tellers"]),
    NUMBERS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    NUMBERS,
    st.sampled_from(["passed", "failed", "invalid"]),
    TEXTS,
)
ITEMS = st.builds(
    Item,
    st.integers(1, 60),
    TEXTS,
    st.sampled_from(["report", "vote", "consult", "inform"]),
    st.none() | PEOPLE,
    st.lists(SPEECHES, max_size=4).map(tuple),
    st.lists(MOTIONS, max_size=3, unique_by=lambda motion: motion.no).map(tuple),
    st.lists(VOTES, max_size=3).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    TEXTS,
    st.sampled_from(["", "implement", "again", "assembly", "street"]),
    st.text(HANZI, max_size=20),
    st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
STARTS = st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1))  # noqa: DTZ001 - a zone follows


@st.composite
def meetings(draw: st.DrawFn) -> Facts:
    start = draw(STARTS).replace(tzinfo=ZONE)
    return Facts(
        community=draw(TEXTS),
        series=draw(TEXTS),
        session=draw(TEXTS),
        place=draw(TEXTS),
        starts_at=start,
        ends_at=start + timedelta(minutes=draw(st.integers(0, 3000))),
        chair=draw(PEOPLE),
        recorder=draw(PEOPLE),
        roll=draw(ROLLS),
        quorum=QuorumFact(draw(NUMBERS), draw(st.booleans()), draw(TEXTS), draw(st.booleans())),
        publisher=draw(TEXTS),
        copies=draw(TEXTS),
        items=tuple(draw(st.lists(ITEMS, max_size=5, unique_by=lambda item: item.no))),
        votes=tuple(draw(st.lists(VOTES, max_size=2))),
    )


@settings(max_examples=20, deadline=None)
@given(meetings())
def test_any_meeting_has_a_draft_that_comes_back_unchanged(facts: Facts) -> None:
    stored = to_json(draft(facts))
    assert to_json(from_json(stored)) == stored
    keys = [block.key for block in draft(facts).blocks]
    assert len(set(keys)) == len(keys)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(meetings())
def test_any_meeting_prints_and_every_number_of_its_votes_can_be_read(facts: Facts) -> None:
    made = draft(facts)
    text = text_of(pdf.typeset(sheet(made)))
    for block in made.blocks:
        if isinstance(block, VoteTable):
            for row in block.rows:
                counts = (row.present, row.yes, row.no, row.abstain, row.needed)
                assert f"{''.join(map(str, counts))}{row.verdict}" in text
