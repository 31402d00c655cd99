"""Row 45: a resident whose every personal column holds something that stands nowhere else."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from council import db
from council.identity.id_number import check_sign, keyed_hash
from council.privacy.fields import Sight, sight
from council.roll.actions import renew_keys
from tests.access import asking, roles
from tests.access.rows import put
from tests.house.routes import doors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.access.asking import Answer
    from tests.access.stage import Stage

NEIGHBOUR = "neighbour"  # the resident of the world whom others act upon
WHO = "金丝雀儿"
SEVENTEEN = "32050419490307148"  # its check sign is X: hashes hold no such letter
NUMBER = SEVENTEEN + check_sign(SEVENTEEN)
BORN = date(1949, 3, 7)
# Field of the table of who sees what → how it may be written.
CANARIES = {
    "name": (WHO,),
    "phone": ("15498700321",),
    "id_last4": (NUMBER[-4:],),
    "birth_date": ("1949-03-07", "1949年3月7日", "7 Mar 1949"),
    "email": ("jinsique@canary.example",),
    "unit": ("77-7-707",),
    "roll_no": ("CANARY-7",),
}
NOWHERE = (NUMBER, NUMBER[:17])
# Where the database may hold them: everywhere else they have no business.
COLUMNS = {
    "name": {"person.name", "person_key.key"},
    "phone": {"person.phone", "account.login", "login.key", "person_key.key"},
    "id_last4": {"person.id_last4", "person_key.key"},
    "birth_date": {"person.birth_date"},
    "email": {"account.email", "login.key"},
    "unit": {"unit.code", "person_key.key"},
    "roll_no": {"person.roll_no", "person_key.key"},
}


async def plant(stage: Stage) -> str:
    """Make a canary of the neighbour, who keeps the session; returns the id."""
    person, community = stage.a.people[NEIGHBOUR], stage.a.community
    await db.rows(
        "UPDATE person SET name = {}, phone = {}, id_last4 = {}, id_hash = {}, birth_date = {},"
        " roll_no = {} WHERE id = {}",
        WHO,
        CANARIES["phone"][0],
        NUMBER[-4:],
        keyed_hash(NUMBER, stage.settings.keys.pepper),
        BORN,
        "CANARY-7",
        person,
    )
    unit = await put(
        "unit",
        community=community,
        code="77-7-707",
        building="77",
        entrance="7",
        room="707",
        area=8850,
        area_source="不动产权证",
    )
    await put("residence", person=person, unit=unit, tie="业主")
    await db.rows(
        "UPDATE account SET login = {}, email = {} WHERE person = {}",
        CANARIES["phone"][0],
        CANARIES["email"][0],
        person,
    )
    await db.rows("UPDATE login SET key = {} WHERE person = {}", CANARIES["email"][0], person)
    await db.rows("DELETE FROM person_key WHERE community = {}", community)
    await renew_keys()
    stage.a.things["unit.one"] = unit
    return person


@dataclass(frozen=True, slots=True)
class Leak:
    """A field where its reader has no right to see it; says no value."""

    field: str
    where: str
    role: str


def offices(role: str) -> tuple[str, ...]:
    return (role,) if role in roles.OFFICES else ()


def leaks(answer: Answer, where: str, role: str, *, reason: bool = False) -> list[Leak]:
    """What this role may not see in the clear, and this answer holds.

    Of a citizen's number the last four are the mask itself: who sees it masked sees them.
    """
    text, found = _read(answer.body), []
    for field, ways in CANARIES.items():
        seen = sight(offices(role), field, signed_in=role in roles.SIGNED_IN)
        least = Sight.MASKED if field == "id_last4" else Sight.ON_REASON if reason else Sight.PLAIN
        if seen < least and any(way in text for way in ways):
            found.append(Leak(field, where, role))
    return [*found, *(Leak("id_number", where, role) for way in NOWHERE if way in text)]


def _read(body: bytes) -> str:
    """The text of a page, or of all parts of a spreadsheet."""
    if not body.startswith(b"PK"):
        return body.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return "".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


async def pages(stage: Stage) -> list[str]:
    """Every address of the application that can be read, about the canary where it is about any."""
    return [
        await _filled(stage, door.partition(" ")[2])
        for door, _ in doors(stage.app.app)
        if door.startswith("GET ") and "{file_path}" not in door
    ]


async def _filled(stage: Stage, path: str) -> str:
    for name in {part[1:-1] for part in path.split("/") if part.startswith("{")}:
        path = path.replace(f"{{{name}}}", await _thing(stage, name))
    return path


async def _thing(stage: Stage, name: str) -> str:
    """The canary, or whatever the world holds under this name."""
    if name == "person":
        return stage.a.people[NEIGHBOUR]
    known = [id_ for key, id_ in stage.a.things.items() if key.partition(".")[0] == name]
    return known[0] if known else "nothing"


async def crawl(stage: Stage, role: str, paths: Iterable[str]) -> tuple[int, list[Leak]]:
    """How many pages answered this role, and what leaked."""
    token, answered = stage.a.tokens.get(role, ""), 0
    found: list[Leak] = []
    for path in paths:
        jar = asking.cookies(stage.settings, token)
        answer = await asking.ask(stage.app, "GET", path, cookies=jar)
        answered += answer.status == 200
        found += leaks(answer, path, role)
    return answered, found


async def post(stage: Stage, role: str, path: str, **fields: str) -> Answer:
    """A form of this role's own."""
    token = stage.a.tokens.get(role, "")
    csrf = asking.csrf_of(stage.settings, token)
    body, kind = asking.form({"_csrf_token": csrf, **fields})
    jar = asking.cookies(stage.settings, token)
    return await asking.ask(
        stage.app, "POST", path, cookies=jar, headers={"content-type": kind}, body=body
    )


def stored(stage: Stage) -> set[tuple[str, str]]:
    """(field, table.column) wherever the database holds a canary."""
    found = set()
    for table, rows in stage.rows().items():
        columns = [one[1] for one in stage.eye.execute(f"PRAGMA table_info({table})")]
        for row in rows:
            for column, value in zip(columns, row, strict=True):
                found |= {(field, f"{table}.{column}") for field in _fields_in(str(value))}
    return found


def _fields_in(value: str) -> set[str]:
    found = {field for field, ways in CANARIES.items() if any(way in value for way in ways)}
    return found | ({"id_number"} if any(way in value for way in NOWHERE) else set())
