"""Made-up minutes on which a letterhead is shown before it is settled: pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from council.minutes.blocks import Draft, Field, Fields, Heading, Paragraph
from council.minutes.printed import Print, Signature

if TYPE_CHECKING:
    from council.minutes.letterheads.rules import Wanted

STAMP = datetime(2026, 1, 1, tzinfo=UTC)
BLOCKS = (  # short: two pages at most
    Fields("head", (Field("时间", "1月9日14:00至15:30"), Field("地点", "社区议事厅"))),
    Heading("item.1", "一、样张：同意增设楼道扶手"),
    Paragraph("item.1.opening", "这是样张，用来看公文格式，不是真的纪要。"),
)


def sample(community: str, wanted: Wanted) -> Print:
    """One page that shows everything that the letterhead settles."""
    body = Draft(
        issuer=f"{community}共治协商委员会",
        title="样张",
        day="2026年1月9日",
        chair="",
        recorder="",
        blocks=BLOCKS,
        publisher=wanted.publisher or f"{community}居民委员会",
        copies=wanted.copies or "街道办事处、居务监督委员会",
        number="议纪〔2026〕1号",
    )
    return Print(
        draft=body,
        version=1,
        sha256="0" * 64,
        chair=Signature("姓名"),
        recorder=Signature("姓名"),
        issued="2026年1月10日印发",
        address="",
        stamp=STAMP,
        letterhead=wanted.look,
    )
