"""What can be done: found a community, sign in, end sessions, take the second step."""

from __future__ import annotations

from council.identity.actions.accounts import end_other_sessions, end_session, sign_in
from council.identity.actions.founding import found
from council.identity.actions.second_factor import (
    enrol,
    pass_second_factor,
    renew_recovery_codes,
)

__all__ = [
    "end_other_sessions",
    "end_session",
    "enrol",
    "found",
    "pass_second_factor",
    "renew_recovery_codes",
    "sign_in",
]
