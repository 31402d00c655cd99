"""The record: canonical bytes, contiguous numbers, one root, and nothing that can be changed."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from council import db
from council.change import Actor, change
from council.clock import moved_to, now
from council.live import news
from council.record.entry import NotCanonicalError, canonical, leaf_hash, root_hash
from council.record.queries import entries, head

KEYS = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
LEAVES = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
DOCUMENTS = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4)
)


@given(DOCUMENTS)
def test_canonical_text_is_rfc_8785(document: object) -> None:
    try:
        text = canonical(document)
    except UnicodeEncodeError:
        return
    normal = json.loads(text)
    assert text.encode("utf-8", "surrogatepass") == rfc8785.dumps(normal) if _sane(text) else True


def _sane(text: str) -> bool:
    return not any(0xD800 <= ord(c) <= 0xDFFF for c in text)


@pytest.mark.parametrize("stranger", [1.5, {"é": 1}, 2**53, {1: 2}, object()])
def test_what_two_programs_could_write_differently_is_refused(stranger: object) -> None:
    with pytest.raises(NotCanonicalError):
        canonical(stranger)


def test_the_root_is_that_of_rfc_6962() -> None:
    assert root_hash([]).hex() == hashlib.sha256(b"").hexdigest()
    leaves = [bytes.fromhex(leaf_hash(str(n))) for n in range(7)]

    def node(a: bytes, b: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + a + b).digest()

    left = node(node(leaves[0], leaves[1]), node(leaves[2], leaves[3]))
    assert root_hash(leaves) == node(left, node(node(leaves[4], leaves[5]), leaves[6]))


async def test_entries_are_numbered_without_a_gap_and_hash_to_their_leaf(by: Actor) -> None:
    for number in range(3):
        async with change(by) as c:
            c.record("test.done", {"n": number}, {"name": "沈石桥"})
    found = await entries("c1")
    assert [one["i"] for one in found] == [0, 1, 2]
    for one in found:
        assert leaf_hash(one["body"]) == one["leaf"]
        assert canonical(json.loads(one["body"])) == one["body"]
        assert "沈石桥" not in one["body"]
    assert (await head("c1")).size == 3


async def test_the_database_refuses_to_change_or_remove_an_entry(by: Actor) -> None:
    async with change(by) as c:
        c.record("test.done", {})
    for attack in (
        "UPDATE record_entry SET act = 'x'",
        "DELETE FROM record_entry",
    ):
        with pytest.raises(Exception, match="append-only"):
            await db.rows(attack)
    assert (await head("c1")).size == 1


async def failing(by: Actor) -> None:
    async with change(by) as c:
        c.record("test.done", {})
        c.tell("room:x", "test.done")
        raise ZeroDivisionError


async def test_a_failed_change_leaves_no_row_no_entry_and_no_news(by: Actor) -> None:
    told: list[news.News] = []
    news.listen(told.append)
    try:
        with pytest.raises(ZeroDivisionError):
            await failing(by)
    finally:
        news.forget(told.append)
    assert (await head("c1")).size == 0
    assert told == []


async def test_times_never_go_back_and_a_clock_that_did_is_told(
    by: Actor, caplog: pytest.LogCaptureFixture
) -> None:
    for hours in (0, -2, 3, -24, 1):
        with moved_to(now() + timedelta(hours=hours)):
            async with change(by) as c:
                c.record("test.done", {"hours": hours})
    told = [json.loads(one["body"]) for one in await entries(by.community)]
    assert [one["at"] for one in told] == sorted(one["at"] for one in told)
    behind = [round(one.get("behind", 0) / 3600) for one in told]
    assert behind == [0, 2, 0, 27, 2]
    assert caplog.text.count("behind the last entry") == 3
