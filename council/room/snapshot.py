"""What the screens of one meeting show, as plain values: one snapshot serves every audience.

Nothing here belongs to one viewer. What is personal (the receipt, "you may vote") is a
small piece of its own, rendered beside the snapshot.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from council.room.floor_view import FloorView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from markupsafe import Markup

    from council.follow_up.views import DissentView, TaskView
    from council.room.lines import Lines
    from council.voting.methods.shown import CountView, SheetView


@dataclass(frozen=True, slots=True)
class MeetingView:
    """The head of every screen. Times are aware, in the community's zone."""

    id: str
    community: str
    series: str  # “三社联动”共治协商委员会
    session: str  # 2026年第3次会议
    place: str
    starts_at: datetime
    ends_at: datetime
    state: str  # announced | open | closed
    chair: str
    secretary: str
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    kind: str = "council"
    rule: str = "COM"  # of its quorum, and of its votes where nothing else is chosen
    break_since: datetime | None = None
    resumes_at: datetime | None = None
    pinned: str = ""  # agenda | item | door | result; empty: the hall screen chooses
    minutes: str = ""  # the id of its minutes, which are a draft until they are issued
    issued: bool = False


@dataclass(frozen=True, slots=True)
class AreaQuorum:
    """Of owners, in 0.01 m²."""

    called: int
    present: int
    needed: int
    met: bool


@dataclass(frozen=True, slots=True)
class Quorum:
    """应到 called, 实到 present, 请假 leave; needed = the least number that satisfies the rule."""

    called: int
    present: int
    leave: int
    needed: int
    met: bool
    sentence: str  # the rule in words: 应到的三分之二以上
    statutory: bool = False  # 法定人数; else what the charter says: 约定人数
    area: AreaQuorum | None = None


@dataclass(frozen=True, slots=True)
class SectorLine:
    name: str
    present: int
    called: int


@dataclass(frozen=True, slots=True)
class SeatView:
    """One called person: `part` is member or observer; `status` expected|present|leave|left."""

    person: str
    name: str
    sector: str
    title: str
    part: str
    status: str
    at: datetime | None = None
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One choice of a result. `share` is per cent of the pass base with one decimal, as text."""

    choice: str  # yes | no | abstain
    votes: int
    share: str


@dataclass(frozen=True, slots=True)
class Way:
    """How many ballots came by one way; `counts` in the order of the bars, empty where unsaid."""

    code: str  # phone | electronic | paper | hands | assisted | proxy | kiosk | all
    total: int
    counts: tuple[int, ...] = ()
    spoiled: int = 0


@dataclass(frozen=True, slots=True)
class Shares:
    """Owners who took part or consented, per cent as text: by heads and by area (278)."""

    who: str  # took_part | consented
    heads: int
    area: str  # square metres
    of_all: tuple[str, str]
    of_participating: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ResultView:
    """A counted poll: numbers first, then the rule that decided, then the verdict.

    Without bars where too few took part in secret: then there are no numbers.
    """

    verdict: str  # passed | failed | invalid
    bars: tuple[Bar, ...]
    numerator: int
    denominator: int
    needed: int  # the least number of yes votes that would pass
    base: str  # present | cast | participating | eligible
    sentence: str  # 赞成6票,不超过到会13人的半数,未通过。
    turnout: int
    eligible: int
    unanimous: bool = False  # in secret, and all the same: so everybody knows every choice
    shares: tuple[Shares, ...] = ()  # of owners, who are counted by area
    ways: tuple[Way, ...] = ()  # where somebody voted otherwise than by phone
    spoiled: int = 0  # papers that say nothing: handed in, not counted (OWN-20)
    unread: int = 0  # sealed ballots that could not be read
    conflicts: int = 0  # who voted in two ways; one ballot of each counts


@dataclass(frozen=True, slots=True)
class PollView:
    id: str
    text: str
    motion_no: str  # 3, 3-A; empty when no motion stands behind it
    item_no: int | None
    mode: str  # named | sealed | tellers
    method: str  # yes_no_abstain
    state: str  # created | open | closing | closed | published | cancelled
    eligible: int
    turnout: int
    rule_sentence: str  # 赞成超过到会13人的半数,即至少7票,为通过。
    allow_revote: bool
    opened_at: datetime | None = None
    closes_at: datetime | None = None  # None: the chair closes it by hand
    closed_at: datetime | None = None
    result: ResultView | CountView | None = None
    roll_changes: int = 0  # of the frozen roll, by two officers each
    prevails: str = "in_person"  # or electronic: which counts if somebody votes in two ways
    prevails_sentence: str = ""
    min_ballots: int = 1  # of fewer no number is published
    rule_source: str = ""  # 《民法典》第二百七十八条; who set it where no statute does
    sheet: SheetView | None = None  # of what is no yes or no


@dataclass(frozen=True, slots=True)
class TellerView:
    """One of the three who open the box of the poll; `stands` says how far they are."""

    person: str
    name: str
    stands: str  # fetch | confirm | ready | wait | type | typed | lost | over


@dataclass(frozen=True, slots=True)
class MotionView:
    id: str
    no: str  # 3, 3-A
    text: str
    mover: str
    seconder: str
    amends: str  # the number of the motion that it amends, or empty
    # offered | moved | voting | passed | failed | invalid | withdrawn | postponed | lapsed
    state: str
    poll: str = ""  # id of its poll
    mover_id: str = ""
    doer: str = ""
    by_when: str = ""
    place: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class ItemView:
    id: str
    no: int
    title: str
    kind: str  # report | vote | consult | inform  (报告 表决 协商 通报)
    minutes: int
    presenter: str
    state: str  # pending | current | done | postponed
    motions: tuple[MotionView, ...] = ()
    outcome: str = ""  # 协商意见 or decision in words
    next_step: str = ""  # implement | again | assembly | street
    responsible: str = ""
    due: str = ""  # ISO date or empty
    idea_no: str = ""
    idea_id: str = ""
    recused: Mapping[str, str] = field(default_factory=dict)  # person → name
    ends_in: str = ""  # opinion | decision
    may_end_in: tuple[str, ...] = ("opinion",)  # the usual one first
    told: str = ""  # who is told when it is done
    tasks: tuple[TaskView, ...] = ()
    dissents: tuple[DissentView, ...] = ()
    open_to_dissent: bool = False
    began_at: datetime | None = None
    ended_at: datetime | None = None
    offered: str = ""  # the text of the proposal behind it, as the words of a motion


@dataclass(frozen=True, slots=True)
class LogView:
    """One line of the live record (会议记录); a struck line stays readable."""

    seq: int
    at: datetime
    # checkin speech motion second amendment vote decision note item handover break quorum
    # recusal reminder
    kind: str
    text: str
    person: str = ""
    sector: str = ""
    side: str = ""  # yes | no | empty
    struck: bool = False
    spoke: int = 0  # seconds of the turn whose line this is


@dataclass(frozen=True, slots=True)
class Door:
    """The rotating check-in code: new every 30 s, valid for 90 s (trust: settled details)."""

    code: str  # six digits
    url: str  # what the QR holds: the code stands in the fragment
    qr: Markup  # inline SVG made by us, so no template needs to trust it by hand


@dataclass(frozen=True, slots=True)
class Made:
    """What the next snapshot takes over where nothing changed; no screen reads it."""

    seats: Lines[SeatView]
    log: Lines[LogView]


@dataclass(frozen=True, slots=True)
class Room:
    seq: int
    meeting: MeetingView
    quorum: Quorum
    sectors: tuple[SectorLine, ...]
    seats: tuple[SeatView, ...]
    items: tuple[ItemView, ...]
    current: ItemView | None
    poll: PollView | None  # the open poll, else the newest one of the current item
    log: tuple[LogView, ...]
    record_size: int
    record_hash: str  # first 16 hex digits of the newest leaf
    electors: frozenset[str] = frozenset()  # persons on the roll of the open poll
    holders: frozenset[str] = frozenset()  # those of them who vote for others, too
    polls: Mapping[str, PollView] = field(default_factory=dict)  # every poll of the meeting
    doorkeepers: Mapping[str, str] = field(default_factory=dict)  # person → name
    floor: FloorView = field(default_factory=FloorView)
    tellers: tuple[TellerView, ...] = ()  # of the poll that is shown
    made: Made | None = None
