"""会议记录 → 会议纪要: from the facts of a meeting to a draft in official third person.

The record is the raw log; the minutes are what is issued. A draft says nothing that the
facts do not hold, and every block has a key that stays the same when it is made again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from council.minutes import heads, voted, words
from council.minutes.blocks import (
    Attendance,
    Block,
    DecisionRow,
    DecisionTable,
    Draft,
    Fields,
    Heading,
    Paragraph,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from council.minutes.facts import Facts, Item, Person, Speech


def draft(facts: Facts) -> Draft:
    """The whole draft, ready to be edited and signed."""
    return Draft(
        issuer=f"{facts.community}{facts.series}",
        title=f"{facts.session}纪要",
        day=words.day(facts.starts_at),
        chair=facts.chair.name,
        recorder=facts.recorder.name,
        blocks=tuple(_blocks(facts)),
        publisher=facts.publisher,
        copies=facts.copies,
    )


def correcting(issued: Draft, reason: str) -> Draft:
    """更正: what was issued, with its number and the reason in front, to be put right."""
    title = issued.title.removesuffix("（更正）") + "（更正）"
    why = f"本纪要更正{issued.number}。更正原因：{words.bare(reason)}。"
    kept = (block for block in issued.blocks if block.key != "correction")
    return replace(issued, number="", title=title, blocks=(Paragraph("correction", why), *kept))


def decisions(items: Iterable[Item]) -> tuple[DecisionRow, ...]:
    """议定事项: what was agreed or carried, one line an item; nothing for the others."""
    return tuple(_decision(item) for item in items if _matters(item))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Fields("head", tuple(heads.head(facts)))
    yield Paragraph("opening", _opening(facts))
    for place, item in enumerate(facts.items, start=1):
        yield from _item(place, item)
    if facts.votes:
        yield Heading("other", f"{words.han(len(facts.items) + 1)}、会议还表决了其他事项")
        yield from voted.votes_of("other", facts.votes, ())
    yield Paragraph("closing", "")
    rows = decisions(facts.items)
    yield Heading("decisions.title", "议定事项与责任人")
    if rows:
        yield DecisionTable("decisions", rows)
    else:
        yield Paragraph("decisions.none", "本次会议没有形成议定事项。")
    if facts.attachments:
        yield Fields("attachments", (heads.attached(facts.attachments),))
    yield Attendance("attendance", tuple(heads.groups(facts.roll)))


def _opening(facts: Facts) -> str:
    votes = sum(len(item.votes) for item in facts.items) + len(facts.votes)
    agenda = f"会议依次审议了{len(facts.items)}项议题" if facts.items else "会议没有列入议题"
    counted = f"，进行了{votes}次表决" if votes else ""
    return f"{agenda}{counted}。现将会议议定事项纪要如下："


def _item(place: int, item: Item) -> Iterator[Block]:
    key = f"item.{item.no}"
    yield Heading(key, f"{words.han(place)}、{words.bare(item.title)}")
    yield from _debate(key, item)
    for motion in voted.in_order(item.motions):
        yield Paragraph(f"{key}.motion.{motion.no}", voted.moved(motion))
    yield from voted.votes_of(key, item.votes, item.motions)
    if item.resolved:
        decided = "；".join(words.bare(text) for text in item.resolved)
        yield Paragraph(f"{key}.resolved", f"会议决定：{decided}。")
    if item.outcome.strip():
        yield Paragraph(f"{key}.outcome", words.ended(item.ends_in, item.outcome))
    for number, dissent in enumerate(item.dissents, start=1):
        yield Paragraph(f"{key}.dissent.{number}", words.dissented(dissent))
    if item.postponed:
        yield Paragraph(f"{key}.postponed", "本项延期再议。")
    if item.responsible or item.due or item.next_step or item.wanted:
        yield Paragraph(f"{key}.next", _next(item))
    yield Paragraph(f"{key}.more", "")


def _debate(key: str, item: Item) -> Iterator[Block]:
    """Who reported, who took no part, what was said."""
    if item.presenter is not None:
        yield Paragraph(f"{key}.presenter", _presented(item, item.presenter))
    if item.recused:
        who = "、".join(item.recused)
        yield Paragraph(f"{key}.recused", f"{who}回避本项，不参加本项表决。")
    if item.speeches:
        yield Paragraph(f"{key}.discussion", _discussion(item))
    if item.speeches or item.views:  # blank until somebody says what the meeting thought
        yield Paragraph(f"{key}.view", words.stated("会议认为", item.views))


def _presented(item: Item, presenter: Person) -> str:
    from_where = f"（{presenter.sector}）" if presenter.sector else ""
    what = words.REPORTS.get(item.kind, "汇报")
    return f"会议听取了{presenter.name}{from_where}的{what}。"


def _discussion(item: Item) -> str:
    return f"讨论中，{'；'.join(_point(speech) for speech in item.speeches)}。"


def _point(speech: Speech) -> str:
    """张花窗表示赞成，认为：……; 张花窗认为：…… without a side."""
    side, said = words.SIDES.get(speech.side, ""), words.short(speech.text)
    stand = f"表示{side}" if side else ""
    thought = f"认为：{said}" if said else ""
    return speech.person + ("，".join(part for part in (stand, thought) if part) or "发言")


def _next(item: Item) -> str:
    step = words.STEPS.get(item.next_step, "")
    who = f"由{item.responsible}负责" if item.responsible else ""
    when = f"于{words.day(item.due)}前完成" if item.due else ""
    told = f"并告知{item.told}" if item.told else ""
    charge = "，".join(part for part in (who, step, when, told) if part)
    return words.stated("会议要求", (*item.wanted, charge))


def _carried(item: Item) -> list[str]:
    """Main motions that passed; a passed amendment is part of the motion it changed."""
    amendments = {motion.no for motion in item.motions if motion.amends}
    return [
        words.bare(vote.text)
        for vote in item.votes
        if vote.verdict == "passed" and not vote.advisory and vote.motion not in amendments
    ]


def _matters(item: Item) -> list[str]:
    """What was agreed in the end: the outcome in words, else the motions that were carried.

    CON-1: an opinion is not a decision, so it says what it is and stands after what was decided.
    """
    resolved, outcome = [words.bare(text) for text in item.resolved], words.bare(item.outcome)
    if not outcome:
        return [*_carried(item), *resolved]
    if item.ends_in == "decision":
        return [outcome, *resolved]
    return [*resolved, f"协商意见：{outcome}"]


def _decision(item: Item) -> DecisionRow:
    return DecisionRow(
        no=str(item.no),
        matter="；".join(_matters(item)),
        responsible=item.responsible,
        due=words.day(item.due) if item.due else "",
    )
