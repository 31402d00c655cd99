"""A meeting that votes on several options, through the public door."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

THREE = "王师傅\n李师傅\n张师傅"
PROJECTS = "扶手 28000\n感应灯 16,000\n花坛：9000.50元\n凉亭 36000"
FIELDS: dict[str, dict[str, str]] = {
    "choose": {"options": THREE, "seats": "1", "minimum": "1", "maximum": "1"},
    "approval": {"options": THREE},
    "score": {"options": THREE, "highest": "5"},
    "dots": {"options": THREE, "dots": "5"},
    "irv": {"options": THREE},
    "stv": {"options": THREE, "seats": "2"},
    "budget": {"options": PROJECTS, "budget": "50000"},
}


@dataclass(slots=True)
class Meeting:
    """An open meeting with some of its members present, and its officers' browsers."""

    hall: Hall
    cast: Cast
    chair: Client
    secretary: Client
    present: list[str]
    voters: dict[str, Client] = field(default_factory=dict)

    async def made(self, method: str, **more: str) -> str:
        """A poll by way of the preview, not opened yet."""
        typed = {"method": method, "text": "请谁来做", **FIELDS[method], **more}
        base = f"/meetings/{self.cast.meeting}/polls"
        shown = await self.secretary.post(f"{base}/new", **typed)
        assert shown.status_code == 200, shown.text
        assert 'id="make-poll"' in shown.text
        sent = {**hidden(shown.text.split('id="make-poll"')[0]), "next": ""}
        made = await self.secretary.post(base, **sent)
        assert made.status_code == 303, made.text
        return str(made.headers["location"].split("/")[-1])

    async def opened(self, method: str, **more: str) -> str:
        poll = await self.made(method, **more)
        assert (await self.chair.post(f"/polls/{poll}/opening")).status_code == 303
        return poll

    async def vote(self, name: str, poll: str, **marks: str) -> Any:
        """Marks, confirmation, ballot: as a browser without JavaScript does it."""
        voter = self.voters.setdefault(name, self.hall.of(self.cast, name))
        asked = await voter.post(f"/polls/{poll}/confirmation", **marks)
        if asked.status_code != 200:
            return asked
        return await voter.post(f"/polls/{poll}/ballots", **hidden(asked.text))

    async def all_vote(self, poll: str, marks: list[dict[str, str]]) -> None:
        for name, one in zip(self.present, marks, strict=False):
            answer = await self.vote(name, poll, **one)
            assert answer.status_code == 303, answer.text

    async def ended(self, poll: str) -> dict[str, Any]:
        """Closed and published; its JSON."""
        for act in ("closing", "publication"):
            answer = await self.chair.post(f"/polls/{poll}/{act}")
            assert answer.status_code == 303, answer.text
        found: dict[str, Any] = await self.hall.client().json(f"/polls/{poll}")
        return found


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the last form in this part of a page that has a ballot or a poll."""
    form = page.rsplit('<form class="stack"', 1)[-1] if 'name="choice"' not in page else page
    if 'name="choice"' in page:
        form = page.split("/ballots", 1)[1].split("</form>", 1)[0]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value.replace("&gt;", ">") for name, value in pairs if name[0] != "_"}


async def convene(hall: Hall, cast: Cast, present: int = 6) -> Meeting:
    """The meeting is open, on its second item, with so many members there."""
    secretary, chair = hall.of(cast, cast.secretary), hall.of(cast, cast.chair)
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    names = cast.members[:present]
    for name in names:
        path = f"/meetings/{cast.meeting}/attendances"
        await secretary.post(path, person=cast.people[name], status="present")
    return Meeting(hall, cast, chair, secretary, names)
