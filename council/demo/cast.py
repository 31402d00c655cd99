"""Who is who while the demo is loaded: ids, acting persons, and the passwords drawn for them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import council.roll.import_confirming  # noqa: F401 - two officers put the roll into force
from council import ids
from council.change import Actor
from council.confirmations import actions as confirmations
from council.demo.calendar import moment
from council.demo.roll import SAMPLE, community
from council.identity import actions, queries
from council.identity.actions.founding import FirstOfficer, Place
from council.offices import actions as office_actions
from council.roll import actions as roll_actions
from council.verification import actions as verification_actions
from council.verification.actions import DeskCheck

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.settings import Settings

CHAIR, SECRETARY, SUPERVISOR, STREET, RESIDENT = "R031", "R032", "R039", "R040", "R003"
PASSWORD = 10  # letters and digits without look-alikes, about 49 bits
GROUND = "户口簿和不动产权证书原件"
AGENT = "demo"


@dataclass(slots=True)
class Cast:
    """Everybody by the number on the roll; `passwords` only for those who sign in."""

    community: str
    people: dict[str, queries.Someone]
    passwords: dict[str, str] = field(default_factory=dict)

    def id(self, number: str) -> str:
        return self.people[number].id

    def actor(self, number: str) -> Actor:
        one = self.people[number]
        return Actor(one.id, self.community, one.pseudonym)

    @property
    def secretary(self) -> Actor:
        return self.actor(SECRETARY)

    @property
    def chair(self) -> Actor:
        return self.actor(CHAIR)


def members() -> list[dict[str, Any]]:
    """The committee's seats in the data."""
    found: list[dict[str, Any]] = community()["committee"]["members"]
    return found


def new_password() -> str:
    return ids.new_id(PASSWORD)


async def gather(settings: Settings, when: Calendar) -> Cast:
    """Found the community, import its roll, let everybody in who signs in."""
    with moment(when.at(-120)):
        made = await _found(when)
    with moment(when.at(-119)):
        await _import(settings, made)
        made.people = await queries.by_roll_no(made.community)
        for officer in (CHAIR, SECRETARY):
            await _open_office_letter(made, officer)
    with moment(when.at(-118)):
        await _verify(made)
        await _appoint(made)
    made.people = await queries.by_roll_no(made.community)
    return made


async def _appoint(cast: Cast) -> None:
    """A powerful office takes two: the secretary asks, the community secretary confirms."""
    asked = await office_actions.appoint(cast.id(SUPERVISOR), "supervisor", cast.secretary)
    await confirmations.confirm(asked, cast.chair)
    await _open_office_letter(cast, SUPERVISOR)
    await office_actions.appoint(cast.id(STREET), "street_office", cast.chair)


async def _found(when: Calendar) -> Cast:
    told = community()["community"]
    contact = {
        "office": f"{told['name']}工作站",
        "place": "一楼大厅",
        "hours": "周一至周六9:00–17:00",
    }
    settings = {
        **told["bylaws"],
        "demo": True,
        "contact": contact,
        "minutes_before": {str(when.at(-41).year): 1},
    }
    place = Place(
        told["name"],
        "Sujin No. 1 Community",
        told["street"],
        told["district"],
        json.dumps(settings, ensure_ascii=False),
    )
    names = {one["person"]: one["name"] for one in members()}
    officers = (
        FirstOfficer(names[CHAIR], ("community_secretary", "chair"), CHAIR),
        FirstOfficer(names[SECRETARY], ("secretary",), SECRETARY),
    )
    made, _ = await actions.found(place, officers)
    return Cast(made, await queries.by_roll_no(made))


async def _import(settings: Settings, cast: Cast) -> None:
    packed, pepper = SAMPLE.read_bytes(), settings.keys.pepper
    staged = await roll_actions.stage_roll(SAMPLE.name, packed, pepper, cast.secretary)
    await roll_actions.apply_roll(staged, pepper, cast.secretary, cast.chair)


async def _open_office_letter(cast: Cast, number: str) -> None:
    """Officers come in as they do everywhere: by a one-time code."""
    public, secret = await verification_actions.issue_letter(cast.id(number), "office", cast.chair)
    password = new_password()
    await verification_actions.open_letter(public, secret, password, AGENT)
    cast.passwords[number] = password


async def _verify(cast: Cast) -> None:
    """The others come to the desk; who will sign in chooses a password there."""
    sign_in = {one["person"] for one in members()} | {SUPERVISOR, STREET, RESIDENT}
    waiting = [number for number in cast.people if number not in cast.passwords]
    drawn = {number: new_password() for number in waiting if number in sign_in}
    checks = [DeskCheck(cast.id(number), drawn.get(number, "")) for number in waiting]
    await verification_actions.verify_many_at_desk(checks, GROUND, cast.secretary)
    cast.passwords |= drawn
