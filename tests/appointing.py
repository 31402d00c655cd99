"""Offices for tests about something else: asked for, and confirmed where it takes two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.confirmations import actions as confirmations
from council.identity import queries, sessions
from council.offices import actions as offices
from council.verification.actions import issue_letter
from council.verification.actions.opening import open_letter

if TYPE_CHECKING:
    from tests.people import Cast

PASSWORD = "一川烟草满城风絮"


async def given(cast: Cast, name: str, office: str) -> None:
    """袁昆腔, the only community secretary of the cast, appoints; the operator is the second."""
    asked = await offices.appoint(cast.people[name], office, cast.actor("袁昆腔"))
    if asked:
        await confirmations.confirm_by_operator(asked, cast.community)
        if office not in await queries.offices(cast.people[name], cast.community):
            await came_by_office_letter(cast, name)


async def came_by_office_letter(cast: Cast, name: str) -> None:
    """What a powerful office waits for; signed in anew, since opening it ends all sessions."""
    code = await issue_letter(cast.people[name], "office", cast.actor("袁昆腔"))
    await open_letter(*code, PASSWORD, "test")
    cast.tokens[name] = await sessions.start(cast.people[name], "test", second_factor=True)
