"""会议记录: the raw record of a meeting, whole, with who came and how it voted; never public."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council.clock import local
from council.i18n import gettext as _
from council.meetings import record_queries
from council.printouts import attending, voted
from council.printouts.sheets import Column, List, Table
from council.web.words import chinese_day, clock

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.meetings.record_queries import Entry
    from council.printouts.attending import Attended
    from council.printouts.voted import Voted

WHAT = "会议记录是原始记录，不公布；会议纪要由它整理。"


@dataclass(frozen=True, slots=True)
class Recorded:
    """One meeting as it was written down, at this moment."""

    attended: Attended
    entries: tuple[Entry, ...]
    votes: tuple[Voted, ...]

    @property
    def struck(self) -> int:
        """How many lines have a line through them; they stay readable."""
        return sum(one.struck_at is not None for one in self.entries)


async def read(viewer: Viewer, meeting: str) -> Recorded:
    """For officers, supervisors, auditors and who was called; NotThere for others."""
    await record_queries.recorded(viewer, meeting)
    return Recorded(
        attended=await attending.attended(viewer, meeting),
        entries=await record_queries.entries(meeting),
        votes=await voted.votes_of(meeting),
    )


def kind_word(code: str) -> str:
    """What a line is, in the reader's language."""
    return {
        "checkin": _("签到"),
        "speech": _("发言"),
        "motion": _("动议"),
        "second": _("附议"),
        "amendment": _("修正"),
        "vote": _("表决"),
        "decision": _("决定"),
        "note": _("备注"),
        "item": _("议程"),
        "handover": _("交接"),
        "break": _("休会"),
        "quorum": _("人数"),
        "recusal": _("回避"),
        "reminder": _("提醒"),
        "opinion": _("协商意见"),
        "dissent": _("不同意见"),
    }[code]


def side_word(code: str) -> str:
    """Which side a speaker took; of most lines none."""
    return {"yes": _("赞成"), "no": _("反对")}.get(code, "")


def as_data(found: Recorded) -> dict[str, Any]:
    """For a program: codes as they are stored, moments on the community's clock."""
    return {
        "meeting": found.attended.meeting.id,
        "state": found.attended.meeting.state,
        "lines": [
            {
                "seq": one.seq,
                "at": local(one.at).isoformat(),
                "kind": one.kind,
                "person": one.name,
                "sector": one.sector,
                "side": one.side,
                "text": one.text,
                "entered_by": one.entered_by,
                "struck_at": local(one.struck_at).isoformat() if one.struck_at else None,
            }
            for one in found.entries
        ],
        "attendance": [
            {
                "name": one.name,
                "unit": one.unit,
                "observer": one.observer,
                "status": one.status,
                "came": one.came,
                "went": one.went,
            }
            for one in found.attended.lines
        ],
        "votes": [
            {"poll": one.poll, "no": one.no, "text": one.text, "sentence": one.sentence}
            for one in found.votes
        ],
    }


COLUMNS = (
    Column("序号", mm=13),
    Column("时间", mm=15),
    Column("类别", mm=21),
    Column("发言人", wide=2, left=True),
    Column("内容", wide=5, left=True),
    Column("记入人", mm=22),
)
VOTES = (
    Column("表决事项", wide=1, left=True),
    Column("方式", mm=17),
    *(Column(word, mm=12) for word in ("应到", "到会", "赞成", "反对", "弃权")),
    Column("须至少", mm=15),
    Column("结果", mm=17),
)


def sheet(found: Recorded, community: str, programme: str) -> List:
    """The paper, in Chinese: the lines, then the sign-in sheet and the votes."""
    held = found.attended.meeting
    start = local(held.opened_at or held.starts_at)
    end = f"至{clock(local(held.closed_at))}" if held.closed_at else ""
    struck = tuple(at for at, one in enumerate(found.entries) if one.struck_at)
    return List(
        title="会议记录",
        subject=f"{held.series}{held.session}",
        community=community,
        programme=programme,
        facts=(
            ("时间", f"{chinese_day(start)} {clock(start)}{end}"),
            ("地点", held.place),
            ("人数", attending.counted(found.attended)),
            ("记录", f"{len(found.entries)}条" + (f"，划去{len(struck)}条" if struck else "")),
        ),
        columns=COLUMNS,
        rows=tuple(_row(one) for one in found.entries),
        struck=struck,
        notes=(WHAT,),
        stamp=_newest(found),
        signatures=("主持人", "记录人"),
        mark="会议记录，不公布",
        empty="还没有记录。",
        more=(
            Table(
                title="签到表",
                columns=attending.COLUMNS,
                rows=tuple(attending.rows(found.attended)),
                empty="还没有通知任何人。",
            ),
            _votes(found.votes),
        ),
    )


def _newest(found: Recorded) -> Any:
    moments = [found.attended.at, *(one.struck_at or one.at for one in found.entries)]
    return max([*moments, *(one.at for one in found.votes)])


def _row(one: Entry) -> tuple[str, ...]:
    who = one.name + (f"（{one.sector}）" if one.sector else "")
    said = "，".join(part for part in (side_word(one.side), one.text) if part)
    gone = "（已划去）" if one.struck_at else ""
    return (
        str(one.seq),
        clock(local(one.at)),
        kind_word(one.kind),
        who,
        (said or "发言，要点待记") + gone,
        one.entered_by,
    )


def _votes(votes: tuple[Voted, ...]) -> Table:
    rows = (
        (
            f"{f'动议{one.no}：' if one.no else ''}{one.text}（{one.rule}）",
            one.mode,
            *(one.counts or (voted.NONE,) * 6),
            one.verdict,
        )
        for one in votes
    )
    return Table(
        title="表决情况表",
        columns=VOTES,
        rows=tuple(rows),
        notes=tuple(f"{one.text}：{one.sentence}。" for one in votes if not one.counts),
        empty="还没有公布的表决结果。",
    )
