"""The roll's words in the reader's language."""

from __future__ import annotations

from council.i18n import gettext as _


def ties() -> dict[str, str]:
    """How a person is tied to a unit, as the file says it → in the reader's language."""
    return {
        "业主": _("业主"),
        "共有人": _("共有人"),
        "家属": _("家属"),
        "租户": _("租户"),
        "代表": _("代表"),
        "其他": _("其他"),
    }


def states() -> dict[str, str]:
    return {"listed": _("未核验"), "verified": _("已核验"), "left": _("不在册")}


def hukou() -> dict[str, str]:
    return {"户籍": _("户籍"), "非户籍": _("非户籍")}


def departures() -> dict[str, str]:
    return {
        "moved_out": _("迁出"),
        "suspended": _("暂停"),
        "deceased": _("去世"),
        "merged": _("并入另一人"),
        "erased": _("资料已删除"),
    }


def corporate() -> dict[str, str]:
    return {"company": _("单位"), "developer": _("建设单位")}


def columns() -> dict[str, str]:
    """The fields of a person that can be changed, as the form calls them."""
    return {
        "name": _("姓名"),
        "gender": _("性别"),
        "birth_date": _("出生日期"),
        "hukou": _("户籍"),
        "phone": _("电话"),
        "pinyin": _("姓名拼音"),
        "elder": _("长辈版"),
    }


def genders() -> dict[str, str]:
    return {"男": _("男"), "女": _("女")}


def ways() -> dict[str, str]:
    """How somebody was verified."""
    return {
        "desk": _("在窗口核对"),
        "letter": _("入户信"),
        "facts": _("入户信加资料核对"),
        "vouching": _("楼组长担保"),
        "newcomer": _("新居民登记"),
    }
