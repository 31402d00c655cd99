"""会议记录 → 会议纪要: from the facts of a meeting to a draft in official third person.

The record is the raw log; the minutes are what is issued. A draft says nothing that the
facts do not hold, and every block has a key that stays the same when it is made again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.minutes import words
from council.minutes.blocks import (
    Attendance,
    Block,
    DecisionRow,
    DecisionTable,
    Draft,
    Field,
    Fields,
    Group,
    Heading,
    Paragraph,
    VoteRow,
    VoteTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from council.minutes.facts import Facts, Item, Motion, Person, QuorumFact, Roll, Speech, Vote


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


def attendance_sentence(facts: Facts) -> str:
    """DOC-6: 应到15人，实到13人，请假2人，符合约定人数."""
    roll, quorum = facts.roll, facts.quorum
    parts = [f"应到{roll.called}人", f"实到{roll.attended}人", f"请假{len(roll.leave)}人"]
    if roll.absent:
        parts.append(f"缺席{len(roll.absent)}人")
    parts.append(f"{'符合' if quorum.met else '不符合'}{_quorum_word(quorum)}")
    return "，".join(parts)


def decisions(items: Iterable[Item]) -> tuple[DecisionRow, ...]:
    """议定事项: what was agreed or carried, one line an item; nothing for the others."""
    return tuple(_decision(item) for item in items if _matters(item))


def _blocks(facts: Facts) -> Iterator[Block]:
    yield Fields("head", tuple(_head(facts)))
    yield Paragraph("opening", _opening(facts))
    for place, item in enumerate(facts.items, start=1):
        yield from _item(place, item)
    if facts.votes:
        yield Heading("other", f"{words.han(len(facts.items) + 1)}、会议还表决了其他事项")
        yield from _votes("other", facts.votes, ())
    yield Paragraph("closing", "")
    rows = decisions(facts.items)
    yield Heading("decisions.title", "议定事项与责任人")
    if rows:
        yield DecisionTable("decisions", rows)
    else:
        yield Paragraph("decisions.none", "本次会议没有形成议定事项。")
    yield Attendance("attendance", tuple(_groups(facts.roll)))


def _head(facts: Facts) -> Iterator[Field]:
    yield Field("时间", words.span(facts.starts_at, facts.ends_at))
    yield Field("地点", facts.place)
    yield Field("主持人", words.called(facts.chair))
    yield Field("记录人", words.called(facts.recorder))
    yield Field("到会情况", attendance_sentence(facts))
    rule = f"（{facts.quorum.rule}）" if facts.quorum.rule else ""
    yield Field(_quorum_word(facts.quorum), f"至少{facts.quorum.needed}人{rule}")


def _quorum_word(quorum: QuorumFact) -> str:
    return "法定人数" if quorum.statutory else "约定人数"


def _opening(facts: Facts) -> str:
    votes = sum(len(item.votes) for item in facts.items) + len(facts.votes)
    agenda = f"会议依次审议了{len(facts.items)}项议题" if facts.items else "会议没有列入议题"
    counted = f"，进行了{votes}次表决" if votes else ""
    return f"{agenda}{counted}。现将会议议定事项纪要如下："


def _item(place: int, item: Item) -> Iterator[Block]:
    key = f"item.{item.no}"
    yield Heading(key, f"{words.han(place)}、{words.bare(item.title)}")
    yield from _debate(key, item)
    for motion in _in_order(item.motions):
        yield Paragraph(f"{key}.motion.{motion.no}", _moved(motion))
    yield from _votes(key, item.votes, item.motions)
    if item.resolved:
        decided = "；".join(words.bare(text) for text in item.resolved)
        yield Paragraph(f"{key}.resolved", f"会议决定：{decided}。")
    if item.outcome.strip():
        yield Paragraph(f"{key}.outcome", words.ended(item.ends_in, item.outcome))
    for number, dissent in enumerate(item.dissents, start=1):
        yield Paragraph(f"{key}.dissent.{number}", words.dissented(dissent.person, dissent.text))
    if item.postponed:
        yield Paragraph(f"{key}.postponed", "本项延期再议。")
    if item.responsible or item.due or item.next_step:
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


def _in_order(motions: tuple[Motion, ...]) -> list[Motion]:
    """MTG-7: an amendment is handled before the motion that it amends."""
    placed: list[Motion] = []

    def place(motion: Motion, above: frozenset[str]) -> None:
        for other in motions:
            if other.amends == motion.no and other.no not in above:
                place(other, above | {other.no})
        if motion not in placed:
            placed.append(motion)

    known = {motion.no for motion in motions}
    for motion in motions:
        if motion.amends not in known:
            place(motion, frozenset({motion.no}))
    return placed + [motion for motion in motions if motion not in placed]


def _moved(motion: Motion) -> str:
    by = f"{motion.mover}提出" + (f"、{motion.seconder}附议" if motion.seconder else "")
    name = f"修正案{motion.no}" if motion.amends else f"动议{motion.no}"
    about = f"（修正动议{motion.amends}）" if motion.amends else ""
    return f"{name}{about}由{by}：{words.bare(motion.text)}。"


def _votes(key: str, votes: tuple[Vote, ...], motions: tuple[Motion, ...]) -> Iterator[Block]:
    """One table for each way of voting, then each result in words."""
    amending = {motion.no: bool(motion.amends) for motion in motions}
    counted = [vote for vote in votes if not vote.withheld and not vote.counted]
    for mode in dict.fromkeys(vote.mode for vote in counted):
        rows = tuple(_row(vote, amending) for vote in counted if vote.mode == mode)
        yield VoteTable(f"{key}.votes.{mode}", words.MODES.get(mode, "表决"), rows)
    for number, vote in enumerate(votes, start=1):
        yield Paragraph(f"{key}.result.{number}", _result(vote, amending))


def _label(vote: Vote, amending: dict[str, bool]) -> str:
    if not vote.motion:
        return words.short(vote.text, 40)
    return f"{'修正案' if amending.get(vote.motion) else '动议'}{vote.motion}"


def _row(vote: Vote, amending: dict[str, bool]) -> VoteRow:
    return VoteRow(
        label=_label(vote, amending),
        present=vote.present,
        yes=vote.yes,
        no=vote.no,
        abstain=vote.abstain,
        needed=vote.needed,
        verdict=words.VERDICTS.get(vote.verdict, vote.verdict),
    )


def _result(vote: Vote, amending: dict[str, bool]) -> str:
    text = f"{_label(vote, amending)}：{words.bare(vote.sentence)}。"
    if vote.advisory:
        return f"{text}本次是业主意见征询，供参考，不是业主大会的表决。"
    if vote.verdict != "passed" or amending.get(vote.motion):
        return text
    return f"{text}会议决定：{words.bare(vote.text)}。"


def _next(item: Item) -> str:
    step = words.STEPS.get(item.next_step, "")
    who = f"由{item.responsible}负责" if item.responsible else ""
    when = f"于{words.day(item.due)}前完成" if item.due else ""
    told = f"并告知{item.told}" if item.told else ""
    return f"会议要求：{'，'.join(part for part in (who, step, when, told) if part)}。"


def _carried(item: Item) -> list[str]:
    """Main motions that passed; a passed amendment is part of the motion it changed."""
    amendments = {motion.no for motion in item.motions if motion.amends}
    return [
        words.bare(vote.text)
        for vote in item.votes
        if vote.verdict == "passed" and not vote.advisory and vote.motion not in amendments
    ]


def _matters(item: Item) -> list[str]:
    """What was agreed in the end: the outcome in words, else the motions that were carried."""
    agreed = [words.bare(item.outcome)] if item.outcome.strip() else _carried(item)
    return agreed + [words.bare(text) for text in item.resolved]


def _decision(item: Item) -> DecisionRow:
    return DecisionRow(
        no=str(item.no),
        matter="；".join(_matters(item)),
        responsible=item.responsible,
        due=words.day(item.due) if item.due else "",
    )


def _groups(roll: Roll) -> Iterator[Group]:
    """DOC-2: 出席, 请假, 列席; the rarer ones only when there is somebody."""
    always = {"出席", "请假"}
    for label, people in (
        ("出席", roll.present),
        ("中途离会", roll.left),
        ("请假", roll.leave),
        ("缺席", roll.absent),
        ("列席", roll.observers),
    ):
        if people:
            yield Group(label, tuple(_by_sector(people)))
        elif label in always:
            yield Group(label, (Field("", "无"),))


def _by_sector(people: tuple[Person, ...]) -> Iterator[Field]:
    for sector in dict.fromkeys(person.sector for person in people):
        yield Field(sector, words.names(p for p in people if p.sector == sector))
