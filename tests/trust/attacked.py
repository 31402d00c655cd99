"""A whole community whose every text is hostile, its four visitors, and their walk through it."""

from __future__ import annotations

import contextlib
import json
import re
import sqlite3
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from council import db
from council.identity import sessions
from tests.house.routes import doors
from tests.trust.payloads import grown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence
    from pathlib import Path

    from tests.server import Client, Hall

# Codes that only the application writes; everything else that is text is attacked.
CODES = re.compile(
    r"[._](?:id|hash|sha256|root|state|way|part|rule|rule_code|mode|method|choice|receipt|idem|side"
    r"|office|tie|next_step|purpose|channel|evidence|what|status|role|leaf|act|settings|body|salt"
    r"|generated|result|staged|mapping|key|code|payload|commitment|pseudonym|login|secret|hour"
    r"|gender|hukou|before|last4|facts|parameters|subject|scope)$"
    r"|^(?:log_line|login|confirmation)\.kind$|^verification_refusal\.reason$"
    r"|^letterhead\.words$|^turn\.(?:departs|side_before)$|^handover\.returned_why$|^reminder\.reason$"
)
OURS_ALONE = ("migration", "record_", "live_topic", "passkey_challenge", "sqlite_")
STARTS = (
    "/",
    "/meetings",
    "/proposals",
    "/ideas",
    "/organisations",
    "/account",
    "/roll",
    "/offices",
)
NO_ROWID = {"envelope", "box"}  # ciphertexts and hashes: no page shows them
LEAVE = re.compile(
    r"^/(?:static|display|sign-out)|/pdf$|/poster/a[34]$|\.(?:pdf|xlsx|csv|txt)$|/text$|/calendar$"
    r"|/docx$|/record/bundle$|/record/verifier$"
)


def plant(database: Path, payloads: Sequence[str]) -> int:
    """Write a payload into every text of every row; how many texts that were."""
    connection = sqlite3.connect(database)
    with contextlib.closing(connection), connection:
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        planted = sum(
            _attack(connection, table, column, payloads) for table, column in _texts(connection)
        )
        planted += _attack_letterheads(connection, payloads)
        return planted + _attack_titles(connection, payloads)


def _attack_titles(connection: sqlite3.Connection, payloads: Sequence[str]) -> int:
    """What is put to the vote is text inside the JSON of a poll's ballot."""
    planted = 0
    for poll, sheet in connection.execute("SELECT id, options FROM poll").fetchall():
        options = json.loads(sheet)
        for at, option in enumerate(options):
            option["title"] = payloads[at % len(payloads)]
        connection.execute("UPDATE poll SET options = ? WHERE id = ?", (json.dumps(options), poll))
        planted += len(options)
    return planted


def _attack_letterheads(connection: sqlite3.Connection, payloads: Sequence[str]) -> int:
    """How documents look is text inside a JSON too."""
    found = connection.execute("SELECT rowid, words FROM letterhead").fetchall()
    for row, stored in found:
        words = dict.fromkeys(json.loads(stored), payloads[0]) | {"places": list(payloads[:2])}
        connection.execute(
            "UPDATE letterhead SET words = ? WHERE rowid = ?", (json.dumps(words), row)
        )
    return len(found)


def _texts(connection: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for (table,) in tables:
        if table.startswith(OURS_ALONE):
            continue
        keys = {row[3] for row in connection.execute(f"PRAGMA foreign_key_list({table})")}
        for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
            text = "CHAR" in kind or kind == "TEXT"
            if (table, column) == ("poll", "options"):
                continue
            if text and column not in keys and not CODES.search(f"{table}.{column}"):
                yield table, column


def _attack(
    connection: sqlite3.Connection, table: str, column: str, payloads: Sequence[str]
) -> int:
    if table in NO_ROWID:
        return 0
    some = f'SELECT rowid FROM "{table}" WHERE "{column}" <> \'\''  # noqa: S608 - our own names
    write = f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?'  # noqa: S608 - the same
    rows = connection.execute(some).fetchall()
    for at, (row,) in enumerate(rows):
        text = f"{payloads[at % len(payloads)]}//{at}"  # some must be unique
        try:
            connection.execute(write, (text, row))
        except sqlite3.IntegrityError:  # the database itself knows all its values
            return at
    return len(rows)


class Page(HTMLParser):
    """The links and forms of a page."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.forms: list[dict[str, Any]] = []
        self._select: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(got.get("href", ""))
        elif tag == "form":
            self.forms.append({"action": got.get("action", ""), "method": "get", "fields": {}})
            self.forms[-1]["method"] = got.get("method", "get").lower()
        elif self.forms and tag in {"input", "textarea", "select", "button", "option"}:
            self._field(tag, got)

    def _field(self, tag: str, got: dict[str, str]) -> None:
        fields, name = self.forms[-1]["fields"], got.get("name", "")
        if tag == "select":
            self._select = [name]
        elif tag == "option" and self._select and got.get("value"):
            fields.setdefault(self._select[0], got["value"])
        elif name and got.get("type") in {"radio", "checkbox", "hidden", "submit", "number"}:
            fields.setdefault(name, got.get("value", "1"))
        elif name and got.get("type") in {"date", "datetime-local", "time"}:
            fields.setdefault(name, got.get("value") or "2026-12-06")
        elif name and tag in {"input", "textarea"} and got.get("type") != "file":
            fields.setdefault(name, None)  # text: a payload goes here


def shape(path: str, words: set[str]) -> str:
    """A path without ids, which are no `words` of any route, and without what its query says."""
    where, _, query = path.partition("?")
    names = sorted({part.partition("=")[0] for part in query.split("&")} - {""})
    parts = [part if part in words else "*" for part in where.split("/")]
    return "/".join(parts) + "?" * bool(names) + "&".join(names)


@dataclass(slots=True)
class Walk:
    """What four visitors saw."""

    hall: Hall
    visitors: dict[str, Client]
    words: set[str]  # the fixed parts of paths
    of_a_kind: int = 1  # pages that differ only by their ids, for each visitor
    pages: dict[tuple[str, str], str] = field(default_factory=dict)  # role, shape → path
    forms: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    seen: int = 0

    def shape(self, path: str) -> str:
        return shape(path, self.words)

    async def everywhere(self, *roles: str) -> None:
        """Follow every link of every page that shows something new."""
        for role in roles or self.visitors:
            await self._as(role)

    async def _as(self, role: str) -> None:
        ahead, count = list(STARTS), dict.fromkeys(map(self.shape, STARTS), 0)
        while ahead:
            path = ahead.pop()
            page = Page(await self.look(role, path))
            self._remember(role, path, page)
            for link in page.links:
                kind = self.shape(link)
                if link.startswith("/") and not LEAVE.search(link.partition("?")[0]):
                    count[kind] = count.get(kind, 0) + 1
                    if count[kind] <= self.of_a_kind and link not in ahead:
                        ahead.append(link)

    def _remember(self, role: str, path: str, page: Page) -> None:
        self.pages.setdefault((role, self.shape(path)), path)
        for form in page.forms:
            action = form["action"] or path
            if not LEAVE.search(action):
                key = self.shape(action) + " ".join(sorted(form["fields"]))
                self.forms.setdefault((role, key), {**form, "action": action})

    async def look(self, role: str, path: str, **params: str) -> str:
        """One page, and what grew in it."""
        answer = await self.visitors[role].get(path, params=params or None)
        return self.judge(f"{role} GET {self.shape(path)}", answer)

    def judge(self, what: str, answer: Any) -> str:
        self.seen += 1
        if answer.status_code >= 500:
            self.faults.append(f"{what}: {answer.status_code}")
        if not answer.headers.get("content-type", "").startswith("text/html"):
            return ""
        self.faults += [f"{what}: {one}" for one in grown(answer.text)]
        return str(answer.text)

    async def fill_in(self, payloads: Sequence[str]) -> int:
        """Send every form with a payload in each of its texts; how many texts that were."""
        texts = 0
        for at, ((role, key), form) in enumerate([*self.forms.items()]):
            text = payloads[at % len(payloads)]
            filled = {name: text if old is None else old for name, old in form["fields"].items()}
            texts += sum(old is None for old in form["fields"].values())
            visitor, path = self.visitors[role], form["action"]
            if form["method"] == "post":
                answer = await visitor.http.post(path, data=filled)
            else:
                answer = await visitor.get(path, params=filled)
            self.judge(f"{role} {form['method']} {key}", answer)
        return texts


def words(hall: Hall) -> set[str]:
    """The parts of all routes that are the same for everybody."""
    paths = [door.split(" ", 1)[1] for door, _ in doors(hall.app.app)]
    return {part for path in paths for part in path.split("/") if "{" not in part}


async def visitors(hall: Hall) -> dict[str, Client]:
    """Chair, secretary, a member of the committee and a stranger to all offices."""
    chair, secretary = [
        (await db.rows("SELECT person FROM appointment WHERE office = {}", office))[0]["person"]
        for office in ("chair", "secretary")
    ]
    member = (await db.rows("SELECT person FROM seat ORDER BY place DESC"))[0]["person"]
    resident = await db.rows(
        "SELECT id FROM person WHERE state = 'verified' AND NOT EXISTS"
        " (SELECT 1 FROM seat s WHERE s.person = person.id) AND NOT EXISTS"
        " (SELECT 1 FROM appointment a WHERE a.person = person.id)"
    )
    who = {"chair": chair, "secretary": secretary, "member": member, "resident": resident[0]["id"]}
    return {
        role: hall.client(await sessions.start(person, "test", second_factor=True))
        for role, person in who.items()
    }


@contextlib.asynccontextmanager
async def bound(url: str) -> AsyncIterator[None]:
    """The database of this walk, open for those who look into it directly."""
    engine = db.make_engine(url)
    db.bind(engine)
    await engine.start_connection_pool()
    try:
        yield
    finally:
        await engine.close_connection_pool()
