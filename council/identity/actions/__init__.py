"""What can be done about people: found, appoint, verify, write letters, sign in, keep the roll."""

from __future__ import annotations

from council.identity.actions.accounts import end_other_sessions, end_session, sign_in
from council.identity.actions.letters import (
    issue_letter,
    issue_letter_by_operator,
    open_letter,
)
from council.identity.actions.offices import end_office
from council.identity.actions.people import appoint, found, verify_at_desk, verify_many_at_desk
from council.identity.actions.roll import apply_roll, stage_roll
from council.identity.actions.second_factor import (
    enrol,
    pass_second_factor,
    renew_recovery_codes,
)

__all__ = [
    "apply_roll",
    "appoint",
    "end_office",
    "end_other_sessions",
    "end_session",
    "enrol",
    "found",
    "issue_letter",
    "issue_letter_by_operator",
    "open_letter",
    "pass_second_factor",
    "renew_recovery_codes",
    "sign_in",
    "stage_roll",
    "verify_at_desk",
    "verify_many_at_desk",
]
