"""Words of official notices; they exist in Chinese alone, like the minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

_WEEKDAYS = "一二三四五六日"
_HAN = "零一二三四五六七八九"
TEN, HUNDRED = 10, 100

KINDS = {
    "council": "共治协商委员会会议",
    "res_rep": "居民代表会议",
    "res_all": "居民会议",
    "owners": "业主意见征询会",
    "consult": "协商会",
}
FORMS = {"forum": "议事会", "hearing": "听证会", "talk": "恳谈会"}
ITEM_KINDS = {"report": "报告", "vote": "表决", "consult": "协商", "inform": "通报"}
PARTIES = {
    "government": "基层政府及派出机关",
    "party_org": "党组织",
    "committee": "居民委员会",
    "supervisors": "居务监督委员会",
    "group": "居民小组",
    "unit": "驻社区单位",
    "society": "社区社会组织",
    "owners_committee": "业主委员会",
    "property": "物业服务企业",
    "resident": "户籍居民",
    "nonlocal": "非户籍居民代表",
    "interested": "其他利益相关方",
}
ADDRESSED = {
    "council": "各位委员",
    "res_rep": "居民委员会成员、各位居民代表",
    "res_all": "各位居民",
    "owners": "各位业主",
    "consult": "各协商主体、各位居民",
}
CALLED = {
    "council": "委员会全体委员。",
    "res_rep": "居民委员会成员和居民代表。",
    "persons": "全体年满18周岁的居民，以人计。",
    "households": "每户一位户代表，以户计。",
    "consult": "下列协商主体：",
}
COUNTING = {
    "council": "应到委员三分之二以上到会，会议有效；到会委员过半数赞成，为通过。会议形成协商意见。",
    "res_rep": "组成人员三分之二以上到会，会议有效；到会人员过半数赞成，为通过。",
    "persons": "应到居民过半数到会，会议有效；到会人员过半数赞成，为通过。",
    "households": "应到户代表过半数到会，会议有效；到会人员过半数赞成，为通过。",
    "owners": (
        "参与表决的业主，专有部分面积和人数都占三分之二以上，表决有效；"
        "一般事项以参与表决专有部分面积和人数都过半数同意为通过，筹集维修资金、改建重建、"
        "改变共有部分用途或者利用共有部分经营，以都占四分之三以上同意为通过。"
    ),
    "consult": "会议形成协商意见，不作决定；不同意见如实记录。",
}
# What counts if somebody votes in two ways; frozen in each poll when it opens (OWN-14).
PREVAILS = {
    "owners": "同一业主既交纸质票又投电子票的，以电子票为准，纸质票不计，人数在结果中公布。",
    "": "同一人既当面投票（纸质票、举手）又投电子票的，以当面投的为准。",
}
ADVISORY = "本次是业主意见征询，结果供业主大会和业主委员会参考，不是业主大会的表决。"
SPEAKING = {
    "council": "居民可以旁听；经主持人同意可以发言，不参加表决。",
    "res_rep": "其他居民可以列席，可以发言，不参加表决。",
    "res_all": "没有表决权的人可以旁听；经主持人同意可以发言。",
    "owners": "居民委员会派人列席；住户、租户可以旁听，经主持人同意可以发言，不参加表决。",
    "consult": "居民可以旁听，可以发言。",
}


def han(number: int) -> str:
    """一, 十二, 二十: numerals of headings, 1 to 99."""
    tens, ones = divmod(number % HUNDRED, TEN)
    text = ("" if tens == 1 else _HAN[tens]) + "十" if tens else ""
    return text + (_HAN[ones] if ones or not text else "")


def day(moment: date) -> str:
    """2026年12月20日."""
    return f"{moment.year}年{moment.month}月{moment.day}日"


def span(starts_at: datetime, ends_at: datetime) -> str:
    """2026年12月20日（星期日）14:00至16:00."""
    weekday = _WEEKDAYS[starts_at.weekday()]
    return f"{day(starts_at)}（星期{weekday}）{starts_at:%H:%M}至{ends_at:%H:%M}"
