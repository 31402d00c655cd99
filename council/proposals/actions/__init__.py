"""What can be done with a proposal: each function is one transaction and one event."""

from council.proposals.actions.answering import accept, answer, decide
from council.proposals.actions.filing import Filing, file, revise
from council.proposals.actions.merging import answer_merge, ask_merge
from council.proposals.actions.scheduling import Place, schedule
from council.proposals.actions.supporting import support, withdraw_support
from council.proposals.actions.terms import set_terms
from council.proposals.actions.withdrawing import take_down_photo, withdraw

__all__ = [
    "Filing",
    "Place",
    "accept",
    "answer",
    "answer_merge",
    "ask_merge",
    "decide",
    "file",
    "revise",
    "schedule",
    "set_terms",
    "support",
    "take_down_photo",
    "withdraw",
    "withdraw_support",
]
