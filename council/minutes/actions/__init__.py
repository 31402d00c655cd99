"""What can be done with minutes: drafted, read, confirmed, issued, put right, recalled."""

from council.minutes.actions.drafting import draft_from, revise
from council.minutes.actions.issuing import correct, publish, recall, set_terms, sign
from council.minutes.actions.reviewing import answer, approve_aloud, ask_review, say

__all__ = [
    "answer",
    "approve_aloud",
    "ask_review",
    "correct",
    "draft_from",
    "publish",
    "recall",
    "revise",
    "say",
    "set_terms",
    "sign",
]
