"""What can be done: verify at the desk, write letters, open them."""

from __future__ import annotations

from council.verification.actions.desk import DeskCheck, verify_at_desk, verify_many_at_desk
from council.verification.actions.letters import issue_letter, issue_letter_by_operator
from council.verification.actions.opening import open_letter

__all__ = [
    "DeskCheck",
    "issue_letter",
    "issue_letter_by_operator",
    "open_letter",
    "verify_at_desk",
    "verify_many_at_desk",
]
