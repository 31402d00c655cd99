"""IDP-4: one function masks, and one table says who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from council.privacy import fields, masking
from council.privacy.fields import PUBLIC, ROLES, TABLE, Sight, may_ask, shown, sight

STAFF_DESK = ("secretary", "community_secretary")


@pytest.mark.parametrize(
    ("mask", "given", "left"),
    [
        (masking.name, ("沈石桥",), "沈**"),
        (masking.name, ("张三",), "张*"),
        (masking.name, ("欧阳砚台",), "欧阳**"),
        (masking.name, ("欧阳",), "欧*"),
        (masking.name, ("司马光",), "司马*"),
        (masking.name, ("王",), "*"),
        (masking.name, ("阿卜杜拉·买买提",), "阿***"),
        (masking.name, ("John Smith",), "J***"),
        (masking.name, (" 沈石桥 ",), "沈**"),
        (masking.name, ("",), ""),
        (masking.phone, ("15400000001",), "154****0001"),
        (masking.phone, ("0512-65550000",), "051****0000"),
        (masking.phone, ("1234567",), "****"),
        (masking.phone, ("",), ""),
        (masking.id_tail, ("002X",), "****002X"),
        (masking.id_tail, ("",), ""),
        (masking.email, ("shuixiang@example.cn",), "s***@example.cn"),
        (masking.email, ("@example.cn",), "***@example.cn"),
        (masking.email, ("nothing",), "***"),
        (masking.email, ("",), ""),
        (masking.address, ("3", "1", "502"), "3幢*单元***室"),
        (masking.address, ("桂花苑3幢", "", "502"), "桂花苑3幢***室"),
        (masking.address, ("", "", ""), ""),
        (masking.unit, ("3-1-502",), "3-*-***"),
        (masking.unit, ("A8",), "A8"),
        (masking.birth, (date(1953, 4, 12),), "195*"),
        (masking.birth, (None,), ""),
    ],
)
def test_what_is_left_of_it(mask: Any, given: tuple[Any, ...], left: str) -> None:
    assert mask(*given) == left


# field → who sees more than nothing: plain, only on a reason, masked.
EXPECTED = {
    "phone": ((), STAFF_DESK, ("group_leader", "social_worker", "chair")),
    "id_last4": ((), STAFF_DESK, ("social_worker",)),
    "birth_date": ((), STAFF_DESK, ("social_worker",)),
    "email": ((), (), STAFF_DESK),
    "login": ((), (), STAFF_DESK),
    "roll_no": (("chair", "group_leader", "social_worker", *STAFF_DESK), (), ()),
    "gender": (("social_worker", *STAFF_DESK), (), ()),
    "hukou": (("social_worker", *STAFF_DESK), (), ()),
    "consents": (("social_worker", *STAFF_DESK), (), ()),
    "departure": (("social_worker", *STAFF_DESK), (), ()),
    "delivery_evidence": (("chair", *STAFF_DESK), (), ()),
    "unit": (("chair", "group_leader", "social_worker", *STAFF_DESK), (), ("supervisor",)),
    "duty_name": (ROLES, (), ()),
    "name": (
        ("group_leader", "social_worker", "chair", *STAFF_DESK),
        (),
        tuple(set(ROLES) - {"group_leader", "social_worker", "chair", *STAFF_DESK}),
    ),
}


def test_every_field_is_seen_by_whom_the_table_names_and_by_nobody_else() -> None:
    assert set(EXPECTED) == set(TABLE)
    for field, kinds in EXPECTED.items():
        for role in ROLES:
            seen = sight((role,), field, signed_in=role != PUBLIC)
            expected = [
                how
                for how, roles in zip(
                    (Sight.PLAIN, Sight.ON_REASON, Sight.MASKED), kinds, strict=True
                )
                if role in roles
            ]
            assert [seen] == (expected or [Sight.HIDDEN]), (field, role)


def test_a_phone_is_plain_for_two_offices_and_only_with_a_reason() -> None:
    phone = "15400000001"
    for role in ROLES:
        plain = shown("phone", phone, (role,), reason="核对电话") == phone
        assert plain == (role in STAFF_DESK) == may_ask((role,)), role
        assert shown("phone", phone, (role,)) != phone
    assert shown("phone", phone, (), own=True) == phone
    assert shown("phone", phone, ("chair", "secretary")) == "154****0001"


def test_a_field_outside_the_table_is_seen_by_nobody() -> None:
    for field in ("id_hash", "password_hash", "faith"):
        assert sight(ROLES, field) is Sight.HIDDEN
        assert shown(field, "x", ROLES, own=field in fields.NEVER) == ""


def test_every_row_of_the_table_names_every_role_and_what_is_masked_has_a_mask() -> None:
    for field, row in TABLE.items():
        assert len(row) == len(ROLES), field
        if {Sight.MASKED, Sight.ON_REASON} & set(row):
            assert field in fields._MASKS or field == "duty_name", field
