"""What can be done with a meeting: each function is one transaction and one event."""

from council.meetings.actions.announcing import (
    Announcement,
    Call,
    Item,
    add_item,
    add_items,
    announce,
    call,
    items_within,
)
from council.meetings.actions.attending import ask_leave, check_in, mark, mark_all, take_leave
from council.meetings.actions.convening import Convening, convene
from council.meetings.actions.doors import dismiss_doorkeeper, name_doorkeeper, pin
from council.meetings.actions.floor_hooks import hold_clock_within, must_be_debated_within
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
from council.meetings.actions.noticing import give_notice
from council.meetings.actions.ordering import change_item, order_item, remove_item, review_item
from council.meetings.actions.pausing import pause, resume
from council.meetings.actions.presiding import (
    close_debate,
    hand_over,
    reopen_debate,
    return_chair_within,
    take_back,
)
from council.meetings.actions.raising import Hand, give_floor, lower_hand, raise_hand
from council.meetings.actions.recusing import end_recusal, recuse
from council.meetings.actions.rescheduling import Schedule, cancel_meeting, reschedule
from council.meetings.actions.ruling import choose_voter, drop_voter, end_ruling, rule_heads
from council.meetings.actions.running import (
    close_meeting,
    go_to_item,
    open_meeting,
    postpone_item,
)
from council.meetings.actions.standing_in import stand_in
from council.meetings.actions.terms import set_terms
from council.meetings.actions.turns import end_turn, extend_turn, pause_turn, remind, resume_turn

__all__ = [
    "Announcement",
    "Call",
    "Convening",
    "Hand",
    "Item",
    "Moved",
    "Schedule",
    "add_item",
    "add_items",
    "add_line",
    "announce",
    "ask_leave",
    "call",
    "cancel_meeting",
    "change_item",
    "check_in",
    "choose_voter",
    "close_debate",
    "close_meeting",
    "convene",
    "dismiss_doorkeeper",
    "drop_voter",
    "end_recusal",
    "end_ruling",
    "end_turn",
    "extend_turn",
    "give_floor",
    "give_notice",
    "go_to_item",
    "hand_over",
    "hold_clock_within",
    "items_within",
    "locked",
    "lower_hand",
    "mark",
    "mark_all",
    "move",
    "must_be_debated_within",
    "name_doorkeeper",
    "offer",
    "open_meeting",
    "order_item",
    "pause",
    "pause_turn",
    "pin",
    "postpone_item",
    "postpone_motion",
    "raise_hand",
    "recuse",
    "remind",
    "remove_item",
    "reopen_debate",
    "reschedule",
    "resume",
    "resume_turn",
    "return_chair_within",
    "review_item",
    "rule_heads",
    "second",
    "set_terms",
    "stand_in",
    "strike_line",
    "take_back",
    "take_leave",
    "withdraw",
    "write_line",
]
