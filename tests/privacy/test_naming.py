"""Where everybody reads, a name stands in full by duty of office or by consent, else masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.meetings.actions import Call, call, mark, open_meeting
from council.minutes.evidence import facts
from council.privacy import actions

if TYPE_CHECKING:
    from tests.people import Cast


async def test_minutes_name_members_and_who_agreed_and_mask_other_residents(cast: Cast) -> None:
    by, resident = cast.actor("袁昆腔"), cast.people["顾水巷"]
    await call(cast.meeting, [Call(resident, "observer", "", "")], by)
    await open_meeting(cast.meeting, by)
    for name in ("顾水巷", "委员01"):
        await mark(cast.meeting, cast.people[name], "present", by)
    found = await facts(cast.meeting)
    assert [one.name for one in found.roll.observers] == ["顾**"]
    assert "委员01" in [one.name for one in found.roll.present]
    assert (found.chair.name, found.recorder.name) == ("曹评话", "袁昆腔")
    consent = await actions.give("publish_name", 1, cast.actor("顾水巷"))
    assert [one.name for one in (await facts(cast.meeting)).roll.observers] == ["顾水巷"]
    await actions.withdraw(consent, cast.actor("顾水巷"))
    assert [one.name for one in (await facts(cast.meeting)).roll.observers] == ["顾**"]
