"""How one line of the access table is written, and what it says of each role."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.access.asking import DONE, NOT_THERE, PAGE, REFUSED, SIGN_IN
from tests.access.roles import AUDIENCES, OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = "nothing"  # answered as if done, and nothing is changed
PARAMETER = re.compile(r"\{(\w+)\}")
USUAL = {  # the state of an object where a line names none
    "appointment": "social_worker",
    "asked": "open",
    "batch": "one",
    "call": "open",
    "code": "people",
    "community": "one",
    "confirmation": "open",
    "conflict": "open",
    "consent": "member",
    "dissent": "one",
    "file_path": "one",
    "household": "one",
    "idea": "one",
    "item": "open",
    "key": "own",
    "meeting": "open",
    "minutes": "draft",
    "no": "one",
    "notice": "running",
    "objection": "one",
    "person": "neighbour",
    "photo": "one",
    "picture": "one",
    "poll": "open",
    "posting": "one",
    "proposal": "supporting",
    "proxy": "one",
    "public": "unused",
    "residence": "neighbour",
    "ruling": "one",
    "seat": "active",
    "sector": "one",
    "sheet": "open",
    "size": "a4",
    "seq": "one",
    "staged": "read",
    "task": "open",
    "tenure": "one",
    "terminal": "one",
    "motion": "debated",
    "need": "one",
    "turn": "speaking",
    "unit": "one",
    "version": "one",
    "wish": "wall",
    "witness": "one",
}


@dataclass(frozen=True, slots=True)
class State:
    """Another state of the object: who is let in then, and what they are answered."""

    who: str
    answer: str
    outside: str = ""
    foreign: str = ""
    but: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """`who` is let in and answered `answer`; `otherwise` is for others who are signed in.

    `foreign` is the answer to `who` for an object of the other community. `fields` are a form
    that would be accepted; `{person.neighbour}` in it stands for an id. `counted`: a refusal
    leaves a trace in the database. `proof`: whoever showed longer than ten minutes ago who they
    are is asked again. `of_all`: a page that names every community, for everybody. `note` tells
    two lines of one route apart.
    """

    door: str
    who: str
    answer: str = ""
    otherwise: str = NOT_THERE
    outside: str = ""
    foreign: str = NOT_THERE
    at: str = ""
    states: Mapping[str, State] = field(default_factory=dict)
    but: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    borrowed: str = REFUSED
    counted: bool = False
    proof: bool = False
    of_all: bool = False
    note: str = ""

    @property
    def method(self) -> str:
        return self.door.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.door.partition(" ")[2]

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.path)

    def things(self, state: str = "") -> dict[str, str]:
        """Which thing of the world stands for each parameter; `state` is of the first."""
        named = dict(one.split(".") for one in self.at.split())
        found = {name: f"{name}.{named.get(name) or USUAL[name]}" for name in self.parameters}
        if state:
            found[self.parameters[0]] = f"{self.parameters[0]}.{state}"
        return found

    def expected(self, role: str, state: str = "", *, foreign: bool = False) -> str:
        """What this role is answered."""
        told = self.states.get(state)
        who, answer = (told.who, told.answer) if told else (self.who, self.answer)
        answer = answer or (DONE if self.method == "POST" else PAGE)
        outside = (told.outside if told else "") or self.outside or SIGN_IN
        elsewhere = (told.foreign if told else "") or self.foreign
        inside = role in members(who)
        answer = (told.but if told else self.but).get(role, answer) if inside else answer
        if role in OUTSIDE and not inside:
            return outside
        if foreign and elsewhere != "same":
            return self._foreign(role, elsewhere, inside=inside)
        return answer if inside else self.otherwise

    def _foreign(self, role: str, elsewhere: str, *, inside: bool) -> str:
        if role in OUTSIDE and who_is_everybody(self.who):
            return elsewhere
        return elsewhere if inside else self.otherwise


def who_is_everybody(who: str) -> bool:
    return who == "everybody"


def members(who: str) -> frozenset[str]:
    """`officers + supervisor - chair`: audiences and roles, added and taken away in turn."""
    found: set[str] = set()
    adding = True
    for word in re.split(r" ([+-]) ", who):
        if word in {"+", "-"}:
            adding = word == "+"
            continue
        meant = AUDIENCES.get(word, (word,))
        found = found | set(meant) if adding else found - set(meant)
    return frozenset(found)
