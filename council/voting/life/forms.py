"""The form of a vote over days, and of more time for one."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from council.clock import ZONE
from council.refusal import Refused
from council.voting import rules
from council.voting.actions import Plan, Question
from council.voting.life import periods, subjects
from council.voting.life.periods import Span
from council.voting.methods.sheet import METHODS
from council.voting.sheets import forms as sheet_forms

if TYPE_CHECKING:
    from council.web.filled import Filled

TEXT, PAPER, REASON = 1000, 200, 200
KINDS = (*subjects.SUBJECTS, subjects.ELECTION)
MOST_MINUTES = 24 * 60
# The field beside which a refusal of the action stands.
BESIDE = {
    "poll.election": "subject",
    "poll.subject_unknown": "subject",
    "poll.rule_not_of_subject": "subject",
    "poll.opens_in_past": "opens_day",
    "poll.notice_too_short": "opens_day",
    "poll.no_short_notice": "temporary",
    "poll.ends_before_it_begins": "closes_day",
    "poll.ends_outside": "closes_time",
    "poll.too_short": "closes_day",
    "poll.too_long": "closes_day",
    "poll.not_longer": "closes_day",
    "poll.hours_wrong": "hours_since",
    "poll.not_secret_by_area": "mode",
    "poll.too_few_for_secret": "mode",
}
FIRST = "subject"


def plan(form: Filled, rerun_of: str = "") -> Plan:
    """What an officer typed; with a fault in the form the value means nothing."""
    question = Question("", "") if rerun_of else _question(form)
    return Plan(
        question=question,
        span=_span(form),
        item="" if rerun_of else form.optional("item", most=16),
        temporary=form.typed("temporary") == "1",
        paper_at=form.text("paper_at", most=PAPER),
        papers_first=form.typed("papers_first") == "1",
        rerun_of=rerun_of,
    )


def _question(form: Filled) -> Question:
    """On several options: what was previewed, which comes along in hidden fields."""
    if form.typed("method") in METHODS:
        question = sheet_forms.question(form, form.typed("method"), "")
        return replace(question, subject=form.choice("subject", KINDS))
    return Question(
        text=form.text("text", most=TEXT),
        rule="",
        mode=form.choice("mode", rules.MODES) if form.typed("mode") else "named",
        subject=form.choice("subject", KINDS),
        allow_revote=form.typed("allow_revote") == "1",
    )


def _span(form: Filled) -> Span:
    opens = moment(form, "opens")
    closes = moment(form, "closes")
    return Span(opens, closes, _hours(form))


def moment(form: Filled, name: str) -> datetime:
    """A day and a time of two fields, on the community's wall clock."""
    return datetime.combine(form.day(f"{name}_day"), form.time(f"{name}_time"), ZONE)


def _hours(form: Filled) -> periods.Hours:
    """Both empty: all day long."""
    if not form.typed("hours_since") and not form.typed("hours_until"):
        return periods.WHOLE_DAY
    since, until = form.time("hours_since"), form.time("hours_until")
    try:
        return periods.must_be_hours(_minute(since), _minute(until) or periods.DAY)
    except Refused as why:
        form.blame("hours_since", why)
        return periods.WHOLE_DAY


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute


def more_time(form: Filled) -> datetime | timedelta:
    """Minutes more in the hall; of a vote over days its new end."""
    if form.typed("minutes"):
        return timedelta(minutes=form.number("minutes", least=1, most=MOST_MINUTES))
    return moment(form, "closes")
