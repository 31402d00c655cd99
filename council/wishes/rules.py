"""WISH-1 to WISH-9 as tables and pure functions; every no is a reason code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection

STATES = (
    "review",  # 待审核
    "returned",  # 退回补充
    "wall",  # 待认领
    "claimed",  # 已认领，待核准
    "doing",  # 办理中
    "delivered",  # 已送达，待确认
    "fulfilled",  # 已圆梦
    "withdrawn",  # 已撤回
    "unmet",  # 未能实现
    "project",  # 转为服务项目
)
# WISH-1. Act → state before → state after. What is not here cannot happen.
LIFE: dict[str, dict[str, str]] = {
    "revise": {"review": "review", "returned": "review"},
    "return": {"review": "returned"},
    "show": {"review": "wall"},
    "claim": {"wall": "claimed"},
    "approve": {"claimed": "doing"},
    "refuse": {"claimed": "wall"},
    "release": {"claimed": "wall", "doing": "wall"},
    "expire": {"claimed": "wall", "doing": "wall"},
    "tell": {"doing": "doing"},
    "deliver": {"doing": "delivered"},
    "confirm": {"delivered": "fulfilled"},
    "reopen": {"delivered": "doing"},
    "withdraw": dict.fromkeys(("review", "returned", "wall", "claimed"), "withdrawn"),
    "give_up": dict.fromkeys(("returned", "wall", "claimed", "doing"), "unmet"),
    "convert": dict.fromkeys(("review", "returned", "wall"), "project"),
}
OVER = ("fulfilled", "withdrawn", "unmet", "project")
SHOWN = ("wall", "claimed", "doing", "delivered", "fulfilled", "unmet", "project")
WITH_CLAIMER = ("claimed", "doing", "delivered")
# How the register calls it.
IN_REGISTER = {
    "review": "open",
    "returned": "open",
    "wall": "waiting",
    "unmet": "declined",
    **{one: one for one in ("claimed", "doing", "delivered", "fulfilled", "withdrawn", "project")},
}
UNSEEN = "（尚未公开的心愿）"  # its title in the register until it stands on the wall

CATEGORIES = ("goods", "service", "company", "public")  # WISH-3
CLAIMERS = ("party", "volunteer", "society", "unit", "company", "resident")  # WISH-5
WITH_NAME = ("society", "unit", "company")  # who claims for one says for which
AGES = ("child", "young", "grown", "old")  # under 14, under 35, under 60, 60 and more
VALUE_LIMIT = 200_00  # fen; WISH-2 calls it local custom, so it is a setting
CLAIM_DAYS = 15
MOST_DAYS = 90
MOST_FEN = 10_000_00
A_DAY = 5  # wishes of one person
AT_ONCE = 5  # wishes that one claimer may have in hand
TEXT, SHOWN_TEXT, NAME, CONTACT, BUILDING = 500, 120, 60, 160, 40  # characters
REASON, PROMISE, ORGANISATION, BASIS = 300, 300, 120, 120
# WISH-4: words that say something of health, disability or need. The reviewer is asked, and may
# say that it was agreed to; a list never knows everything.
SENSITIVE = (
    *("病", "癌", "瘫", "残疾", "残障", "失能", "失智", "痴呆", "化疗", "透析", "抑郁", "自闭"),
    *("低保", "特困", "贫困", "困难户", "救助", "欠债", "孤儿"),
)
FORBIDDEN = 403


@dataclass(frozen=True, slots=True)
class Terms:
    """What one wish may cost at most (fen), how long a claim lasts (days), and who set it."""

    value_limit: int = VALUE_LIMIT
    claim_days: int = CLAIM_DAYS
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Wishing:
    """What is wished. `name` and `contact` where the wisher is not the one who is signed in."""

    text: str
    category: str
    value: int = 0  # fen
    wanted_by: date | None = None
    name: str = ""
    contact: str = ""
    age: str = ""
    building: str = ""
    guardian: str = ""
    may_show: bool = False
    may_say: bool = False


@dataclass(frozen=True, slots=True)
class Claiming:
    """Who makes it true: as what, for which organisation, and how."""

    kind: str
    organisation: str = ""
    promise: str = ""


def after(act: str, state: str) -> str:
    """The state that follows; refused where the act is not possible any more, or not yet."""
    if state not in LIFE[act]:
        raise Refused("wish.not_now", state=state)
    return LIFE[act][state]


def must_wish(what: Wishing, today: date) -> None:
    """WISH-2, WISH-3, WISH-9: in words, of a category, with a guardian's name for a child."""
    if not what.text or len(what.text) > TEXT:
        raise unreadable("wish.text", most=TEXT)
    if what.category not in CATEGORIES or (what.age and what.age not in AGES):
        raise unreadable("wish.category")
    if not 0 <= what.value <= MOST_FEN:
        raise unreadable("wish.value", most=MOST_FEN // 100)
    if what.wanted_by is not None and what.wanted_by < today:
        raise unreadable("wish.wanted_by")
    if what.age == "child" and not what.guardian:
        raise unreadable("wish.guardian")
    if max(len(what.name), len(what.guardian)) > NAME or len(what.building) > BUILDING:
        raise unreadable("wish.text", most=TEXT)
    if not what.contact or len(what.contact) > CONTACT:
        raise unreadable("wish.contact", most=CONTACT)


def may_wish(state: str, today: int) -> None:
    """Somebody verified, not more than five a day."""
    if state != "verified":
        raise Refused("wish.unverified")
    if today >= A_DAY:
        raise Refused("wish.too_many", 429, most=A_DAY)


def must_have_reason(reason: str) -> None:
    if not reason or len(reason) > REASON:
        raise unreadable("wish.reason", most=REASON)


def sensitive(text: str) -> tuple[str, ...]:
    """Words of WISH-4 that stand in it."""
    return tuple(word for word in SENSITIVE if word in text)


def may_show(
    shown: str, value: int, limit: int, *, consent: bool, about_health: bool, agreed: bool
) -> None:
    """WISH-2, WISH-4: agreed to, not over the limit, nothing of health or need without a yes."""
    if not consent:
        raise Refused("wish.no_consent")
    if value > limit:
        raise Refused("wish.over_limit", most=limit // 100)
    if not shown or len(shown) > SHOWN_TEXT:
        raise unreadable("wish.shown", most=SHOWN_TEXT)
    if about_health and not agreed:
        raise Refused("wish.sensitive", words="、".join(sensitive(shown)))


def must_claim(what: Claiming) -> None:
    if what.kind not in CLAIMERS or len(what.organisation) > ORGANISATION:
        raise unreadable("wish.claimer")
    if what.kind in WITH_NAME and not what.organisation:
        raise unreadable("wish.organisation")
    if len(what.promise) > PROMISE:
        raise unreadable("wish.reason", most=PROMISE)


def may_claim(person_state: str, wisher: str | None, person: str, in_hand: int) -> None:
    """Somebody verified, not the wisher, and not with more in hand than one can carry."""
    if person_state != "verified":
        raise Refused("wish.unverified")
    if wisher == person:
        raise Refused("wish.own")
    if in_hand >= AT_ONCE:
        raise Refused("wish.enough", most=AT_ONCE)


def must_be(person: str, allowed: Collection[str | None], *, officer: bool) -> None:
    """To whom it is not, the act does not exist."""
    if not officer and person not in allowed:
        raise NotThere


def must_be_content(content: int | None) -> None:
    if content is not None and not 1 <= content <= 5:  # noqa: PLR2004 - stars
        raise unreadable("wish.content")


def must_be_terms(terms: Terms) -> None:
    if not 0 < terms.value_limit <= MOST_FEN or not 1 <= terms.claim_days <= MOST_DAYS:
        raise unreadable("wish.terms", most=MOST_FEN // 100, days=MOST_DAYS)


def expires(day: date, days: int) -> date:
    """The last day of a claim."""
    return day + timedelta(days=days)
