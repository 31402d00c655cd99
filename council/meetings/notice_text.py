"""From what is known of a meeting to the words of its notice (会议通知), and what has changed.

A notice says all that stands in its facts; its words are frozen when it is given.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from council.meetings import notice_words as words
from council.meetings.owners import metres

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Paragraphs = list[str]


@dataclass(frozen=True, slots=True)
class ItemFact:
    """One point as it is announced; `presenter` as everybody may read the name."""

    title: str
    kind: str
    minutes: int
    presenter: str = ""
    office: str = ""
    material: str = ""
    idea: str = ""
    reviewed: str = ""  # 2026年12月1日，第3号


@dataclass(frozen=True, slots=True)
class Facts:
    """Times on the community's wall clock, as ISO text: all of this is kept as it was."""

    kind: str
    series: str
    session: str
    place: str
    starts_at: str
    ends_at: str
    issuer: str
    items: tuple[ItemFact, ...]
    base: str = ""
    form: str = ""
    lead: str = ""
    called: int = 0
    area: int = 0  # 0.01 m², of owners
    binding: bool = False
    parties: tuple[tuple[str, str, str], ...] = ()  # kind, name, interest
    short_notice: str = ""
    needed_days: int = 0
    rulings: tuple[str, ...] = ()  # OWN-3: what was decided about counting owners

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Notice:
    """`body` is one paragraph a line; a heading is a numeral and a word, without a colon."""

    title: str
    body: str


def call(facts: Facts) -> Notice:
    """The first notice: who, when, where, about what, and how it is counted."""
    lines = [
        f"{_addressed(facts)}：",
        f"兹定于{_when(facts)}召开{_name(facts)}，现将有关事项通知如下：",
    ]
    return Notice(f"关于召开{facts.series}{facts.session}的通知", _body(lines, _sections(facts)))


def change(facts: Facts, before: Mapping[str, Any], no: int, why: str) -> Notice:
    """A later one: what is different from notice `no`, and then everything as it is now."""
    because = f"因{why}，" if why else ""
    lines = [
        f"{_addressed(facts)}：",
        f"{because}第{no}号通知的事项有下列改动：",
        *(f"{at}．{text}" for at, text in enumerate(differences(facts, before), start=1)),
        "改动以后的全部事项如下：",
    ]
    return Notice(f"关于更改{facts.series}{facts.session}的通知", _body(lines, _sections(facts)))


def cancel(facts: Facts, why: str) -> Notice:
    """The last one: the meeting is not held."""
    lines = [
        f"{_addressed(facts)}：",
        f"原定于{_when(facts)}在{facts.place}召开的{_name(facts)}，因{why}，现予取消。",
        "再次召开的时间和地点，另行通知。",
        "特此通知。",
    ]
    return Notice(f"关于取消{facts.series}{facts.session}的通知", "\n".join(lines))


def differences(facts: Facts, before: Mapping[str, Any]) -> list[str]:
    """What somebody who read the earlier notice has to know; empty when nothing moved."""
    found = []
    if (before["starts_at"], before["ends_at"]) != (facts.starts_at, facts.ends_at):
        was = words.span(_at(before["starts_at"]), _at(before["ends_at"]))
        found.append(f"时间由{was}改为{_when(facts)}。")
    if before["place"] != facts.place:
        found.append(f"地点由{before['place']}改为{facts.place}。")
    return found + list(_agenda_differences(facts, before))


def _agenda_differences(facts: Facts, before: Mapping[str, Any]) -> Iterator[str]:
    old = {one["title"]: one for one in before["items"]}
    new = {one.title: asdict(one) for one in facts.items}
    yield from (f"增加议题：{title}。" for title in new if title not in old)
    yield from (f"取消议题：{title}。" for title in old if title not in new)
    both = [title for title in new if title in old]
    yield from (f"议题有改动：{title}。" for title in both if new[title] != old[title])
    if both != [title for title in old if title in new]:
        yield "议题的先后次序有改动。"


def _body(lines: Paragraphs, sections: Iterator[tuple[str, Paragraphs]]) -> str:
    told = list(lines)
    for at, (heading, paragraphs) in enumerate(sections, start=1):
        if len(paragraphs) == 1:
            told.append(f"{words.han(at)}、{heading}：{paragraphs[0]}")
        else:
            told += [f"{words.han(at)}、{heading}", *paragraphs]
    return "\n".join([*told, "特此通知。"])


def _sections(facts: Facts) -> Iterator[tuple[str, Paragraphs]]:
    yield "时间", [_when(facts)]
    yield "地点", [facts.place]
    yield "议程", [_item(at, one) for at, one in enumerate(facts.items, start=1)]
    yield "参加会议的人", _called(facts)
    yield "怎样算数", _counting(facts)
    yield "旁听和发言", [words.SPEAKING[facts.kind]]
    material = [f"{one.title}：{one.material}" for one in facts.items if one.material]
    if material:
        yield "会前材料", [" ".join(one.split()) for one in material]
    if facts.short_notice:
        yield "通知时间", [f"因{facts.short_notice}，未能提前{facts.needed_days}天通知。"]


def _item(at: int, one: ItemFact) -> str:
    more = [words.ITEM_KINDS[one.kind], f"{one.minutes}分钟"]
    if one.presenter:
        more.append(f"汇报人{one.presenter}")
    if one.office:
        more.append(f"承办{one.office}")
    if one.idea:
        more.append(one.idea)
    if one.reviewed:
        more.append(f"社区党组织已研究，{one.reviewed}")
    return f"（{words.han(at)}）{one.title}（{'，'.join(more)}）"


def _called(facts: Facts) -> Paragraphs:
    if facts.kind == "owners":
        told = [f"全体业主，共{facts.called}人，专有部分面积{metres(facts.area)}平方米。"]
        return told + [f"计票说明：{one}。" for one in facts.rulings]
    told = [words.CALLED[facts.base or facts.kind]]
    if facts.kind == "consult":
        lead = [f"牵头单位：{facts.lead}。"] if facts.lead else []
        told = [*lead, *told]
    for kind, name, interest in facts.parties:
        stake = f"（{interest}）" if interest else ""
        told.append(f"{words.PARTIES[kind]}：{name}{stake}")
    return told


def _counting(facts: Facts) -> Paragraphs:
    told = [words.COUNTING[facts.base or facts.kind]]
    if facts.kind != "consult":  # where nobody votes
        told.append(words.PREVAILS.get(facts.kind, words.PREVAILS[""]))
    if facts.kind == "owners" and not facts.binding:
        told.append(words.ADVISORY)
    return told


def _addressed(facts: Facts) -> str:
    return "各位户代表" if facts.base == "households" else words.ADDRESSED[facts.kind]


def _name(facts: Facts) -> str:
    """Which meeting it is, in few words: the title has its whole name."""
    return words.FORMS.get(facts.form) or words.KINDS[facts.kind]


def _when(facts: Facts) -> str:
    return words.span(_at(facts.starts_at), _at(facts.ends_at))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
