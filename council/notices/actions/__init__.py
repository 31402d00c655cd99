"""What can be done with a notice: each function is one transaction and one event."""

from council.notices.actions.closing import close
from council.notices.actions.drafting import discard, draft, redraft
from council.notices.actions.objecting import Objecting, answer, object_to
from council.notices.actions.posting import add_photo, post, take_down
from council.notices.actions.publishing import publish
from council.notices.actions.settling import mark_days, set_terms, unmark_day

__all__ = [
    "Objecting",
    "add_photo",
    "answer",
    "close",
    "discard",
    "draft",
    "mark_days",
    "object_to",
    "post",
    "publish",
    "redraft",
    "set_terms",
    "take_down",
    "unmark_day",
]
