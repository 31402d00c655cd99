"""Every register that can be taken along: its columns, who may have it, how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.i18n import gettext as _
from council.privacy import fields
from council.site import export_queries as queries
from council.web.spreadsheet import Heading

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    Rows = Callable[[str], AsyncIterator[dict[str, Any]]]

OFFICERS = ("chair", "secretary", "community_secretary")
STAFF = ("secretary", "community_secretary", "social_worker")
WATCHERS = ("supervisor", "auditor", "community_secretary")


@dataclass(frozen=True, slots=True)
class Column:
    """A key of the row under a heading; `field` of privacy.fields decides how it is shown."""

    key: str
    name: str
    meaning: str
    field: str = ""

    @property
    def heading(self) -> Heading:
        return Heading(_(self.name), _(self.meaning))


@dataclass(frozen=True, slots=True)
class Register:
    """`look`: the kind of look that the access log notes; empty where nobody's data are in it."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: Rows
    may: tuple[str, ...]
    look: str = ""

    def shows_more(self, offices: Iterable[str]) -> bool:
        """Whether a reason would show these offices more."""
        held = tuple(offices)
        named = [column.field for column in self.columns if column.field]
        return any(fields.sight(held, one) is fields.Sight.ON_REASON for one in named)


def N_(text: str) -> str:  # noqa: N802 - the usual name for a text that is translated later
    return text


PEOPLE = Register(
    "people",
    N_("居民"),
    (
        Column("roll_no", N_("编号"), N_("名册上的编号，导入时按它对应"), "roll_no"),
        Column("name", N_("姓名"), N_("名册上的姓名"), "name"),
        Column("gender", N_("性别"), N_("男或女"), "gender"),
        Column(
            "birth_date",
            N_("出生日期"),
            N_("年-月-日；没有权限或没有写理由时只留年份"),
            "birth_date",
        ),
        Column("hukou", N_("户籍"), N_("户籍或非户籍；两者权利相同"), "hukou"),
        Column("phone", N_("电话"), N_("没有写理由时中间四位是星号"), "phone"),
        Column("id_last4", N_("身份证末四位"), N_("全号从不保存"), "id_last4"),
        Column("homes", N_("住址编号"), N_("各套房屋的编号，用顿号隔开"), "unit"),
        Column("ties", N_("与房屋关系"), N_("与住址编号逐一对应"), "hukou"),
        Column("state", N_("状态"), N_("listed未核验，verified已核验，left不在册")),
    ),
    queries.people,
    OFFICERS + STAFF,
    "people",
)
UNITS = Register(
    "units",
    N_("房屋"),
    (
        Column("code", N_("编号"), N_("房屋的编号，导入时按它对应")),
        Column("building", N_("幢"), N_("幢的名称")),
        Column("entrance", N_("单元"), N_("门或梯，可以没有")),
        Column("room", N_("室"), N_("室号")),
        Column("area", N_("面积"), N_("专有部分面积，平方米，两位小数")),
        Column("area_source", N_("面积来源"), N_("面积依据什么")),
    ),
    queries.units,
    OFFICERS + STAFF,
)
HOUSEHOLDS = Register(
    "households",
    N_("户"),
    (
        Column("code", N_("编号"), N_("房屋的编号"), "unit"),
        Column("no", N_("户号"), N_("同一套房屋里的第几户")),
        Column("representative", N_("户代表"), N_("代表这一户的人，可以没有"), "name"),
        Column("people", N_("人数"), N_("登记在这一户的人数")),
    ),
    queries.households,
    OFFICERS + STAFF,
    "units",
)
ORGANISATIONS = Register(
    "organisations",
    N_("社会组织"),
    (
        Column("name", N_("名称"), N_("组织的全名")),
        Column("kind", N_("种类"), N_("组织的种类")),
        Column("rating", N_("评估等级"), N_("没有评估过的空着")),
    ),
    queries.organisations,
    (*OFFICERS, *STAFF, *WATCHERS),
)
SEATS = Register(
    "seats",
    N_("委员席位"),
    (
        Column("name", N_("姓名"), N_("委员的姓名"), "duty_name"),
        Column("sector", N_("界别"), N_("代表哪一方面")),
        Column("title", N_("职务"), N_("委员会里的职务")),
        Column("from_date", N_("任期开始"), N_("年-月-日")),
        Column("until_date", N_("任期结束"), N_("年-月-日")),
        Column("ended", N_("提前结束"), N_("提前结束的日期，没有就空着")),
    ),
    queries.seats,
    (*OFFICERS, *STAFF, *WATCHERS),
)
OFFICES = Register(
    "offices",
    N_("职务"),
    (
        Column("name", N_("姓名"), N_("担任职务的人"), "duty_name"),
        Column("office", N_("职务代码"), N_("系统里的职务")),
        Column("scope", N_("范围"), N_("楼组长的楼幢等；空着是全社区")),
        Column("acting", N_("代理"), N_("代理的写“是”")),
        Column("from_date", N_("任期开始"), N_("年-月-日；空着是从任命起")),
        Column("until_date", N_("任期结束"), N_("年-月-日；空着是没有写明")),
        Column("granted", N_("任命日期"), N_("年-月-日")),
        Column("ended", N_("结束日期"), N_("年-月-日；空着是在任")),
    ),
    queries.offices,
    (*OFFICERS, *WATCHERS),
)
ACCESS_LOG = Register(
    "access-log",
    N_("查阅记录"),
    (
        Column("at", N_("时间"), N_("北京时间")),
        Column("viewer", N_("谁看的"), N_("查阅的人"), "duty_name"),
        Column("office", N_("以什么职务"), N_("系统里的职务")),
        Column("what", N_("看了什么"), N_("查阅内容的代码")),
        Column("person", N_("看了谁"), N_("空着是一份名单"), "name"),
        Column("why", N_("为什么"), N_("查阅的人写的理由")),
        Column("rows_seen", N_("条数"), N_("看到了多少人")),
    ),
    queries.access_log,
    WATCHERS,
    "access_log",
)
ALL = {
    one.code: one for one in (PEOPLE, UNITS, HOUSEHOLDS, ORGANISATIONS, SEATS, OFFICES, ACCESS_LOG)
}


def for_offices(offices: Iterable[str]) -> list[Register]:
    """The registers that somebody with these offices may take along."""
    held = set(offices)
    return [one for one in ALL.values() if held & set(one.may)]


def cells(
    register: Register, row: dict[str, Any], offices: tuple[str, ...], reason: str
) -> list[str]:
    """One row as text, each field as this reader may see it; `reason`: what the log says."""
    return [_cell(column, row[column.key], offices, reason) for column in register.columns]


def _cell(column: Column, value: Any, offices: tuple[str, ...], reason: str) -> str:
    if column.field:
        return fields.shown(column.field, value, offices, reason=reason)
    return "" if value is None else str(value)
