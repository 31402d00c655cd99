"""What the record of one meeting says, as plain frozen values: the only source of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was called: `sector` is 社区居民代表 and the like, `title` 主任委员."""

    name: str
    sector: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """Attendance. `left` were present and went before the end; they count as 实到."""

    present: tuple[Person, ...]
    left: tuple[Person, ...] = ()
    leave: tuple[Person, ...] = ()
    absent: tuple[Person, ...] = ()
    observers: tuple[Person, ...] = ()

    @property
    def called(self) -> int:
        """应到: everybody with a vote who was called."""
        return self.attended + len(self.leave) + len(self.absent)

    @property
    def attended(self) -> int:
        """实到: present at the end or gone before it."""
        return len(self.present) + len(self.left)

    @property
    def members(self) -> tuple[Person, ...]:
        """Everybody with a vote who was called."""
        return (*self.present, *self.left, *self.leave, *self.absent)

    def of(self, sector: str) -> Roll:
        """The same of one sector alone; observers have no vote, so belong to none."""

        def those(people: tuple[Person, ...]) -> tuple[Person, ...]:
            return tuple(person for person in people if person.sector == sector)

        return Roll(*map(those, (self.present, self.left, self.leave, self.absent)))


@dataclass(frozen=True, slots=True)
class QuorumFact:
    """`needed` is the least number of people; `statutory` tells 法定人数 from 约定人数."""

    needed: int
    met: bool
    rule: str  # 应到的三分之二以上
    statutory: bool = False


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech of the live record, in short; `side` is yes, no or empty."""

    person: str
    text: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """One counted poll. `motion` is the number of its motion (3, 3-A), empty without one."""

    motion: str
    text: str
    mode: str  # named | sealed | tellers
    present: int
    yes: int
    no: int
    abstain: int
    needed: int  # the least number of yes votes that passes
    verdict: str  # passed | failed | invalid
    sentence: str  # 赞成6票，不超过到会13人的半数，未通过。
    withheld: int = 0  # fewer ballots than this were cast in secret: no numbers
    advisory: bool = False  # 业主意见征询: it decides nothing, whatever its verdict
    passes: str = ""  # the rule as it was frozen: 超过到会人数的半数
    counted: bool = False  # by another method than yes, no and abstain: no row of the table


@dataclass(frozen=True, slots=True)
class Motion:
    """A motion; `amends` is the number of the motion that it amends, or empty."""

    no: str
    text: str
    mover: str
    seconder: str
    amends: str = ""


@dataclass(frozen=True, slots=True)
class Dissent:
    """What a member did not agree to (CON-3); `person` is empty unless they agreed to be named.

    `due`: until when it is explained in writing.
    """

    text: str
    person: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the agenda with what came of it. `due` is the last day, or None."""

    no: int
    title: str
    kind: str  # report | vote | consult | inform
    presenter: Person | None = None
    speeches: tuple[Speech, ...] = ()
    motions: tuple[Motion, ...] = ()
    votes: tuple[Vote, ...] = ()
    resolved: tuple[str, ...] = ()  # decisions that the secretary wrote into the record
    outcome: str = ""
    next_step: str = ""  # implement | again | assembly | street
    responsible: str = ""
    due: date | None = None
    recused: tuple[str, ...] = ()  # who took no part in this item
    postponed: bool = False
    ends_in: str = "opinion"  # opinion | decision
    told: str = ""
    dissents: tuple[Dissent, ...] = ()
    views: tuple[str, ...] = ()  # 会议认为, where the secretary wrote so
    wanted: tuple[str, ...] = ()  # 会议要求, likewise


@dataclass(frozen=True, slots=True)
class Facts:
    """One meeting. Times are aware and in the community's zone; `ends_at` is when it closed."""

    community: str
    series: str
    session: str
    place: str
    starts_at: datetime
    ends_at: datetime
    chair: Person
    recorder: Person
    roll: Roll
    quorum: QuorumFact
    publisher: str = ""  # 印发机关
    copies: str = ""  # 抄送
    items: tuple[Item, ...] = ()
    votes: tuple[Vote, ...] = ()  # polls that belong to no item
    attachments: tuple[str, ...] = ()  # 签到表, 表决情况表
