"""A receipt's code: 80 bits of a keyed digest in base32, different for whatever differs."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re

from council.voting.casting.ballots import receipt_code

KEY = b"k" * 32


def test_the_code_is_the_start_of_the_keyed_digest_in_base32() -> None:
    for number in range(200):
        text = f"council/receipt/v1|abc|{number}|yes|1"
        digest = hmac.new(KEY, text.encode(), hashlib.sha256).digest()[:10]
        code = receipt_code(KEY, "abc", number, "yes", 1)
        assert code.replace("-", "") == base64.b32encode(digest).decode()
        assert re.fullmatch(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}", code)


def test_whatever_differs_has_another_code() -> None:
    different = [
        (KEY, "abc", 1, "yes", 1),
        (b"j" * 32, "abc", 1, "yes", 1),
        (KEY, "abd", 1, "yes", 1),
        (KEY, "abc", 2, "yes", 1),
        (KEY, "abc", 1, "no", 1),
        (KEY, "abc", 1, "yes", 2),
    ]
    assert len({receipt_code(*one) for one in different}) == len(different)
