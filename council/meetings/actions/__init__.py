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
from council.meetings.actions.attending import check_in, mark
from council.meetings.actions.convening import Convening, convene
from council.meetings.actions.held import locked
from council.meetings.actions.lines import add_line, strike_line, write_line
from council.meetings.actions.moving import Conclusion, Moved, conclude, move
from council.meetings.actions.running import close_meeting, go_to_item, open_meeting

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
    "call",
    "check_in",
    "close_meeting",
    "conclude",
    "convene",
    "go_to_item",
    "locked",
    "mark",
    "move",
    "open_meeting",
    "strike_line",
    "write_line",
]
