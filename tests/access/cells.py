"""From lines to requests: each cell is one role, one line, one state, one community."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council.clock import now
from council.identity import sessions
from council.identity.actions.failures import wrong_passwords
from council.meetings.attendance import door_code
from tests.access import asking, roles
from tests.access.asking import DONE, NOT_THERE, PAGE, REFUSED, SIGN_IN, Answer
from tests.access.lines import NOTHING, Line, members
from tests.access.things_waiting import bring_about

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.access.stage import Stage
    from tests.access.world import Side

OWN, FOREIGN, BORROWED = "own", "other community", "own, with ids of the other community"
STALE = "own, an hour after the password"
PLACE = re.compile(r"\{([\w.]+)\}")
SAMPLE = (roles.ANONYMOUS, "resident")


@dataclass(frozen=True, slots=True)
class Cell:
    """One question to the application."""

    line: Line
    role: str
    state: str = ""
    where: str = OWN

    def __str__(self) -> str:
        note = f" ({self.line.note})" if self.line.note else ""
        return f"{self.line.door}{note} {self.state} as {self.role}, {self.where}"

    @property
    def expected(self) -> str:
        if self.where == BORROWED:
            return self.line.borrowed
        if self.where == STALE:
            return SIGN_IN
        return self.line.expected(self.role, self.state, foreign=self.where == FOREIGN)


@dataclass(frozen=True, slots=True)
class Told:
    """What came of a cell; `changed` says that rows were written."""

    cell: Cell
    kind: str
    answer: Answer
    changed: bool

    @property
    def unexpected(self) -> str:
        """Empty when the table said so, and nobody who was turned away changed anything."""
        wanted = self.cell.expected
        if wanted == NOTHING and self.kind == DONE and not self.changed:
            return ""
        if self.kind != wanted:
            return f"{self.cell}: {self.kind} ({self.answer.status}), not {wanted}"
        away = self.kind in {NOT_THERE, REFUSED, SIGN_IN}
        if self.changed and (away or self.cell.line.method == "GET"):
            return "" if self.cell.line.counted else f"{self.cell}: {self.kind}, and yet a change"
        return ""


def cells(table: Sequence[Line], *, full: bool) -> Iterator[Cell]:
    """`full`: every line with every role, own and foreign, in every state.

    Otherwise a part that covers it: every role in the own community (of doors that are open to
    more than half of them every sixth, in turn), and two or three roles for all the rest.
    """
    for at, line in enumerate(table):
        some = {*SAMPLE, *_first(line, full=False)}
        crowd = not full and len(members(line.who)) > len(roles.ROLES) / 2
        for number, role in enumerate(roles.ROLES):
            if role in some or not crowd or (at + number) % 6 == 0:
                yield Cell(line, role)
            if full or role in some:
                yield from _elsewhere(line, role)
        yield from _besides(line, full=full)


def _elsewhere(line: Line, role: str) -> Iterator[Cell]:
    if line.parameters and line.foreign:
        yield Cell(line, role, where=FOREIGN)
    for state in line.states:
        yield from _in_state(line, role, state)


def _besides(line: Line, *, full: bool) -> Iterator[Cell]:
    """With ids of the other community in the form, and long after the password was shown."""
    if PLACE.search("".join(line.fields.values())):
        yield from (Cell(line, role, where=BORROWED) for role in _first(line, full=full))
    if line.proof:
        inside = [role for role in roles.SIGNED_IN if role in members(line.who)]
        yield from (Cell(line, role, where=STALE) for role in (inside if full else inside[:1]))


def _in_state(line: Line, role: str, state: str) -> Iterator[Cell]:
    yield Cell(line, role, state)
    if line.foreign:
        yield Cell(line, role, state, FOREIGN)


def _first(line: Line, *, full: bool) -> list[str]:
    """Who is let in and not refused: all of them, or one."""
    able = [role for role in roles.ROLES if line.expected(role) in {DONE, PAGE}]
    return able if full else able[:1]


async def ask(stage: Stage, cell: Cell) -> Told:
    """Own: people of A about A. Foreign: people of B about A. The world is put back."""
    asker = stage.b if cell.where == FOREIGN else stage.a
    token = (asker.stale if cell.where == STALE else asker.tokens).get(cell.role, "")
    where = path(stage.a, cell, token)
    cookies = asking.cookies(stage.settings, token)
    prepared = await bring_about(stage.a, *cell.line.things(cell.state).values())
    if prepared:
        await stage.world.accept()
    if cell.line.method == "SOCKET":
        origin = stage.settings.origin
        heard = await asking.listen(stage.app, where, cookies=cookies, origin=origin)
        return _of_socket(cell, heard=heard, changed=await put_back(stage))
    headers, body = sent(stage, cell, token)
    answer = await asking.ask(
        stage.app, cell.line.method, where, cookies=cookies, headers=headers, body=body
    )
    kind = asking.kind_of(cell.line.method, answer)
    return Told(cell, kind, answer, await put_back(stage, prepared=prepared))


def _of_socket(cell: Cell, *, heard: bool, changed: bool) -> Told:
    """A socket is accepted or not; why not is told to nobody."""
    kind = cell.expected if not heard and cell.expected in {SIGN_IN, NOT_THERE} else REFUSED
    return Told(cell, PAGE if heard else kind, Answer(101 if heard else 403, (), b""), changed)


async def put_back(stage: Stage, *, prepared: bool = False) -> bool:
    """Put the world back; whether anything was written since what was `prepared`."""
    changed = await stage.changed()
    if changed or prepared:
        await stage.restore()
    wrong_passwords.forget_all()
    return changed


def path(side: Side, cell: Cell, token: str) -> str:
    """Where the cell is asked."""
    found = cell.line.path
    for name, thing in cell.line.things(cell.state).items():
        found = found.replace(f"{{{name}}}", _thing(side, thing, token))
    return f"{found}?{cell.line.query}" if cell.line.query else found


def _thing(side: Side, thing: str, token: str) -> str:
    return sessions.hash_of(token) if thing == "key.own" else side.things[thing]


def sent(stage: Stage, cell: Cell, token: str) -> tuple[dict[str, str], bytes]:
    """The form of an unsafe request, with this visitor's own token."""
    if cell.line.method != "POST":
        # Whoever is turned away gets the short form of it: what is asked is only whether.
        away = cell.expected in {NOT_THERE, SIGN_IN} and cell.role not in SAMPLE
        away = away and not cell.line.query
        return ({"accept": "application/json"} if away else {}), b""
    of = stage.b if cell.where == BORROWED else stage.a
    dead = cell.role in {roles.LISTED, roles.LEFT}
    csrf = asking.csrf_of(stage.settings, "" if dead else token)
    fields = {"_csrf_token": csrf}
    fields |= {name: _filled(stage, of, cell, text) for name, text in cell.line.fields.items()}
    body, kind = asking.form(fields)
    return {"accept": "application/json", "content-type": kind}, body


def _filled(stage: Stage, side: Side, cell: Cell, text: str) -> str:
    def filled(found: re.Match[str]) -> str:
        if found[1] == "door":
            meeting = side.things[cell.line.things(cell.state)["meeting"]]
            return door_code(stage.settings.keys.door, meeting, now())
        return side.things[found[1]]

    return PLACE.sub(filled, text)
