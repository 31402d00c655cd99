"""What stands around the text of minutes: time and place, the quorum, who was there by sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.minutes import words
from council.minutes.blocks import Field, Group

if TYPE_CHECKING:
    from collections.abc import Iterator

    from council.minutes.facts import Facts, Person, QuorumFact, Roll

SEVERAL = 2  # sectors: of one alone the whole already says it


def attendance_sentence(facts: Facts) -> str:
    """DOC-6: 应到15人，实到13人，请假2人，符合约定人数."""
    roll, quorum = facts.roll, facts.quorum
    parts = [f"应到{roll.called}人", f"实到{roll.attended}人", f"请假{len(roll.leave)}人"]
    if roll.absent:
        parts.append(f"缺席{len(roll.absent)}人")
    parts.append(f"{'符合' if quorum.met else '不符合'}{_quorum_word(quorum)}")
    return "，".join(parts)


def sectors(roll: Roll) -> str:
    """社区工作人员2人全到；……: where those who were called come from more than one."""
    named = list(dict.fromkeys(person.sector for person in roll.members if person.sector))
    if len(named) < SEVERAL:
        return ""
    parts = [(sector, roll.of(sector)) for sector in named]
    others = roll.of("")
    if others.called:
        parts.append(("其他", others))
    return "；".join(f"{sector}{_counted(one)}" for sector, one in parts)


def _counted(roll: Roll) -> str:
    """物业公司代表应到2人、实到1人、请假1人; short where nobody is missing."""
    if roll.attended == roll.called:
        return f"{roll.called}人全到"
    parts = [f"应到{roll.called}人", f"实到{roll.attended}人"]
    parts += [f"请假{len(roll.leave)}人"] if roll.leave else []
    parts += [f"缺席{len(roll.absent)}人"] if roll.absent else []
    return "、".join(parts)


def attached(names: tuple[str, ...]) -> Field:
    """附件：1．签到表；2．表决情况表."""
    return Field("附件", "；".join(f"{at}．{name}" for at, name in enumerate(names, start=1)))


def head(facts: Facts) -> Iterator[Field]:
    """Time, place, who led it, who came and how many had to."""
    yield Field("时间", words.span(facts.starts_at, facts.ends_at))
    yield Field("地点", facts.place)
    yield Field("主持人", words.called(facts.chair))
    yield Field("记录人", words.called(facts.recorder))
    yield Field("到会情况", attendance_sentence(facts))
    by_sector = sectors(facts.roll)
    if by_sector:
        yield Field("各方到会", by_sector)
    rule = f"（{facts.quorum.rule}）" if facts.quorum.rule else ""
    yield Field(_quorum_word(facts.quorum), f"至少{facts.quorum.needed}人{rule}")


def _quorum_word(quorum: QuorumFact) -> str:
    return "法定人数" if quorum.statutory else "约定人数"


def groups(roll: Roll) -> Iterator[Group]:
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
