"""议定事项清单: what the minutes say was decided, who answers for it and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.minutes.blocks import DecisionRow, DecisionTable
from council.printouts.sheets import Column, List

if TYPE_CHECKING:
    from council.minutes.printed import Print

COLUMNS = (
    Column("议题", mm=14),
    Column("议定事项", wide=5, left=True),
    Column("责任人", mm=26),
    Column("完成时限", mm=36),
    Column("办理情况", wide=3, left=True),
)


def decisions(what: Print) -> tuple[DecisionRow, ...]:
    """Of these minutes, in their order."""
    tables = (block for block in what.draft.blocks if isinstance(block, DecisionTable))
    return tuple(row for table in tables for row in table.rows)


def sheet(what: Print, community: str) -> List:
    """The paper; of a draft it says that it is one."""
    rows = decisions(what)
    return List(
        title="议定事项清单",
        subject=f"{what.issuer}{what.draft.title.removesuffix('纪要')}",
        community=community,
        programme=what.letterhead.programme,
        facts=(("依据", f"{what.number}（{what.draft.day}）"), ("事项", f"{len(rows)}件")),
        columns=COLUMNS,
        rows=tuple((row.no, row.matter, row.responsible, row.due, "") for row in rows),
        stamp=what.stamp,
        address=what.address,
        proof=("扫码看这份纪要。", f"纪要的校验值（SHA-256）{what.sha256}", *what.checkpoint),
        mark=f"第{what.version}稿 · SHA-256 {what.sha256[:16]}",
        empty="本次会议没有形成议定事项。",
        watermark=not what.public,
    )
