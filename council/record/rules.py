"""When a checkpoint is due, and when none may be signed: pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from council.refusal import Refused, unreadable

if TYPE_CHECKING:
    from datetime import datetime

    from council.record.notes import Checkpoint
    from council.record.tree import Hashes

# After these a checkpoint is made at once: what was decided and what was published.
AT_ONCE = frozenset(
    {
        *("poll.result", "poll.published", "poll.voided", "box.unopened"),
        *("minutes.published", "minutes.recalled", "backup.restored", "key.rotated"),
    }
)
DAILY = timedelta(days=1)
NAME = 60  # characters of a witness's name


def is_due(since: datetime | None, at: datetime) -> bool:
    """At least daily: `since` is the last checkpoint, else the first entry."""
    return since is not None and at - since >= DAILY


def must_extend(tree: Hashes, size: int, signed: Checkpoint | None) -> None:
    """A log never signs two histories: `signed`, whatever kept it, is the beginning of this one.

    Refused with record.behind, record.differs.
    """
    if signed is None:
        return
    if signed.size > size:
        raise Refused("record.behind", size=size, signed=signed.size)
    if tree.root(signed.size) != signed.root:
        raise Refused("record.differs", signed=signed.size)


def must_be_name(name: str) -> None:
    if not name:
        raise unreadable("form.needed", field="name")
    if len(name) > NAME:
        raise unreadable("form.too_long", field="name", most=NAME, length=len(name))
