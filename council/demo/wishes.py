"""Ten wishes of the demo: two came true, one waits for thanks, others are on their way or wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.demo.calendar import moment
from council.demo.roll import community
from council.wishes import actions
from council.wishes.rules import Claiming, Wishing

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

CATEGORIES = {"实物类": "goods", "服务类": "service", "陪伴类": "company", "公共类": "public"}
CLAIMERS = {"党员": "party", "社会组织": "society", "志愿者": "volunteer", "驻区单位": "unit"}
WALL = {"WX-009"}  # what never came there: it costs too much
THANKS = {"WX-001": "字很大，不用戴眼镜。谢谢！", "WX-002": "楼道亮了，晚上回家踏实。"}
HOW = "0512-00000003"  # the office calls them


async def collect(cast: Cast, when: Calendar) -> dict[str, str]:
    """Slips of paper and of phones, taken down and looked at; ids by number."""
    found: dict[str, str] = {}
    for number, one in enumerate(community()["micro_wishes"]):
        day = -55 + number // 2
        with moment(when.at(day, 10 + number % 2 * 5)):
            what = Wishing(
                one["title"],
                CATEGORIES[one["category"]],
                value=one["estimated_value_fen"] or 0,
                contact=HOW,
                may_show=one["consent_public"],
            )
            made = await actions.wish(
                what, cast.secretary, wisher=cast.id(one["wisher"]), no=one["id"]
            )
            found[one["id"]] = made
        with moment(when.at(day + 1, 9), minutes=number):
            if one["id"] in WALL:
                reason = "超出微心愿200元的上限，已说明原因。"
                await actions.send_back(made, reason, cast.secretary)
            else:
                await actions.show(made, one["title"], cast.secretary)
    return found


async def grow(cast: Cast, wish: str, project: dict[str, Any]) -> str:
    """A wish of many becomes a project."""
    reason = f"许愿的人多，列为服务项目{project['id']}。"
    return await actions.convert(wish, project["name"], reason, cast.secretary, no=project["id"])


async def go_on(cast: Cast, when: Calendar, known: dict[str, str]) -> None:
    """Claimed, on the way, delivered, and thanked for: as the data says."""
    for number, one in enumerate(community()["micro_wishes"]):
        claim = one.get("claim")
        if claim:
            with moment(when.at(-12, 14), minutes=number):
                await _claim(cast, known[one["id"]], claim)
            with moment(when.at(-8, 14), minutes=number):
                await _carry(cast, known[one["id"]], one["status"], claim["progress"])
        if one["status"] == "已圆梦":
            with moment(when.at(-7, 10), minutes=number):
                await actions.confirm(known[one["id"]], THANKS[one["id"]], 5, cast.secretary)


async def _claim(cast: Cast, wish: str, claim: dict[str, Any]) -> None:
    """An organisation claims by whoever sits for it; a person for themselves."""
    names = {one["id"]: one["name"] for one in community()["organisations"]}
    organisation = names.get(claim["claimer"], "")
    person = claim["claimer"] if not organisation else CLAIMS_FOR[claim["claimer"]]
    kind = CLAIMERS[claim["claimer_type"]]
    await actions.claim(wish, Claiming(kind, organisation), cast.actor(person))
    await actions.approve(wish, cast.secretary)


# Organisation → who signs in for it.
CLAIMS_FOR = {"ORG-S2": "R034", "ORG-C1": "R038"}


async def _carry(cast: Cast, wish: str, status: str, progress: str) -> None:
    done = status in {"已圆梦", "已送达待确认"}
    act = actions.deliver if done else actions.tell
    await act(wish, progress, cast.secretary)
