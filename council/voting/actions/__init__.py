"""What can be done with a poll: made, opened, entered from paper, closed, published, cancelled."""

from council.voting.actions.agreeing import finish_entry
from council.voting.actions.closing import cancel, close_poll, publish
from council.voting.actions.destroying import destroy_due
from council.voting.actions.entering import (
    begin_sheet,
    enter,
    enter_counts,
    enter_rest,
    withdraw_sheet,
)
from council.voting.actions.making import Question, make
from council.voting.actions.opening import open_poll

__all__ = [
    "Question",
    "begin_sheet",
    "cancel",
    "close_poll",
    "destroy_due",
    "enter",
    "enter_counts",
    "enter_rest",
    "finish_entry",
    "make",
    "open_poll",
    "publish",
    "withdraw_sheet",
]
