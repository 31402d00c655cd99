"""Who sees which field of somebody else, and how: one table for every page and every export.

Pure. What a field is called here is what docs/privacy.md calls it; a field that is not in the
table is seen by nobody. One's own data is always plain.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Any

from council.privacy import masking

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Sight(IntEnum):
    """How a field is shown; a person of several offices has the widest of them."""

    HIDDEN = 0
    MASKED = 1
    ON_REASON = 2  # masked; plain once a reason was given, which stands in the access log
    PLAIN = 3


H, M, R, P = Sight.HIDDEN, Sight.MASKED, Sight.ON_REASON, Sight.PLAIN

# Not an office: somebody without a session, and a verified resident without any office.
PUBLIC, RESIDENT = "public", "resident"
ROLES = (
    PUBLIC,
    RESIDENT,
    "group_leader",
    "social_worker",
    "chair",
    "secretary",
    "community_secretary",
    "supervisor",
    "street_office",
    "observer",
    "resident_rep",
    "org_member",
    "admin",
    "auditor",
)

# In the order of ROLES. A group leader sees the people of the own building only, which the
# query decides; a chair finds people to invite and learns nothing else about them.
TABLE: dict[str, tuple[Sight, ...]] = {
    #              pub res grp soc cha sec com sup str obs rep org adm aud
    "name":        (M, M, P, P, P, P, P, M, M, M, M, M, M, M),
    "duty_name":   (P, P, P, P, P, P, P, P, P, P, P, P, P, P),
    "roll_no":     (H, H, P, P, P, P, P, H, H, H, H, H, H, H),
    "gender":      (H, H, H, P, H, P, P, H, H, H, H, H, H, H),
    "birth_date":  (H, H, H, M, H, R, R, H, H, H, H, H, H, H),
    "hukou":       (H, H, H, P, H, P, P, H, H, H, H, H, H, H),
    "phone":       (H, H, M, M, M, R, R, H, H, H, H, H, H, H),
    "email":       (H, H, H, H, H, M, M, H, H, H, H, H, H, H),
    "id_last4":    (H, H, H, M, H, R, R, H, H, H, H, H, H, H),
    "unit":        (H, H, P, P, P, P, P, M, H, H, H, H, H, H),
    "login":       (H, H, H, H, H, M, M, H, H, H, H, H, H, H),
    "consents":    (H, H, H, P, H, P, P, H, H, H, H, H, H, H),
    "delivery_evidence": (H, H, H, H, P, P, P, H, H, H, H, H, H, H),
    "departure":   (H, H, H, P, H, P, P, H, H, H, H, H, H, H),
}  # fmt: skip

# Seen by nobody, not even by its owner: it proves something and says nothing.
NEVER = frozenset({"id_hash", "password_hash", "secret_hash", "token_hash", "code_hash", "pinyin"})

_MASKS: dict[str, Callable[[Any], str]] = {
    "name": masking.name,
    "phone": masking.phone,
    "email": masking.email,
    "id_last4": masking.id_tail,
    "birth_date": masking.birth,
    "unit": masking.unit,
    "login": lambda text: masking.email(text) if "@" in text else masking.phone(text),
}


def sight(offices: Iterable[str], field: str, *, signed_in: bool = True) -> Sight:
    """How a person with these offices sees the field of others: the widest of what each allows."""
    if field in NEVER or field not in TABLE:
        return Sight.HIDDEN
    held = {PUBLIC, *([RESIDENT, *offices] if signed_in else [])}
    return max(TABLE[field][at] for at, role in enumerate(ROLES) if role in held)


def shown(
    field: str, value: Any, offices: Iterable[str], *, own: bool = False, reason: str = ""
) -> str:
    """The field as this reader may see it; empty where it is hidden, or where there is nothing.

    `own`: the reader's own data. `reason`: what was written into the access log for this look.
    """
    if not value or field in NEVER:
        return ""
    how = Sight.PLAIN if own else sight(offices, field)
    if how is Sight.PLAIN or (how is Sight.ON_REASON and reason):
        return str(value)
    return _MASKS[field](value) if how and field in _MASKS else ""


def may_ask(offices: Iterable[str]) -> bool:
    """Whether giving a reason would show this reader more than the page does."""
    return any(sight(offices, field) is Sight.ON_REASON for field in TABLE)
