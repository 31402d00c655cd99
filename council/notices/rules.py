"""What a notice must say, how long each kind of it hangs, and who may object when: pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from council.notices.periods import NATURAL, WORKING
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from datetime import date

TITLE, TEXT, BASIS = 120, 6000, 300
OFFICE, PHONE, SIGNED = 120, 40, 120
BOARD, BOARDS = 60, 40
NAME, CONTACT, WORDS, ANSWER = 60, 120, 1000, 1000
LONGEST = 180  # days
TYPES = ("publicity", "announcement", "notification")  # a correction is begun from what it corrects
CORRECTION = "correction"
CHANNELS = ("written", "oral")  # of what staff take down
ABOUT = ("meeting", "poll", "proposal", "minutes")
# Objections without an account in an hour of one notice; with one, of one person in a day.
ANONYMOUS_AN_HOUR, SIGNED_IN_A_DAY = 20, 5
TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Kind:
    """How long, unless the community says otherwise; `least` where a law says so."""

    days: int
    day_kind: str
    least: int = 1


KINDS = {
    "affairs": Kind(15, NATURAL, 15),  # RES-9
    "result": Kind(7, NATURAL),
    "minutes": Kind(5, WORKING),
    "project": Kind(5, WORKING),
    "points": Kind(5, WORKING),
    "candidates": Kind(10, NATURAL),
    "undelivered": Kind(7, NATURAL),
    "other": Kind(5, WORKING),
}


@dataclass(frozen=True, slots=True)
class Lasting:
    days: int
    day_kind: str


@dataclass(frozen=True, slots=True)
class Terms:
    """A community's own: how long each kind hangs, its boards, and whom a notice names."""

    lasting: dict[str, Lasting] = field(
        default_factory=lambda: {
            code: Lasting(kind.days, kind.day_kind) for code, kind in KINDS.items()
        }
    )
    boards: tuple[str, ...] = ()
    office: str = ""
    phone: str = ""
    hotline: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything that stands on the sheet but its number and its days."""

    type: str
    kind: str
    title: str
    text: str
    basis: str
    days: int
    day_kind: str
    office: str
    phone: str
    hotline: str
    signed: str
    about_kind: str = ""
    about_id: str = ""
    corrects: str = ""


def must_word(what: Wording) -> None:
    """Refused with notice.wording, notice.too_short."""
    corrects = (what.type == CORRECTION) == bool(what.corrects)
    if not what.title or not what.text or not what.signed or not corrects:
        raise unreadable("notice.wording")
    must_last(what.kind, what.days)


def must_last(kind: str, days: int) -> None:
    """RES-9: what 居务公开 asks for hangs fifteen days at least."""
    if not 1 <= days <= LONGEST:
        raise unreadable("notice.days", most=LONGEST)
    if days < KINDS[kind].least:
        raise unreadable("notice.too_short", days=KINDS[kind].least)


def must_be_terms(terms: Terms) -> None:
    """Refused with notice.days, notice.too_short, notice.boards."""
    for kind, lasting in terms.lasting.items():
        must_last(kind, lasting.days)
    long = any(len(one) > BOARD for one in terms.boards)
    if long or len(terms.boards) > BOARDS or len(set(terms.boards)) < len(terms.boards):
        raise unreadable("notice.boards", most=BOARD, boards=BOARDS)


def digest(what: Wording) -> str:
    """SHA-256 of the words that are shown before they are published."""
    return _sha256(asdict(what))


def sealed(what: Wording, *, number: tuple[int, int], posted: date, last: date) -> str:
    """DOC-12: the same with number and days, as it is printed on the sheet."""
    more = {"year": number[0], "no": number[1], "posted": str(posted), "last": str(last)}
    return _sha256({**asdict(what), **more})


def _sha256(said: dict[str, object]) -> str:
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def must_be_draft(state: str) -> None:
    """DOC-11: what was published is only ever corrected by another notice."""
    if state != "draft":
        raise Refused("notice.published")


def must_run(state: str) -> None:
    if state != "running":
        raise Refused("notice.not_running")


def must_be_as_seen(seen: str, what: Wording) -> None:
    """Published is what the preview showed."""
    if seen != digest(what):
        raise Refused("notice.changed")


def takes_objections(type_: str, state: str, last: date | None, today: date) -> bool:
    """DOC-7: a 公示 invites them until its last day has passed, and so does its correction."""
    running = state == "running" and last is not None and today <= last
    return running and type_ in {"publicity", CORRECTION}


def may_object(type_: str, state: str, last: date | None, today: date) -> None:
    if not takes_objections(type_, state, last, today):
        raise Refused("objection.closed")


def must_be_patient(before: int, *, account: bool) -> None:
    """A flood waits; nothing is counted by address: a hall shares one."""
    if before >= (SIGNED_IN_A_DAY if account else ANONYMOUS_AN_HOUR):
        raise Refused("objection.too_many", TOO_MANY)


def must_be_over(last: date, today: date) -> None:
    """Neither closed nor taken down before the last day has passed."""
    if today <= last:
        raise Refused("notice.still_up", day=last.isoformat())


def must_be_answered(waiting: int) -> None:
    """DOC-10: an objection without an answer holds up what waits for it."""
    if waiting:
        raise Refused("notice.objections_open", n=waiting)


def outcome(objections: int) -> str:
    return "settled" if objections else "none"
