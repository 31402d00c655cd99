"""What waits for an officer: counts beside the links of the desk on the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import disk_room
from council.confirmations import queries as confirmations
from council.contact import queries as contact
from council.follow_up import queries as follow_up
from council.needs import queries as needs
from council.notices import queries as notices
from council.proposals import queries as proposals
from council.record import checkpoint_queries as checkpoints
from council.voting.life import queries as voting
from council.wishes import queries as wishes

if TYPE_CHECKING:
    from council.identity.viewer import Viewer
    from council.settings import Settings


async def waiting(viewer: Viewer | None, community: str, settings: Settings) -> dict[str, Any]:
    """By the names that the desk's templates know; nothing for who is no officer here.

    `late_votes`: results that are overdue (OWN-17) and votes that are stuck. `answers`: to
    proposals, late and due at all. `unsigned`: the record cannot be signed. `complaints`: where
    they go is still to be said (RES-10).
    """
    if viewer is None or not viewer.officer or viewer.community != community:
        return {}
    return {
        "late": await follow_up.overdue(community),
        "late_votes": await voting.late(community),
        "answers": await proposals.late_and_waiting(community),
        "needs_waiting": await needs.waiting(community),
        "wishes_waiting": await wishes.waiting(community),
        "waiting": await confirmations.waiting(viewer),
        "notices_waiting": await notices.waiting(community),
        "complaints": not (await contact.contact(community)).street.name,
        "unsigned": await checkpoints.trouble(community, settings.signed) is not None,
        "room_left": disk_room.short(settings.data),
    }
