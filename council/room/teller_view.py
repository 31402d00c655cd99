"""The tellers of the poll that is shown: who they are for all, and what each has to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.room.snapshot import TellerView
from council.voting.tellers.queries import tellers_of

if TYPE_CHECKING:
    from council.voting.queries import PollRow


async def tellers(shown: PollRow | None) -> tuple[TellerView, ...]:
    """None of a poll without them; asked for only where the mode says that there are some."""
    if shown is None or shown.mode != "tellers":
        return ()
    found = await tellers_of(shown.id)
    return tuple(TellerView(one.person, one.name, one.stands(shown.state)) for one in found)
