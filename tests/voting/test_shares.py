"""Two of three: against an independent program and a naive model; and what a typist gets wrong."""

from __future__ import annotations

import random
from itertools import permutations
from typing import TYPE_CHECKING

import pyshamir  # type: ignore[import-untyped]
import pytest
from cryptography.exceptions import InvalidTag

from council.refusal import Refused
from council.voting.tellers import share_text
from council.voting.tellers.share_seals import Seals
from council.voting.tellers.shares import Share, combine, inverse, split, times

if TYPE_CHECKING:
    from collections.abc import Callable

DICE = random.Random(27)
SECRET = bytes(range(32))


def shares_of(secret: bytes) -> tuple[Share, ...]:
    return split(secret, DICE.randbytes)


def naive(a: int, b: int) -> int:
    """Long multiplication of polynomials, then long division by x⁸ + x⁴ + x³ + x + 1."""
    product = 0
    for place in range(8):
        product ^= (a << place) * (b >> place & 1)
    for place in range(14, 7, -1):
        product ^= (0x11B << place - 8) * (product >> place & 1)
    return product


def test_the_arithmetic_is_that_of_the_field() -> None:
    assert all(times(a, b) == naive(a, b) for a in range(256) for b in range(256))
    assert all(naive(a, inverse(a)) == 1 for a in range(1, 256))
    assert (times(0x57, 0x83), inverse(0x53)) == (0xC1, 0xCA), "as in FIPS 197"


def test_the_shares_of_a_known_secret_on_known_slopes() -> None:
    one, two, three = split(bytes.fromhex("00ff53"), lambda _: bytes.fromhex("018057"))
    assert [share.value.hex() for share in (one, two, three)] == ["017f04", "02e4fd", "0364aa"]
    assert [share.no for share in (one, two, three)] == [1, 2, 3]


def test_any_two_make_the_secret_in_either_order() -> None:
    for _ in range(50):
        secret = DICE.randbytes(32)
        for one, other in permutations(shares_of(secret), 2):
            assert combine(one, other) == secret


def test_one_share_goes_with_every_secret_equally_well() -> None:
    """For each secret every value of a share comes from exactly one slope."""
    for secret in range(0, 256, 5):
        for no in (1, 2, 3):
            values = {split(bytes([secret]), lambda _, s=s: bytes([s]))[no - 1].value  # type: ignore[misc]
                      for s in range(256)}  # fmt: skip
            assert len(values) == 256


def test_another_program_combines_our_shares_and_we_combine_its() -> None:
    """pyshamir writes a share as its bytes and then its number, any of 1 to 255."""
    for _ in range(15):
        secret = DICE.randbytes(32)
        for one, other in permutations(shares_of(secret), 2):
            theirs = [bytearray([*share.value, share.no]) for share in (one, other)]
            assert bytes(pyshamir.combine(theirs)) == secret
        first, second, _ = pyshamir.split(secret, 3, 2)
        read = [Share(part[-1], bytes(part[:-1])) for part in (first, second)]
        assert combine(*read) == secret


def test_shares_of_two_secrets_make_neither() -> None:
    one, other = shares_of(SECRET)[0], shares_of(SECRET[::-1])[1]
    assert combine(one, other) not in {SECRET, SECRET[::-1]}


def test_a_share_comes_back_as_it_was_written_however_it_is_typed() -> None:
    for share in shares_of(SECRET):
        groups = share_text.written(share)
        assert [len(one) for one in groups] == [5] * 13
        for text in (
            " ".join(groups),
            "\n".join(groups).lower(),
            "".join(groups),
            "-".join(groups).replace("0", "O").replace("1", "l"),
            "　".join(groups),
        ):
            assert share_text.read(text) == share


def faults(change: Callable[[list[str]], list[str]]) -> str:
    """The groups that are named when a share was typed with this change."""
    groups = list(share_text.written(shares_of(DICE.randbytes(32))[DICE.randrange(3)]))
    try:
        share_text.read(" ".join(change(groups)))
    except Refused as why:
        return str(why.values.get("groups", why.code))
    return ""


def test_every_wrong_character_is_found_and_its_group_is_named() -> None:
    for at in range(13):
        for place in range(5):
            for letter in share_text.LETTERS:

                def wrong(
                    groups: list[str], at: int = at, place: int = place, letter: str = letter
                ) -> list[str]:
                    old = groups[at]
                    groups[at] = old[:place] + letter + old[place + 1 :]
                    wrong.same = groups[at] == old  # type: ignore[attr-defined]
                    return groups

                found = faults(wrong)
                assert found == ("" if wrong.same else str(at + 1))  # type: ignore[attr-defined]


def test_every_two_exchanged_characters_and_every_two_exchanged_groups_are_found() -> None:
    for at in range(13):
        for one, other in permutations(range(5), 2):
            groups = list(share_text.written(shares_of(DICE.randbytes(32))[0]))
            letters = list(groups[at])
            letters[one], letters[other] = letters[other], letters[one]
            if letters == list(groups[at]):
                continue
            groups[at] = "".join(letters)
            with pytest.raises(Refused) as told:
                share_text.read(" ".join(groups))
            assert told.value.values == {"groups": str(at + 1)}
    for one, other in permutations(range(13), 2):

        def exchanged(groups: list[str], one: int = one, other: int = other) -> list[str]:
            groups[one], groups[other] = groups[other], groups[one]
            return groups

        assert faults(exchanged) == "、".join(str(no + 1) for no in sorted((one, other)))


def test_control_without_the_check_nothing_of_that_is_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(share_text, "_holds", lambda *_: True)

    def wrong(groups: list[str]) -> list[str]:
        groups[4], groups[7] = groups[7], groups[4]
        groups[9] = groups[9][::-1]
        return groups

    assert faults(wrong) == ""


def test_a_forgotten_character_spoils_its_own_group_only_and_a_forgotten_group_is_counted() -> None:
    assert faults(lambda groups: [*groups[:6], groups[6][:4], *groups[7:]]) == "7"
    assert faults(lambda groups: [*groups[:2], groups[2] + "0", *groups[3:]]) == "3"
    assert faults(lambda groups: groups[:12]) == "share.length"
    assert faults(lambda groups: ["U" + groups[0][1:], *groups[1:]]) == "1"
    assert faults(lambda _: ["书", "!"]) == "share.length"


def test_what_waits_for_a_share_opens_for_that_share_of_that_ceremony_only() -> None:
    one, two, three = shares_of(SECRET)
    seals = Seals("p1", 1)
    text = seals.seal(one, seals.key_of(two))
    assert seals.opened(two, text) == one
    for other, by in ((seals, three), (seals, one), (Seals("p1", 2), two), (Seals("p2", 1), two)):
        with pytest.raises(InvalidTag):
            other.opened(by, text)
    assert len({seals.key_of(each) for each in (one, two, three)}) == 3
    assert Seals("p1", 2).key_of(one) != seals.key_of(one)
    assert one.value.hex() not in repr(one)
    assert str(one.value) not in repr(one)
