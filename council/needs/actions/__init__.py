"""Every act on a call for needs and on its entries."""

from council.needs.actions.answering import answer, hide, merge
from council.needs.actions.calling import close, close_due, draft, extend, publish, reword
from council.needs.actions.entering import correct, enter, nobody
from council.needs.actions.receipting import issue_receipt

__all__ = [
    "answer",
    "close",
    "close_due",
    "correct",
    "draft",
    "enter",
    "extend",
    "hide",
    "issue_receipt",
    "merge",
    "nobody",
    "publish",
    "reword",
]
