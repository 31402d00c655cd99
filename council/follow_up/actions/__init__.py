"""What can be done after a meeting: each function is one transaction and one event."""

from council.follow_up.actions.concluding import Conclusion, conclude
from council.follow_up.actions.dissenting import dissent, name_dissent
from council.follow_up.actions.tasks import Wanted, add, drop, finish, move_due, report

__all__ = [
    "Conclusion",
    "Wanted",
    "add",
    "conclude",
    "dissent",
    "drop",
    "finish",
    "move_due",
    "name_dissent",
    "report",
]
