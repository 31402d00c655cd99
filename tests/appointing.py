"""Offices for tests about something else: asked for, and confirmed where it takes two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations import actions as confirmations
from council.offices import actions as offices

if TYPE_CHECKING:
    from tests.people import Cast


async def given(cast: Cast, name: str, office: str) -> None:
    """袁昆腔, the only community secretary of the cast, appoints; the operator is the second."""
    asked = await offices.appoint(cast.people[name], office, cast.actor("袁昆腔"))
    if asked:
        await confirmations.confirm_by_operator(asked, cast.community)
