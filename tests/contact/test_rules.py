"""What can be dialled, and which desk can be reached."""

from __future__ import annotations

import pytest

from council.contact.rules import Contact, Desk, must_be_contact
from council.refusal import Refused


@pytest.mark.parametrize(
    ("typed", "dialled"),
    [
        ("0512-0000 0001", "051200000001"),
        ("(0512) 00000001 转 8", "051200000001"),
        ("0512-00000001转801", "051200000001"),
        ("+86 512 0000 0001", "+8651200000001"),
        ("12345", "12345"),
    ],
)
def test_a_number_is_dialled_without_what_makes_it_readable(typed: str, dialled: str) -> None:
    desk = Desk("居委会", typed)
    must_be_contact(Contact(desk))
    assert desk.dialled == dialled


@pytest.mark.parametrize(
    "typed",
    [
        *("12", "0512-00000001 转", "转 8", "0512-00000001 找小王", "0512+00000001"),
        *("0512\n00000001", "1" * 21, "javascript:1234", "() - ()", "٠٥١٢٣٤"),
    ],
)
def test_what_cannot_be_dialled_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r"contact\.phone"):
        must_be_contact(Contact(street=Desk("街道办事处", typed)))


@pytest.mark.parametrize(
    ("desk", "code"),
    [
        (Desk(hours="工作日"), "contact.nameless"),
        (Desk(phone="12345"), "contact.nameless"),
        (Desk("街道办事处"), "contact.unreachable"),
        (Desk("街道办事处", hours="工作日"), "contact.unreachable"),
    ],
)
def test_a_desk_has_a_name_and_a_way_to_it(desk: Desk, code: str) -> None:
    with pytest.raises(Refused, match=code):
        must_be_contact(Contact(street=desk))


def test_a_desk_may_have_no_telephone_or_not_be_said_at_all() -> None:
    must_be_contact(Contact(Desk("居委会", address="3幢一楼")))
    must_be_contact(Contact())
