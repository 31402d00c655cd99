"""What can be done with a poll: made, opened, entered on paper or for others, closed, published."""

from council.voting.actions.agreeing import finish_entry
from council.voting.actions.assisting import confirm_entered, object_to
from council.voting.actions.closing import cancel, close_poll, publish
from council.voting.actions.delivering import deliver, strike_delivery, tell_committee
from council.voting.actions.destroying import destroy_due
from council.voting.actions.entering import (
    begin_sheet,
    enter,
    enter_counts,
    enter_paper,
    enter_rest,
    withdraw_sheet,
)
from council.voting.actions.extending import extend, note_trouble
from council.voting.actions.kiosk import make_codes
from council.voting.actions.making import Question, make
from council.voting.actions.opening import open_poll
from council.voting.actions.opening_long import open_long
from council.voting.actions.planning import Plan, announce_poll, plan
from council.voting.actions.proxies import Authority, give, withdraw
from council.voting.actions.rerunning import run_again
from council.voting.actions.tellers import (
    begin_ceremony,
    confirm_share,
    fetch_share,
    report_loss,
)
from council.voting.actions.typing_shares import give_up, type_share
from council.voting.electors import confirming  # noqa: F401 - what a second officer confirms

__all__ = [
    "Authority",
    "Plan",
    "Question",
    "announce_poll",
    "begin_ceremony",
    "begin_sheet",
    "cancel",
    "close_poll",
    "confirm_entered",
    "confirm_share",
    "deliver",
    "destroy_due",
    "enter",
    "enter_counts",
    "enter_paper",
    "enter_rest",
    "extend",
    "fetch_share",
    "finish_entry",
    "give",
    "give_up",
    "make",
    "make_codes",
    "note_trouble",
    "object_to",
    "open_long",
    "open_poll",
    "plan",
    "publish",
    "report_loss",
    "run_again",
    "strike_delivery",
    "tell_committee",
    "type_share",
    "withdraw",
    "withdraw_sheet",
]
