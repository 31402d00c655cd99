"""Chinese numerals, dates and lists for official text (GB/T 9704: Arabic dates, no zeros)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from council.minutes.facts import Dissent, Person

_DIGITS = "零一二三四五六七八九"

MODES = {"named": "记名表决", "sealed": "无记名表决", "tellers": "无记名表决（监票人开箱）"}
VERDICTS = {"passed": "通过", "failed": "未通过", "invalid": "无效"}
SIDES = {"yes": "赞成", "no": "反对"}
REPORTS = {"report": "汇报", "vote": "说明", "consult": "情况介绍", "inform": "通报"}
STEPS = {
    "implement": "付诸实施",
    "again": "下次会议再协商",
    "assembly": "提交居民会议或居民代表会议",
    "street": "报街道办事处",
}


def han(number: int) -> str:
    """三, 十二, 六十, 一百零五: numerals of headings, 1 to 999."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones or not text else "")


def day(moment: date) -> str:
    """2026年12月5日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def span(start: datetime, end: datetime) -> str:
    """2026年12月5日14:00至15:52, with the second day named when it is another one."""
    later = "" if start.date() == end.date() else day(end)
    return f"{day(start)}{start:%H:%M}至{later}{end:%H:%M}"


def called(person: Person) -> str:
    """曹评话（主任委员）; a plain member has no bracket."""
    if person.title in {"", "委员"}:
        return person.name
    return f"{person.name}（{person.title}）"


def names(people: Iterable[Person]) -> str:
    """曹评话（主任委员）、袁昆腔."""
    return "、".join(called(person) for person in people)


def bare(text: str) -> str:
    """The text on one line without its final stop, to be set into a sentence of ours."""
    return " ".join(text.split()).rstrip("。．.；;，,、")


def short(text: str, limit: int = 120) -> str:
    """`bare`, cut after `limit` characters with …… when it is longer."""
    whole = bare(text)
    return whole if len(whole) <= limit else f"{whole[:limit]}……"


def judged(counted: Mapping[str, Any], *, base: str, over_days: bool = False) -> str:
    """赞成6票，不超过到会13人的半数，未通过: a counted poll and why it ended so."""
    if counted.get("withheld"):
        return f"参加无记名投票的不到{counted['withheld']}人，票箱没有打开，表决无效"
    if counted["verdict"] == "invalid" and not counted.get("area"):
        came = "参加表决" if over_days else "到会"
        return f"{came}{counted['present']}人，不足{counted['quorum_needed']}人，表决无效"
    if counted.get("area"):
        return _judged_by_area(counted)
    passed, of = counted["verdict"] == "passed", counted["denominator"]
    if base == "eligible":
        return f"同意{counted['yes']}人，须全体{of}人同意，{VERDICTS[counted['verdict']]}"
    wholes = {"present": f"到会{of}人的半数", "participating": f"参加表决{of}人的半数"}
    whole = wholes.get(base, f"赞成、反对合计{of}票的半数")
    return (
        f"赞成{counted['yes']}票，{'' if passed else '不'}超过{whole}，"
        f"{VERDICTS[counted['verdict']]}"
    )


_WHOLES = {
    "present": "到会人数",
    "participating": "参加表决人数",
    "eligible": "全体人数",
    "cast": "赞成、反对票数",
}
_PARTS = {(1, 2): "半数", (2, 3): "三分之二", (3, 4): "四分之三"}


def passes(rule: Mapping[str, Any], *, represented: bool = False) -> str:
    """超过到会人数的半数: what a vote had to reach by the rule that was frozen with it."""
    share = rule["passing"]
    if share["num"] == share["den"]:
        return "全体一致同意"
    whole = _WHOLES[rule["base"]]
    if rule.get("by_area"):
        whole = "参与表决的人数和面积"
    elif represented:
        whole = "到会和被代理人数"
    part = _PARTS.get((share["num"], share["den"]), f"{share['den']}分之{share['num']}")
    return f"{'超过' if share['strict'] else '达到'}{whole}的{part}"


def _judged_by_area(counted: Mapping[str, Any]) -> str:
    """民法典 278: heads and area, both for taking part and for consent."""
    area = counted["area"]
    return (
        f"参与表决{counted['present']}人、{_metres(area['present'])}平方米，"
        f"同意{counted['yes']}人、{_metres(area['yes'])}平方米"
        f"（须{counted['needed']}人、{_metres(area['needed'])}平方米），"
        f"{VERDICTS[counted['verdict']]}"
    )


def _metres(area: int) -> str:
    return f"{area // 100}.{area % 100:02d}"


def ended(ends_in: str, outcome: str) -> str:
    """CON-1: a consultation ends in an opinion, only a meeting that may decide in a decision."""
    return f"{'会议决定' if ends_in == 'decision' else '协商意见'}：{bare(outcome)}。"


def dissented(dissent: Dissent) -> str:
    """CON-3: kept in the words in which it was said; a name only with consent."""
    who = f"委员{dissent.person}" if dissent.person else "有委员"
    owed = f"对此于{day(dissent.due)}前作出书面说明。" if dissent.due else ""
    return f"{who}提出不同意见：{bare(dissent.text)}。{owed}"


def stated(who: str, texts: Iterable[str]) -> str:
    """会议认为：……；……。 Nothing where nothing was written down."""
    said = "；".join(part for part in map(bare, texts) if part)
    return f"{who}：{said}。" if said else ""
