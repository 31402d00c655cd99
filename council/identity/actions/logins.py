"""The names that open an account: phone, number of the roll, a chosen code name, e-mail.

One name opens one account in the whole installation; the database says so, not this code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council import db
from council.change import change
from council.identity import queries, rules
from council.identity.actions import failures
from council.refusal import NotThere, Refused

if TYPE_CHECKING:
    from council.change import Actor, Change

SHOWN_FIRST = ("phone", "roll_no", "code_name", "email")


async def add_code_name(wish: str, by: Actor) -> None:
    """A chosen name. One that is somebody else's, and a wish too many, are one answer.

    Raises login.code_name, login.not_possible.
    """
    key = rules.code_name(wish)
    await _wish(by)
    await _add(key, "code_name", by)


async def add_from_roll(kind: str, by: Actor) -> None:
    """The phone or the number that the roll has of oneself. Raises login.not_possible."""
    someone = await queries.person(by.person, by.community)
    text = {"phone": someone.phone, "roll_no": someone.roll_no}.get(kind, "")
    if not text:
        raise NotThere
    await _add(rules.login_key(text), kind, by)


async def _wish(by: Actor) -> None:
    """Ten wishes in a quarter of an hour: nobody finds out what others are called by trying."""
    counted = f"wish {by.person}"
    try:
        await failures.begin(counted)
    except Refused as why:
        raise not_possible() from why
    await failures.wrong(counted)


async def _add(key: str, kind: str, by: Actor) -> None:
    async with change(by) as act:
        if await queries.password_of(by.person) is None:
            raise NotThere
        if not await keep_within(act, key, kind, by.person):
            raise not_possible()
        act.record("login.added", {"kind": kind, "person": by.pseudonym})


def not_possible() -> Refused:
    """It does not say why: whether somebody is signed up here is nobody's business."""
    return Refused("login.not_possible", 422)


async def remove_login(key: str, by: Actor) -> None:
    """One of one's own names opens nothing any more; the last one stays. Raises login.last."""
    async with change(by) as act:
        held = await queries.logins_of(by.person)
        gone = next((one for one in held if one["key"] == key), None)
        if gone is None:
            raise NotThere
        if len(held) == 1:
            raise Refused("login.last")
        await db.rows("DELETE FROM login WHERE key = {} AND person = {}", key, by.person)
        await _show_within(by.person, [one for one in held if one["key"] != key])
        if gone["kind"] == "email":
            await db.rows("UPDATE account SET email = '' WHERE person = {}", by.person)
        act.record("login.removed", {"kind": gone["kind"], "person": by.pseudonym})


async def _show_within(person: str, held: list[dict[str, Any]]) -> None:
    """The account shows one of the names that are left; which one, is always the same."""
    shown = await queries.login_of(person)
    if shown not in {one["key"] for one in held}:
        first = min(held, key=lambda one: SHOWN_FIRST.index(one["kind"]))
        await db.rows("UPDATE account SET login = {} WHERE person = {}", first["key"], person)


async def keep_within(act: Change, key: str, kind: str, person: str) -> bool:
    """As a part of another action: the name opens this account; False: it opens another one."""
    await db.rows(
        "INSERT INTO login (key, person, kind, made_at) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (key) DO NOTHING",
        key,
        person,
        kind,
        act.at,
    )
    found = await db.row("SELECT person FROM login WHERE key = {}", key)
    return found is not None and found["person"] == person


async def first_logins_within(person: dict[str, Any]) -> list[tuple[str, str]]:
    """What a new account of `person` is opened by: the names that are free, the phone first.

    In a family on one phone the second one has the number only; where another community uses
    the same numbers, the number with the community's id.
    """
    wishes = [
        (rules.login_key(person["phone"]), "phone"),
        (rules.login_key(person["roll_no"]), "roll_no"),
    ]
    free = [(key, kind) for key, kind in wishes if key and await _is_free(key)]
    alone = rules.login_key(f"{person['roll_no']}.{person['community']}")
    return free or [(alone, "roll_no")]


async def hand_over_within(gone: str, kept: str) -> None:
    """As a part of merging two entries: the names of the one open the account of the other.

    Where there is no such account they are free again. An address never goes over: codes are sent
    to it. What the account that is gone was opened with, opens nothing any more.
    """
    if await queries.password_of(kept) is not None:
        await db.rows(
            "UPDATE login SET person = {} WHERE person = {} AND kind <> 'email'", kept, gone
        )
    for table in ("login", "passkey", "recovery_code", "second_factor", "account"):
        await db.rows(f"DELETE FROM {table} WHERE person = {{}}", gone)  # noqa: S608 - names of our own


async def only_roll_logins_within(act: Change, person: dict[str, Any]) -> None:
    """As a part of opening an office letter: only the roll's own phone and number open the account.

    An address that somebody else brought in would send them codes.
    """
    held = await queries.logins_of(person["id"])
    if not held:
        return
    of_roll = {rules.login_key(person["phone"]), rules.login_key(person["roll_no"])}
    left = [one for one in held if one["kind"] not in {"email", "phone"} or one["key"] in of_roll]
    for one in held:
        if one not in left:
            await db.rows("DELETE FROM login WHERE key = {}", one["key"])
    if not left:
        for key, kind in await first_logins_within(person):
            if await keep_within(act, key, kind, person["id"]):
                left.append({"key": key, "kind": kind})
    await _show_within(person["id"], left)
    await db.rows("UPDATE account SET email = '' WHERE person = {}", person["id"])


async def _is_free(key: str) -> bool:
    taken = (
        "SELECT person FROM login WHERE key = {} UNION SELECT person FROM account WHERE login = {}"
    )
    return await db.row(taken, key, key) is None
