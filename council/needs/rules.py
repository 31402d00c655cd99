"""What a call must say, who may enter how much, and what may become of an entry: pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from datetime import date

FIELDS = ("service", "environment", "safety", "democracy", "hot")  # P1; the last: 热点难点
CHANNELS = ("online", "paper", "stall")
STATES = ("answering", "adopted", "declined", "wish", "project", "grouped")
ANSWERS = ("adopted", "wish", "project", "declined")  # merging is an act of its own
MOVABLE = ("answering", "adopted", "declined", "wish")  # from where something may still become
HIDDEN = "（内容已隐藏）"  # its title in the register

TITLE, WORDS, CHANNEL_WORDS, ISSUER = 60, 2000, 300, 60  # characters of a call
TOPIC, TOPICS = 40, 9  # 热点难点: characters of one, and how many
TEXT, NAME, CONTACT, REASON = 200, 60, 120, 300  # characters of an entry
LONGEST = 366  # days

# Per call. A hall shares one address, so nothing is counted by address.
A_PERSON, A_DEVICE = 20, 20
UNVERIFIED_AN_HOUR = 300
TOO_MANY = 429
# Seven digits in a row, however they are set apart, are a telephone or the number of a person.
_NUMBER = re.compile(r"(?:\d[\s\-—·.]{0,2}){6}\d")


@dataclass(frozen=True, slots=True)
class Calling:
    """What stands in the call (需求征集公告); `topics` beside the four fields."""

    title: str
    text: str
    channels: str
    issuer: str
    last_day: date
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One need. `form` was drawn with its form; without an account it is the receipt's code."""

    field: str
    text: str
    form: str
    topic: str = ""
    name: str = ""
    contact: str = ""
    shown: bool = False
    channel: str = "online"
    device: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """Entries of this call so far: by this person, from this browser, by anybody unknown."""

    person: int = 0
    device: int = 0
    unverified: int = 0


def must_call(what: Calling, today: date) -> None:
    """Refused with need.wording, need.topics, need.last_day."""
    if not what.title or not what.text or not what.channels or not what.issuer:
        raise unreadable("need.wording")
    if len(what.title) > TITLE or len(what.text) > WORDS or len(what.channels) > CHANNEL_WORDS:
        raise unreadable("need.wording")
    too_long = any(len(one) > TOPIC or not one for one in what.topics)
    if too_long or len(what.topics) > TOPICS or len(set(what.topics)) < len(what.topics):
        raise unreadable("need.topics", most=TOPIC, topics=TOPICS)
    must_last(what.last_day, today)


def must_last(last_day: date, today: date) -> None:
    if not 0 <= (last_day - today).days <= LONGEST:
        raise unreadable("need.last_day", most=LONGEST)


def standing(state: str, last_day: date, today: date) -> str:
    """It closes by itself once its last day has passed."""
    return "closed" if state == "open" and today > last_day else state


def must_be_draft(state: str) -> None:
    if state != "draft":
        raise Refused("need.published")


def must_be_open(standing_: str) -> None:
    if standing_ != "open":
        raise Refused("need.closed")


def may_extend(last_day: date, new_day: date, today: date) -> None:
    if new_day <= last_day:
        raise unreadable("need.last_day", most=LONGEST)
    must_last(new_day, today)


def must_enter(what: Entry, topics: tuple[str, ...]) -> None:
    """Refused with need.field, need.text, need.number_in_text."""
    if what.field not in FIELDS or what.channel not in CHANNELS:
        raise unreadable("need.field")
    if what.topic and (what.field != "hot" or what.topic not in topics):
        raise unreadable("need.field")
    if not what.text or len(what.text) > TEXT:
        raise unreadable("need.text", most=TEXT)
    if max(len(what.name) - NAME, len(what.contact) - CONTACT) > 0:
        raise unreadable("need.text", most=TEXT)
    if _NUMBER.search(unicodedata.normalize("NFKC", what.text)):
        raise unreadable("need.number_in_text")


def must_be_patient(before: Before, *, account: bool) -> None:
    """Refused with need.enough (this person, this browser), need.too_many (a flood of unknown)."""
    if before.person >= A_PERSON or (not account and before.device >= A_DEVICE):
        raise Refused("need.enough", TOO_MANY, most=A_PERSON)
    if not account and before.unverified >= UNVERIFIED_AN_HOUR:
        raise Refused("need.too_many", TOO_MANY)


def must_have_reason(reason: str) -> None:
    if not reason or len(reason) > REASON:
        raise unreadable("need.reason", most=REASON)


def may_answer(state: str, to: str, reason: str) -> None:
    """Refused with need.answer, need.reason, need.not_now."""
    if to not in ANSWERS:
        raise unreadable("need.answer")
    must_have_reason(reason)
    must_be_movable(state)


def must_be_movable(state: str) -> None:
    if state not in MOVABLE:
        raise Refused("need.not_now")


def may_merge(need: str, target: str, target_state: str) -> None:
    """Into another one that was not merged itself."""
    if need == target or target_state == "grouped":
        raise unreadable("need.target")


def may_correct(state: str, channel: str) -> None:
    """What staff copied from paper, until it is answered."""
    if channel == "online" or state != "answering":
        raise Refused("need.not_now")


def choices(topics: tuple[str, ...]) -> tuple[str, ...]:
    """What the field of a form may say: the four fields, each hot topic, and any other."""
    return (*FIELDS[:-1], *(f"hot-{no}" for no in range(1, len(topics) + 1)), "hot")


def chosen(choice: str, topics: tuple[str, ...]) -> tuple[str, str]:
    """(field, topic) of such a choice."""
    field, _, no = choice.partition("-")
    return field, topics[int(no) - 1] if no else ""


def choice_of(field: str, topic: str, topics: tuple[str, ...]) -> str:
    """The way back, for a form that is shown again."""
    return f"hot-{topics.index(topic) + 1}" if topic in topics else field
