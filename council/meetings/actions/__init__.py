"""What can be done with a meeting: each function is one transaction and one event."""

from council.meetings.actions.announcing import (
    Announcement,
    Call,
    Item,
    add_item,
    add_items,
    announce,
    call,
)
from council.meetings.actions.attending import ask_leave, check_in, mark, mark_all, take_leave
from council.meetings.actions.concluding import Conclusion, conclude
from council.meetings.actions.convening import Convening, convene
from council.meetings.actions.doors import dismiss_doorkeeper, name_doorkeeper, pin
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line, strike_line, write_line
from council.meetings.actions.moving import (
    Moved,
    move,
    offer,
    postpone_motion,
    second,
    withdraw,
)
from council.meetings.actions.pausing import pause, resume
from council.meetings.actions.recusing import end_recusal, recuse
from council.meetings.actions.running import (
    close_meeting,
    go_to_item,
    open_meeting,
    postpone_item,
)

__all__ = [
    "Announcement",
    "Call",
    "Conclusion",
    "Convening",
    "Item",
    "Moved",
    "add_item",
    "add_items",
    "add_line",
    "announce",
    "ask_leave",
    "call",
    "check_in",
    "close_meeting",
    "conclude",
    "convene",
    "dismiss_doorkeeper",
    "end_recusal",
    "go_to_item",
    "locked",
    "mark",
    "mark_all",
    "move",
    "name_doorkeeper",
    "offer",
    "open_meeting",
    "pause",
    "pin",
    "postpone_item",
    "postpone_motion",
    "recuse",
    "resume",
    "second",
    "strike_line",
    "take_leave",
    "withdraw",
    "write_line",
]
