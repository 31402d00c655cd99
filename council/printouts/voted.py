"""表决情况表: every published vote of one meeting in one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.clock import local
from council.i18n import gettext as _
from council.printouts.sheets import Column, List
from council.voting import queries as voting
from council.voting.results import said, told
from council.web.words import chinese_day

if TYPE_CHECKING:
    from datetime import datetime

    from council.voting.queries import PollRow

NONE = "——"


@dataclass(frozen=True, slots=True)
class Voted:
    """One published vote. `counts`: of a yes or no, called to needed; empty where none are said."""

    poll: str
    no: str  # of the motion
    text: str
    mode: str
    rule: str
    counts: tuple[str, ...]
    verdict: str
    sentence: str
    at: datetime


async def votes_of(meeting: str) -> tuple[Voted, ...]:
    """In the order in which they were put."""
    return tuple(_voted(one) for one in await voting.results_of(meeting))


def _voted(poll: PollRow) -> Voted:
    result = poll.result or {}
    return Voted(
        poll=poll.id,
        no=poll.motion_no,
        text=poll.text,
        mode=_("记名") if poll.mode == "named" else _("无记名"),
        rule=said.rule_name(poll.rule_code),
        counts=_counts(poll),
        verdict=verdict(result["verdict"]),
        sentence=told.result(result),
        at=poll.published_at or poll.closed_at or poll.opened_at,  # type: ignore[arg-type]  # published
    )


def _counts(poll: PollRow) -> tuple[str, ...]:
    """应到 到会 赞成 反对 弃权 须至少."""
    result = poll.result or {}
    if poll.sheet is not None or "withheld" in result:
        return ()
    names = ("called", "present", "yes", "no", "abstain", "needed")
    return tuple(str(result.get(name, NONE)) for name in names)


def verdict(code: str) -> str:
    """In the reader's language."""
    return {
        "passed": _("通过"),
        "failed": _("未通过"),
        "invalid": _("无效"),
        "chosen": _("已选出"),
        "none": _("没有选出"),
        "ranked": _("只排名次"),
    }[code]


COLUMNS = (
    Column("序号", mm=13),
    Column("表决事项", wide=4, left=True),
    Column("方式", mm=19),
    Column("依据", wide=2, left=True),
    Column("应到", mm=15),
    Column("到会", mm=15),
    Column("赞成", mm=15),
    Column("反对", mm=15),
    Column("弃权", mm=15),
    Column("须至少", mm=18),
    Column("结果", mm=22),
)


def sheet(
    votes: tuple[Voted, ...],
    *,
    community: str,
    programme: str,
    subject: str,
    starts_at: datetime,
    address: str,
) -> List:
    """The paper. `votes` read while Chinese was spoken."""
    day = chinese_day(local(starts_at))
    return List(
        title="表决情况表",
        subject=subject,
        community=community,
        programme=programme,
        facts=(("开会日期", day), ("表决", f"{len(votes)}次，按提付表决的先后")),
        columns=COLUMNS,
        rows=tuple(_row(at, one) for at, one in enumerate(votes, start=1)),
        notes=tuple(
            f"第{at}项：{one.sentence}。" for at, one in enumerate(votes, 1) if not one.counts
        ),
        stamp=max((one.at for one in votes), default=starts_at),
        signatures=("主持人", "计票人", "监票人"),
        address=address,
        proof=("扫码看每次表决的规则、票数和复算的办法。",),
        mark="只含已经公布的表决",
        empty="还没有公布的表决结果。",
        wide=True,
    )


def _row(at: int, one: Voted) -> tuple[str, ...]:
    text = f"动议{one.no}：{one.text}" if one.no else one.text
    counts = one.counts or (NONE,) * 6
    return (str(at), text, one.mode, one.rule, *counts, one.verdict)
