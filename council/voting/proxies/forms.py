"""The form of a proxy: two people called, a date, where the paper is, and what is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.meetings import queries as meetings
from council.refusal import Refused
from council.voting.actions import Authority
from council.voting.rules import CHOICES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from council.web.filled import Filled

KEPT_AT = 120  # characters
NAME = 40
WANTED = ("", *CHOICES["yes_no_abstain"])  # OWN-13: of one point; nothing: as the holder sees fit


async def authority(
    form: Filled, meeting: str, community: str, items: Iterable[str]
) -> Authority | None:
    """None when a field is at fault; the fault stands in the form."""
    principal = await _person(form, "principal", meeting, community)
    holder = await _person(form, "holder", meeting, community)
    on = form.day("authority_on")
    kept_at = form.text("kept_at", most=KEPT_AT)
    wanted = {
        item: form.choice(f"wants-{item}", WANTED)
        for item in items
        if f"wants-{item}" in form.fields
    }
    if form.faults:
        return None
    said = {item: choice for item, choice in wanted.items() if choice}
    return Authority(principal, holder, on, kept_at, said)


async def _person(form: Filled, field: str, meeting: str, community: str) -> str:
    """Whom the name or number means among those who are called."""
    text = form.text(field, most=NAME)
    if field in form.faults:
        return ""
    try:
        return await meetings.called_person(meeting, community, text)
    except Refused as why:
        form.blame(field, why)
        return ""
