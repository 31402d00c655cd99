"""Who gives and ends which office, for how long, and what needs two persons: pure rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from council.identity.rules import POWERFUL
from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Collection

_LEADERS = ("community_secretary", "admin")
NAMED_BY = {  # who may give which office; of a powerful one: who may confirm it
    "chair": _LEADERS,
    "secretary": _LEADERS,
    "community_secretary": _LEADERS,
    "social_worker": _LEADERS,
    "supervisor": _LEADERS,
    "street_office": _LEADERS,
    "observer": _LEADERS,
    "group_leader": _LEADERS,
    "resident_rep": _LEADERS,
    "org_member": _LEADERS,
    "admin": ("admin",),
    "auditor": ("community_secretary",),  # whoever is audited does not choose the auditor
}
# Besides those who may name, who may ask: so a community with one secretary gets along.
ALSO_ASKED_BY = {office: ("secretary",) for office in POWERFUL if office != "admin"}
# Never the same person (IDP-12): whoever runs the system is not who looks over it.
APART = (frozenset({"admin", "auditor"}), frozenset({"admin", "supervisor"}))
OF_A_BUILDING = "group_leader"
OF_A_PART = ("group_leader", "resident_rep")  # these say for which building or group
SCOPE = 60  # characters
USUAL = 5  # years: the term of a residents' committee, and the longest that is given
ENDS_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Term:
    """First and last day of an office."""

    since: date
    until: date


def usual_term(today: date) -> Term:
    """From today for five years less a day."""
    return Term(today, _years_on(today, USUAL) - timedelta(days=1))


def must_be_a_term(term: Term, today: date) -> None:
    """Refuse a term that ends before it begins, is over, or is longer than five years."""
    if term.until < term.since or term.until < today:
        raise unreadable("appointment.term")
    if term.until >= _years_on(term.since, USUAL):
        raise unreadable("appointment.too_long", years=USUAL)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)


def may_ask(office: str, offices_of_asker: Collection[str], *, oneself: bool) -> None:
    """Nobody appoints themselves, nobody gives an office that is not theirs to give."""
    if office not in NAMED_BY:
        raise unreadable("form.choice", field="office")
    askers = {*NAMED_BY[office], *ALSO_ASKED_BY.get(office, ())}
    if oneself or not askers & set(offices_of_asker):
        raise Refused("appointment.not_yours", 403)


def may_confirm(office: str, offices_of_confirmer: Collection[str]) -> bool:
    """A second officer, who could have given the office as well."""
    return bool(set(NAMED_BY.get(office, ())) & set(offices_of_confirmer))


def may_name(offices_of_giver: Collection[str]) -> tuple[str, ...]:
    """The offices that somebody with these offices may give to others, or ask for."""
    held = set(offices_of_giver)
    return tuple(one for one, by in NAMED_BY.items() if {*by, *ALSO_ASKED_BY.get(one, ())} & held)


def must_fit_together(office: str, held: Collection[str]) -> None:
    """Refuse an office beside one that the same person may not hold."""
    for pair in APART:
        other = next(iter(pair - {office}))
        if office in pair and other in held:
            raise Refused("appointment.apart")


def scope_of(office: str, scope: str, buildings: Collection[str]) -> str:
    """The part of the community that the office is for; empty where it is for all of it."""
    if office not in OF_A_PART:
        return ""
    if not scope:
        raise unreadable("appointment.scope")
    if len(scope) > SCOPE:
        raise unreadable("form.too_long", field="scope", most=SCOPE, length=len(scope))
    if office == OF_A_BUILDING and buildings and scope not in buildings:
        raise unreadable("appointment.building", name=scope)
    return scope


def may_end_office(
    office: str, offices_of_ender: Collection[str], *, oneself: bool, left: int
) -> None:
    """Whoever could give or ask for it may end or ask to end it; everybody may lay down their own.

    `left`: how many others hold it. Without a community secretary nobody could appoint any more.
    """
    if not oneself and office not in may_name(offices_of_ender):
        raise Refused("appointment.not_yours_to_end", 403)
    if office == "community_secretary" and not left:
        raise Refused("appointment.last")


def ends_by_two(office: str, *, oneself: bool) -> bool:
    """What two persons gave, two persons take away; one's own is laid down alone."""
    return office in POWERFUL and not oneself
