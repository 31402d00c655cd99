"""By which way a ballot came, and which of two ballots of one elector stands: pure.

In person wins in votes of the committee, of residents, and in every secret one; in a vote of
owners by name what came first stands until its elector changes it (OWN-14). Who votes for
themselves always takes the place of their proxy.
"""

from __future__ import annotations

from dataclasses import dataclass

from council.refusal import NotThere, Refused, unreadable

NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Via:
    """`channel`: phone, proxy, assisted or kiosk. `by`: the person who sent it for the elector.

    `spent`: its code on paper was used already, so that it can only be a retry.
    """

    channel: str = "phone"
    by: str = ""
    spent: bool = False


OWN = Via()


def may_bring(via: Via, holder: str | None) -> None:
    """Only who holds the elector's proxy in this poll; to others there is no such elector."""
    if via.channel == "proxy" and (not via.by or via.by != holder):
        raise Refused("proxy.none_held", NOT_FOUND)


# (what comes, what is there) → why it never replaces it.
_NEVER = {
    ("proxy", "phone"): "proxy.principal_voted",
    ("proxy", "assisted"): "proxy.principal_voted",
    ("proxy", "kiosk"): "proxy.principal_voted",
    ("assisted", "phone"): "assisted.voted",
    ("assisted", "kiosk"): "assisted.voted",
    ("kiosk", "kiosk"): "kiosk.used",
}


def takes_place(now: str, before: str, *, electronic_first: bool) -> bool:
    """Whether a ballot replaces the one that is there whatever its revision.

    False: the ordinary rule of a second ballot decides. Refused where it never may.
    """
    if (now, before) in _NEVER:
        raise Refused(_NEVER[now, before])
    if (now, before) == ("phone", "kiosk") and not electronic_first:
        raise Refused("poll.cast_in_person")
    if before == "proxy":
        return now != "proxy"
    return now == "kiosk" and not electronic_first


def asks_second(rule_code: str, mode: str) -> bool:
    """In a vote of owners by name a second person asks the voter as well."""
    return rule_code.startswith("OWN") and mode == "named"


def must_be_another(assistant_and_voter: set[str], confirmer: str) -> None:
    """A second person, or nobody, confirms what was entered for somebody."""
    if confirmer in assistant_and_voter:
        raise NotThere


def may_assist(assistant: str, elector: str) -> None:
    """Nobody enters their own ballot in the name of the office."""
    if assistant == elector:
        raise unreadable("assisted.oneself")


def must_be_open(state: str) -> None:
    if state != "open":
        raise Refused("poll.closed")


def must_be_to_come(state: str) -> None:
    """Codes are made for a vote that is open or has still to open."""
    if state not in {"created", "announced", "open"}:
        raise Refused("poll.closed")


def must_fit(number: int, most: int) -> None:
    if not number:
        raise unreadable("kiosk.nobody")
    if number > most:
        raise unreadable("kiosk.too_many", most=most)
