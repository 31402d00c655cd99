"""What can be done with a poll: made, opened, closed, published, cancelled."""

from council.voting.actions.closing import cancel, close_poll, publish
from council.voting.actions.destroying import destroy_due
from council.voting.actions.making import Question, make
from council.voting.actions.opening import open_poll

__all__ = ["Question", "cancel", "close_poll", "destroy_due", "make", "open_poll", "publish"]
