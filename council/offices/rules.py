"""Who gives and ends which office: pure rules with reason codes."""

from __future__ import annotations

from council.refusal import Refused, unreadable

NAMED_BY = {  # who may appoint to which office
    "chair": ("community_secretary", "admin"),
    "secretary": ("community_secretary", "admin"),
    "supervisor": ("community_secretary", "admin"),
    "social_worker": ("community_secretary", "admin"),
    "community_secretary": ("community_secretary", "admin"),
    "admin": ("admin",),
}


def may_appoint(office: str, offices_of_giver: tuple[str, ...], *, oneself: bool) -> None:
    """Nobody appoints themselves, nobody gives an office that is not theirs to give."""
    if office not in NAMED_BY:
        raise unreadable("form.choice", field="office")
    if oneself or not set(NAMED_BY[office]) & set(offices_of_giver):
        raise Refused("appointment.not_yours", 403)


def may_name(offices_of_giver: tuple[str, ...]) -> tuple[str, ...]:
    """The offices that somebody with these offices may give to others."""
    return tuple(one for one, givers in NAMED_BY.items() if set(givers) & set(offices_of_giver))


def may_end_office(
    office: str, offices_of_ender: tuple[str, ...], *, oneself: bool, left: int
) -> None:
    """Whoever could give it may end it, everybody may lay down their own.

    `left`: how many others hold it. Without a community secretary nobody could appoint any more.
    """
    if not oneself and office not in may_name(offices_of_ender):
        raise Refused("appointment.not_yours_to_end", 403)
    if office == "community_secretary" and not left:
        raise Refused("appointment.last")
