"""The form that convenes a meeting of any kind: text fields to typed values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from council.clock import ZONE
from council.meetings import agenda_forms, kinds
from council.meetings.actions import Announcement, Call, Convening, Schedule
from council.meetings.kinds import Terms
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from council.meetings.agenda_forms import Known
    from council.web.filled import Filled

SERIES, SESSION, PLACE, REASON, LEAD, INTEREST = 120, 60, 120, 200, 120, 120  # characters
PARTY_ROWS = 8
MOST_MINUTES, MOST_TURNS = 30, 10  # of a turn to speak, and of one person on one motion
MOST_POSTING = 60  # days
MOST_GRACE = 60  # seconds


def parties() -> list[str]:
    """What the names of the fields of each party of a consultation begin with."""
    return [f"party-{number}" for number in range(1, PARTY_ROWS + 1)]


def convening(form: Filled, known: Known) -> Convening:
    """Everything that the form says; faults stand in it."""
    kind = _kind(form)
    starts_at, ends_at = times(form)
    what = Announcement(
        kind=kind,
        rule=kinds.KINDS[kind].rule if kind else "",
        series=form.text("series", most=SERIES),
        session=form.text("session", most=SESSION),
        place=form.text("place", most=PLACE),
        starts_at=starts_at,
        ends_at=ends_at,
        chair=form.choice("chair", tuple(known.chairs)),
        secretary=form.choice("secretary", tuple(known.secretaries)),
        base=form.choice("base", kinds.BASES) if kind == "res_all" else "",
        form=form.choice("form", kinds.FORMS) if kind == "consult" else "",
        lead=form.text("lead", most=LEAD) if kind == "consult" else "",
    )
    return Convening(
        what,
        agenda_forms.items(form, known),
        observers=agenda_forms.people(form, "observers", known),
        named=_named(form, kind, known),
        short_notice=form.optional("short_notice", most=REASON),
    )


def _kind(form: Filled) -> str:
    try:
        return kinds.of(form.typed("kind")).code
    except Refused as why:
        form.blame("kind", why)
        return ""


def times(form: Filled) -> tuple[datetime, datetime]:
    """On the community's wall clock; a meeting begins and ends on one day."""
    day, since, until = form.day("day"), form.time("since"), form.time("until")
    if {"day", "since", "until"} & set(form.faults):
        return datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    starts, ends = (datetime.combine(day, at, ZONE).astimezone(UTC) for at in (since, until))
    return starts, ends


def _named(form: Filled, kind: str, known: Known) -> tuple[Call, ...]:
    if kind == "res_rep":
        return tuple(_representatives(form, known))
    return tuple(_parties(form, known)) if kind == "consult" else ()


def _representatives(form: Filled, known: Known) -> list[Call]:
    """RES-4 tells members of the residents' committee from representatives."""
    committee = agenda_forms.people(form, "committee", known)
    others = [one for one in agenda_forms.people(form, "members", known) if one not in committee]
    return [
        *(Call(one, title="居民委员会成员", party=kinds.COMMITTEE) for one in committee),
        *(Call(one, title="居民代表", party=kinds.REPRESENTATIVE) for one in others),
    ]


def _parties(form: Filled, known: Known) -> list[Call]:
    """CON-2: as whom somebody takes part, and what they have at stake."""
    found: list[Call] = []
    for row in parties():
        name = form.typed(f"{row}-who")
        if name:
            found.append(
                Call(
                    agenda_forms.person(form, f"{row}-who", name, known),
                    party=form.choice(f"{row}-kind", kinds.PARTIES),
                    interest=form.optional(f"{row}-interest", most=INTEREST),
                )
            )
    if not found:
        form.blame("party-1-who", unreadable("meeting.no_parties"))
    return found


def schedule(form: Filled) -> Schedule:
    """Another time or place, and why."""
    starts_at, ends_at = times(form)
    return Schedule(
        starts_at,
        ends_at,
        form.text("place", most=PLACE),
        form.text("why", most=REASON),
        form.optional("short_notice", most=REASON),
    )


def terms(form: Filled) -> Terms:
    """What a community settles for its meetings; a box that is not ticked says no."""
    switches = (
        "review_first",
        "owners_binding",
        "external_evote",
        "count_parking",
        "owners_short_notice",
        "represented",
    )
    return Terms(
        **{name: form.typed(name) == "1" for name in switches},
        turn_minutes=form.number("turn_minutes", least=1, most=MOST_MINUTES),
        turns_each=form.number("turns_each", least=1, most=MOST_TURNS),
        grace_seconds=form.number("grace_seconds", least=0, most=MOST_GRACE)
        if form.typed("grace_seconds")
        else kinds.GRACE,
        posting_days=form.number("posting_days", least=1, most=MOST_POSTING)
        if form.typed("posting_days")
        else kinds.POSTING,
        proxies=int(form.typed("proxies") == "1"),
    )
