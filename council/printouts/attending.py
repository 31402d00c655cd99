"""签到表: empty to be signed before a meeting, or filled with who came and went when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.clock import local
from council.i18n import gettext as _
from council.meetings import queries as meetings
from council.printouts.sheets import TO_WRITE, Column, List
from council.web.words import chinese_day, clock

if TYPE_CHECKING:
    from datetime import datetime

    from council.identity.viewer import Viewer
    from council.meetings.queries import MeetingRow

SPARE = 6  # empty lines for who comes without having been called
CAME = ("到会。", "远程到会。")


@dataclass(frozen=True, slots=True)
class Line:
    """One who was called. `came` and `went` are on the wall clock, empty while unknown."""

    name: str
    unit: str
    observer: bool
    status: str  # expected | present | remote | leave | left
    came: str = ""
    went: str = ""


@dataclass(frozen=True, slots=True)
class Attended:
    meeting: MeetingRow
    lines: tuple[Line, ...]
    at: datetime  # of the newest arrival or leaving


async def attended(viewer: Viewer, meeting: str) -> Attended:
    """Everybody called, members first, with whole names: whoever asks may read them."""
    held = await meetings.meeting_for(viewer, meeting)
    arrivals = await _arrivals(meeting)
    found = await db.rows(
        "SELECT c.person, c.part, c.sector, c.title, c.status, c.remote, c.status_at, p.name"
        " FROM called c JOIN person p ON p.id = c.person WHERE c.meeting = {}"
        " ORDER BY CASE c.part WHEN 'member' THEN 0 ELSE 1 END, c.place, c.person",
        meeting,
    )
    lines = tuple(
        Line(
            name=one["name"],
            unit=one["sector"] or one["title"],
            observer=one["part"] == "observer",
            status="remote" if one["remote"] and one["status"] == "present" else one["status"],
            came=_came(one, arrivals),
            went=clock(one["status_at"]) if one["status"] == "left" else "",
        )
        for one in found
    )
    newest = max((one["status_at"] for one in found), default=held.starts_at)
    return Attended(held, lines, newest)


def _came(one: dict[str, object], arrivals: dict[str, datetime]) -> str:
    if one["status"] not in {"present", "left"}:
        return ""
    at = arrivals.get(str(one["person"]))
    return clock(at) if at else ""


async def _arrivals(meeting: str) -> dict[str, datetime]:
    """When each came first, as the live record says."""
    found = await db.rows(
        "SELECT person, at, text FROM log_line WHERE meeting = {} AND kind = 'checkin'"
        " AND struck_at IS NULL ORDER BY seq",
        meeting,
    )
    came: dict[str, datetime] = {}
    for one in found:
        if one["person"] and one["text"].endswith(CAME):
            came.setdefault(one["person"], one["at"])
    return came


def sheet(found: Attended, community: str, programme: str, *, blank: bool) -> List:
    """The paper, in Chinese. Blank: with room to sign, and lines for who was not called."""
    held = found.meeting
    start, end = local(held.starts_at), local(held.ends_at)
    facts = (
        ("时间", f"{chinese_day(start)} {clock(start)}至{clock(end)}"),
        ("地点", held.place),
        *(() if blank else (("人数", counted(found)),)),
    )
    listed = rows(found, blank=blank)
    if blank:
        more = range(len(listed) + 1, len(listed) + SPARE + 1)
        listed += [(str(at), "", "", "", "", "") for at in more]
    return List(
        title="签到表",
        subject=f"{held.series}{held.session}",
        community=community,
        programme=programme,
        facts=facts,
        columns=COLUMNS,
        rows=tuple(listed),
        stamp=held.starts_at if blank else found.at,
        signatures=("记录人",),
        mark="空白签到表" if blank else "按会场签到记录打印",
        rule=TO_WRITE if blank else 0,
    )


COLUMNS = (
    Column("序号", mm=13),
    Column("单位", wide=3, left=True),
    Column("姓名", mm=28),
    Column("签名", wide=3),
    Column("到会", mm=19),
    Column("离会", mm=19),
)
STATUS = {
    "expected": "未到",
    "present": "已签到",
    "remote": "远程到会",
    "leave": "请假",
    "left": "已签到",
}


def rows(found: Attended, *, blank: bool = False) -> list[tuple[str, ...]]:
    """Everybody called, numbered; blank ones with room to sign."""
    return [_row(at, one, blank=blank) for at, one in enumerate(found.lines, start=1)]


def _row(at: int, one: Line, *, blank: bool) -> tuple[str, ...]:
    unit = f"{one.unit}（列席）" if one.observer else one.unit
    if blank:
        return (str(at), unit, one.name, "请假" if one.status == "leave" else "", "", "")
    return (str(at), unit, one.name, STATUS[one.status], one.came, one.went)


def counted(found: Attended) -> str:
    """应到15人，实到13人，请假2人."""
    members = [one.status for one in found.lines if not one.observer]
    came = sum(one in {"present", "remote", "left"} for one in members)
    leave = members.count("leave")
    return f"应到{len(members)}人，实到{came}人，请假{leave}人"


def status_word(code: str) -> str:
    """In the reader's language."""
    return {
        "expected": _("未到"),
        "present": _("到会"),
        "remote": _("远程到会"),
        "leave": _("请假"),
        "left": _("离席"),
    }[code]
