from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from cryptography.exceptions import InvalidTag

from council.identity import second_factor_keys as factor_keys
from council.identity import totp
from council.refusal import Refused

SECRET = b"12345678901234567890"  # RFC 6238, appendix B; its eight digits cut to six
VECTORS = {
    59: "287082",
    1111111109: "081804",
    1111111111: "050471",
    1234567890: "005924",
    2000000000: "279037",
    20000000000: "353130",
}
AT = datetime.fromtimestamp(1234567890, UTC)
KEY = bytes(range(32))


@pytest.mark.parametrize("seconds", VECTORS)
def test_the_digits_are_those_of_the_standard(seconds: int) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert totp.digits(SECRET, totp.step_at(at)) == VECTORS[seconds]


@pytest.mark.parametrize("off", range(-3, 4))
def test_one_step_to_either_side_is_taken_and_no_more(off: int) -> None:
    step = totp.step_at(AT) + off
    found = totp.step_of(SECRET, totp.digits(SECRET, step), AT)
    assert found == (step if abs(off) <= 1 else None)


@pytest.mark.parametrize("code", ["", "5924", "005925", "0059240", "００５９２４", "abcdef"])
def test_what_is_not_the_six_digits_is_wrong(code: str) -> None:
    assert totp.step_of(SECRET, code, AT) is None


def test_a_step_lasts_thirty_seconds() -> None:
    start = datetime.fromtimestamp(1234567890 // 30 * 30, UTC)
    assert totp.step_at(start + timedelta(seconds=29.9)) == totp.step_at(start)
    assert totp.step_at(start + timedelta(seconds=30)) == totp.step_at(start) + 1


def test_the_address_says_what_authenticators_need() -> None:
    parts = urlsplit(totp.address(SECRET, "苏锦:一社区", "154 0000&secret=x"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert unquote(parts.path) == "/苏锦 一社区:154 0000&secret=x"
    said = parse_qs(parts.query)
    assert said["secret"] == ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"]
    assert said["issuer"] == ["苏锦 一社区"]


def test_a_sealed_secret_opens_for_its_person_and_key_only() -> None:
    text = factor_keys.sealed(KEY, "r031", SECRET)
    assert factor_keys.unsealed(KEY, "r031", text) == SECRET
    assert SECRET not in text.encode()
    assert factor_keys.sealed(KEY, "r031", SECRET) != text
    for key, person in ((KEY, "r032"), (bytes(32), "r031")):
        with pytest.raises(Refused, match=r"second_factor\.key_lost") as refused:
            factor_keys.unsealed(key, person, text)
        assert isinstance(refused.value.__cause__, InvalidTag)


def test_an_offer_belongs_to_one_session_and_one_key() -> None:
    offers = {
        factor_keys.proposed(key, session) for key in (KEY, bytes(32)) for session in ("a", "b")
    }
    assert len(offers) == 4
    assert factor_keys.proposed(KEY, "a") in offers
    assert {len(one) for one in offers} == {20}


def test_recovery_codes_are_eight_of_eighty_bits() -> None:
    made = factor_keys.new_recovery_codes()
    assert len(set(made)) == 8
    assert all(len(one) == 16 for one in made)
    assert factor_keys.grouped("0123456789ABCDEF") == "0123-4567-89AB-CDEF"
    assert factor_keys.recovery_hash("a", made[0]) != factor_keys.recovery_hash("b", made[0])
