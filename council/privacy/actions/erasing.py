"""Deleting a person's data (IDP-8): what says who it was goes, what was counted stays.

The row of the person stays as a number without a name, so that attendance, ballots and published
results keep their sums; the record keeps its hashes, and what it committed to is gone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council import db
from council.identity import queries as identity
from council.identity.actions.accounts import end_sessions_within
from council.identity.actions.founding import new_pseudonym
from council.ids import new_id
from council.privacy import erasure_queries, request_queries, rules
from council.privacy.actions.requesting import answer_within
from council.record.entry import canonical

if TYPE_CHECKING:
    from council.change import Change
    from council.confirmations.kinds import Asked

NAME = "已删除"
# Keys of a confirmation's body that say who somebody is, or were written about them.
PERSONAL = frozenset(
    {
        *("no", "roll_no", "phone", "contact", "id_hash", "id_last4", "birth_date", "gender"),
        *("hukou", "unit", "room", "home", "ground", "told", "text", "note"),
    }
)

# Everything that belongs to the person alone, in an order that no foreign key minds.
GONE = (
    "DELETE FROM letter_failure WHERE letter IN (SELECT id FROM letter WHERE person = {})",
    "DELETE FROM letter WHERE person = {}",
    "DELETE FROM recovery_code WHERE person = {}",
    "DELETE FROM second_factor WHERE person = {}",
    "DELETE FROM passkey_challenge WHERE person = {}",
    "DELETE FROM passkey WHERE person = {}",
    "DELETE FROM sent_code WHERE person = {}",
    "DELETE FROM login WHERE person = {}",
    "DELETE FROM session WHERE person = {}",
    "DELETE FROM account WHERE person = {}",
    "DELETE FROM consent WHERE person = {}",
    "DELETE FROM residence WHERE person = {}",
    "DELETE FROM person_key WHERE person = {}",
    "DELETE FROM verification WHERE person = {}",
    "DELETE FROM verification_refusal WHERE person = {}",
    "DELETE FROM claim_conflict WHERE person = {}",
    "UPDATE claim_conflict SET other = NULL, told = '', contact = id WHERE other = {}",
    "UPDATE household SET representative = NULL WHERE representative = {}",
    "UPDATE corporate_tenure SET voter = NULL WHERE voter = {}",
    "UPDATE data_request SET text = '', answer = '' WHERE person = {}",
    "DELETE FROM proposal_support WHERE person = {}",
    "DELETE FROM proposal_photo WHERE proposal IN (SELECT idea FROM proposal WHERE author = {})",
    (
        "UPDATE wish SET name = '', contact = '', guardian = '', age = '', building = '',"
        " thanks = '', text = CASE WHEN shown = '' THEN '—' ELSE shown END, wisher = NULL"
        " WHERE wisher = {}"
    ),
    "UPDATE wish_claim SET organisation = '', promise = '' WHERE claimer = {}",
    (
        "UPDATE need SET name = '', contact = '', shown = FALSE, verified = FALSE, text ="
        " CASE WHEN hidden_at IS NULL THEN text ELSE '—' END WHERE idea IN (SELECT idea"
        " FROM idea_author WHERE role = 'author' AND person = {})"
    ),
    "DELETE FROM idea_author WHERE person = {}",
    "UPDATE notice_objection SET person = NULL, name = '', contact = '' WHERE person = {}",
    "DELETE FROM unit_voter WHERE person = {}",
    "UPDATE roll_change SET reason = '—' WHERE person = {}",
    "UPDATE departure SET ground = '' WHERE person = {}",
    "UPDATE agenda_item SET responsible = '' WHERE responsible_person = {}",
    "UPDATE task SET responsible = '' WHERE person = {}",
    "UPDATE dissent SET named_at = NULL WHERE person = {}",
)


async def erase_within(act: Change, asked: Asked) -> None:
    """Erase the person that a confirmed request is about, and answer the request.

    Refused with request.answered, erasure.in_office, erasure.poll_open.
    """
    request = await request_queries.one(asked.body["request"], act.by.community)
    rules.must_be_erasable(*await erasure_queries.standing(asked.subject))
    await answer_within(act, request, "done", "")
    person = await identity.person(asked.subject, act.by.community)
    await _forget_in_record(act, person.pseudonym)
    await end_sessions_within(act, person.id)
    await _depart(act, asked, person.state)
    for statement in GONE:
        await db.rows(statement, person.id)
    await _cut_requests(person.id)
    await _cut_name(person.id)


async def _forget_in_record(act: Change, pseudonym: str) -> None:
    """Salt and text behind the commitments go; the entries stay and still verify."""
    gone = await erasure_queries.commitments(act.by.community, pseudonym)
    for commitment in gone:
        await db.rows("DELETE FROM record_personal WHERE commitment = {}", commitment)
    act.record("pd.erased", {"person": pseudonym, "commitments": gone})


async def _depart(act: Change, asked: Asked, state: str) -> None:
    """A departure that ends every other one."""
    before = await db.row(
        "UPDATE departure SET ended_at = {}, ended_by = {}"
        " WHERE person = {} AND ended_at IS NULL RETURNING state_before",
        act.at,
        act.by.person or None,
        asked.subject,
    )
    await db.rows(
        "INSERT INTO departure (id, person, kind, state_before, ground, by_person, at)"
        " VALUES ({}, {}, 'erased', {}, '', {}, {})",
        new_id(),
        asked.subject,
        before["state_before"] if before else state,
        asked.asker,
        act.at,
    )


async def _cut_requests(person: str) -> None:
    """What officers asked each other about this person keeps its codes and loses its names."""
    found = await db.rows(
        "SELECT id, body FROM confirmation WHERE subject = {} OR body LIKE {}",
        person,
        f'%"person":"{person}"%',  # an office that was asked for, or its end
    )
    for one in found:
        body = {key: _cut(key, value) for key, value in json.loads(one["body"]).items()}
        await db.rows(
            "UPDATE confirmation SET body = {}, reason = '' WHERE id = {}",
            canonical(body),
            one["id"],
        )


def _cut(key: str, value: Any) -> Any:
    if key == "name":
        return NAME
    return "" if key in PERSONAL and isinstance(value, str) else value


async def _cut_name(person: str) -> None:
    await db.rows(
        "UPDATE person SET name = {}, roll_no = {}, pseudonym = {}, gender = '',"
        " birth_date = NULL, hukou = '', phone = '', id_hash = NULL, id_last4 = '', pinyin = '',"
        " elder = {}, state = 'left' WHERE id = {}",
        NAME,
        f"-{new_id()}",
        new_pseudonym(),
        False,
        person,
    )
