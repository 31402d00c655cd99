"""What can be done: found a community, sign in, end sessions, take the second step."""

from __future__ import annotations

from council.identity.actions.accounts import (
    change_password,
    end_other_sessions,
    end_session,
    prove,
    sign_in,
)
from council.identity.actions.founding import found
from council.identity.actions.logins import add_code_name, add_from_roll, remove_login
from council.identity.actions.passkeys import (
    register_passkey,
    remove_passkey,
    sign_in_with_passkey,
)
from council.identity.actions.second_factor import (
    enrol,
    pass_second_factor,
    renew_recovery_codes,
)
from council.identity.actions.sent_codes import (
    ToSend,
    add_address_by_code,
    ask_for_code,
    ask_to_prove_address,
    recover_by_code,
    sign_in_by_code,
)
from council.identity.actions.terminals import end_terminal, open_terminal

__all__ = [
    "ToSend",
    "add_address_by_code",
    "add_code_name",
    "add_from_roll",
    "ask_for_code",
    "ask_to_prove_address",
    "change_password",
    "end_other_sessions",
    "end_session",
    "end_terminal",
    "enrol",
    "found",
    "open_terminal",
    "pass_second_factor",
    "prove",
    "recover_by_code",
    "register_passkey",
    "remove_login",
    "remove_passkey",
    "renew_recovery_codes",
    "sign_in",
    "sign_in_by_code",
    "sign_in_with_passkey",
]
