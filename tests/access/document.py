"""`docs/access.md`, written from the table: `python -m tests.access.document` renews it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.access.lines import PARAMETER, State
from tests.access.roles import AUDIENCES, MEANING
from tests.access.table import SECTIONS, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.access.lines import Line

FILE = Path(__file__).parents[2] / "docs/access.md"
HEAD = """# Who may do what

Written from `tests/access/table*.py`, which the tests ask of the running application: every
route with every role, in the own and in the other community, in every state of its object. A
route that is not in the table fails the tests; so does an answer other than the one that stands
here.

## How to read it

- **Who** is let in and gets the answer beside it. Everybody else who is signed in is told that
  the page is *not there* (404), as if it did not exist; who is not signed in is sent to *sign in*.
- **Other community**: what those same people are told about an object of a community that is not
  theirs; *same*: the same, since it is public.
- *page*: it is shown. *done*: it happens. *nothing*: answered as if done, and nothing changes.
  *refused*: told why not. *not there*: 404. *sign in*: moved to the sign-in page, the second
  factor or the password, or 401.
- Whoever is turned away changes nothing in the database; where failed attempts are counted, it
  says so.
- *asks again*: whoever showed longer than ten minutes ago who they are is asked once more.
- `+` and `-` add to an audience and take away from it.
"""


def written() -> str:
    """The whole document."""
    parts = [HEAD, "## Roles\n", *_roles(), "\n## Audiences\n", *_audiences()]
    for title, lines in SECTIONS.items():
        parts += [f"\n## {title}\n", *_table(lines)]
    doors = len({line.door for line in TABLE})
    parts.append(f"\n{doors} routes in {len(TABLE)} lines.\n")
    return "\n".join(parts)


def _roles() -> Iterator[str]:
    yield from (f"- `{role}`: {meaning}" for role, meaning in MEANING.items())


def _audiences() -> Iterator[str]:
    for name, roles in AUDIENCES.items():
        yield f"- **{name}**: {', '.join(roles) or 'no role at all'}"


def _table(lines: tuple[Line, ...]) -> Iterator[str]:
    yield "| route | who | answer | other community | in other states, and exceptions |"
    yield "|---|---|---|---|---|"
    for line in lines:
        cells = (_door(line), line.who, _answer(line), _elsewhere(line), _more(line))
        yield f"| {' | '.join(cells)} |"


def _door(line: Line) -> str:
    query = f"?{line.query}" if line.query else ""
    note = f" {line.note}" if line.note else ""
    return f"`{line.door}{query}`{note}"


def _answer(line: Line) -> str:
    return line.answer or ("done" if line.method == "POST" else "page")


def _elsewhere(line: Line) -> str:
    if not PARAMETER.search(line.path) or not line.foreign:
        return "–"
    return line.foreign


def _more(line: Line) -> str:
    parts = [f"{role}: {answer}" for role, answer in line.but.items()]
    parts += [f"{state}: {_state(line, told)}" for state, told in line.states.items()]
    if line.otherwise != "not there":
        parts.append(f"others signed in: {line.otherwise}")
    if line.outside:
        parts.append(f"not signed in: {line.outside}")
    if line.proof:
        parts.append("asks again")
    if line.counted:
        parts.append("attempts are counted")
    return "; ".join(parts) or "–"


def _state(line: Line, told: State) -> str:
    if told.who == "nobody":
        return "not there"
    who = "" if told.who == line.who else f"{told.who} "
    same = ", also of the other community" if told.foreign == "same" else ""
    but = "".join(f", {role} {answer}" for role, answer in told.but.items())
    return f"{who}{told.answer or _answer(line)}{but}{same}"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
