"""What tellers may do, and when (trust.md 4.1, rows 27 and 28): pure, with reason codes."""

from __future__ import annotations

from council.refusal import Refused
from council.voting.tellers.shares import NEEDED, SHARES

AFTER_START = frozenset({"open", "closing", "sealed"})


def may_name_tellers(state: str, tellers: list[str], fit: frozenset[str]) -> None:
    """Three different people who are there and do not run the vote themselves."""
    if state != "created":
        raise Refused("tellers.too_late")
    if len(set(tellers)) != SHARES:
        raise Refused("tellers.three", 422)
    if not fit.issuperset(tellers):
        raise Refused("tellers.not_fit", 422)


def may_take_days(mode: str) -> None:
    """Tellers meet: their shares are handed out and typed in while the meeting is in session."""
    if mode == "tellers":
        raise Refused("tellers.in_session")


def may_hold_share(state: str) -> None:
    """A share is handed out and confirmed before the vote begins."""
    if state != "created":
        raise Refused("tellers.too_late")


def must_be_own_device(terminal: str) -> None:
    """On a screen that staff look after a share would not be its teller's alone."""
    if terminal:
        raise Refused("share.terminal")


def may_open_for_tellers(confirmed: int, *, share_left: bool) -> None:
    """No ballot comes in before each share is with its teller and nowhere else."""
    if confirmed != SHARES or share_left:
        raise Refused("tellers.not_ready", confirmed=confirmed)


def may_open_box(state: str) -> None:
    """Not before the box is closed and cut from its electors."""
    if state != "sealed":
        raise Refused("tellers.too_early")


def may_report_loss(state: str, *, typed: bool) -> None:
    """Before the vote a new ceremony is simpler; what was typed in cannot be lost any more."""
    if state not in AFTER_START or typed:
        raise Refused("tellers.no_loss")


def may_give_up(state: str, lost: int) -> None:
    """Only a box that nobody can open any more; the database asks the same."""
    if state != "sealed" or lost < NEEDED:
        raise Refused("tellers.can_open")
