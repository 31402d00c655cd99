"""海报: a call for needs for gate, stairwell and square, with the code that leads to its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.printouts.sheets import CallPoster
from council.web.words import chinese_day

if TYPE_CHECKING:
    from council.needs.queries import CallView

FIELDS = ("社区服务", "社区环境", "社区安全", "社区民主")  # paper exists in Chinese alone
SCAN = ("扫码就能提，不用登录。", "交了有编号，凭回执看答复。")


def poster(
    one: CallView, *, community: str, programme: str, origin: str, paper: str = "a4"
) -> CallPoster:
    """In Chinese; of a published call, which has a time."""
    return CallPoster(
        community=community,
        programme=programme,
        head="居民需求征集",
        no=one.no,
        text=one.title,
        words=one.text,
        fields=FIELDS,
        topics=one.topics,
        channels=one.channels,
        until=f"{chinese_day(one.last_day)}截止",
        issuer=one.issuer,
        day=chinese_day(one.opened_at.date()) if one.opened_at else "",
        scan=SCAN,
        address=f"{origin}/calls/{one.id}/entry",
        stamp=one.opened_at,  # type: ignore[arg-type]  # it is published
        paper=paper,
    )
