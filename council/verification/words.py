"""The words for papers, ways and outcomes, in the reader's language."""

from __future__ import annotations

from council.i18n import gettext as _
from council.i18n import speaking
from council.verification import rules


def papers() -> dict[str, str]:
    """Code of a paper → what people call it."""
    words = (
        _("居民身份证"),
        _("户口簿"),
        _("不动产权证"),
        _("租赁合同"),
        _("居住证"),
        _("社保证明"),
        _("单位证明"),
        _("房东证明"),
    )
    return dict(zip(rules.PAPERS, words, strict=True))


def ways() -> dict[str, str]:
    """Code of a way of verification → what it is called."""
    return {
        "desk": _("当面核验"),
        "letter": _("入户信"),
        "facts": _("入户信加核对"),
        "vouching": _("楼组长作证"),
        "newcomer": _("登记新居民"),
    }


def claims() -> dict[str, str]:
    """How two people came to claim one row."""
    return {
        "letter": _("信已被别人用过"),
        "desk": _("证件号登记在另一个人名下"),
        "newcomer": _("要登记的人可能已在名册上"),
        "told": _("有人到社区说明"),
    }


def outcomes() -> dict[str, str]:
    """How a conflict can end."""
    words = (_("维持现在的人"), _("归提出的人"), _("都重新核验"))
    return dict(zip(rules.OUTCOMES, words, strict=True))


def ground(seen: tuple[str, ...], note: str) -> str:
    """What was seen, as it stands in the roll: in Chinese, whoever's language the page had."""
    with speaking("zh"):
        known = papers()
    return "、".join([*(known[one] for one in seen), *([note] if note else [])])


def reason(code: str) -> str:
    """Why an attempt was refused, for the staff's list: short, without numbers of a moment."""
    known = {
        "letter.wrong": _("信上的代码不对"),
        "letter.facts": _("代码或核对的内容不对"),
        "letter.locked": _("错了五次，代码停用一小时"),
        "letter.community_rests": _("这个小时里全社区错得太多"),
        "letter.used": _("信已经用过"),
        "letter.expired": _("信已过期"),
        "letter.office_holder": _("担任职务，要用公职信"),
        "person.left": _("已不在名册上"),
        "desk.number_differs": _("证件号和名册不同"),
        "desk.number_birth": _("证件号和名册的出生日期不同"),
        "desk.number_taken": _("证件号登记在另一个人名下"),
        "desk.office_holder": _("担任职务，密码要用公职信重设"),
        "vouching.not_your_building": _("不住在作证人的楼里"),
        "vouching.oneself": _("为自己作证"),
        "vouching.verified": _("已经核验过"),
        "newcomer.same_number": _("名册上有同一证件号的人"),
        "newcomer.same_person": _("名册上有同名同电话或同住址的人"),
    }
    return known.get(code, code)
