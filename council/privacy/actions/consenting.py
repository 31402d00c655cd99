"""Giving consent and taking it back, by oneself or through the staff (IDP-6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ids import new_id
from council.privacy import queries, rules
from council.privacy.consent_texts import CURRENT
from council.privacy.tables import Consent
from council.refusal import NotThere

if TYPE_CHECKING:
    from council.change import Actor, Change


async def give(purpose: str, version: int, by: Actor) -> str:
    """Agree for oneself, online, to the words of this version; returns the consent's id.

    Twice is once. Refused with form.choice, consent.text_changed.
    """
    rules.must_be_current(purpose, version)
    async with change(by) as act:
        return await _given_within(act, by.person, purpose, "online", None)


async def enter(person: str, purpose: str, channel: str, witness: str | None, by: Actor) -> str:
    """Staff enter what a person of the community signed on paper, or said before a witness.

    `witness` is the id of a third person of the community, for oral consent only. Refused with
    form.choice, consent.witness, consent.yourself.
    """
    rules.must_enter(person, purpose, channel, witness, by.person)
    async with change(by) as act:
        await queries.pseudonym(person, by.community)
        if witness is not None:
            await queries.pseudonym(witness, by.community)
        return await _given_within(act, person, purpose, channel, witness)


async def _given_within(
    act: Change, person: str, purpose: str, channel: str, witness: str | None
) -> str:
    words = CURRENT[purpose]
    known = await db.held(
        "SELECT id, version FROM consent"
        " WHERE person = {} AND purpose = {} AND withdrawn_at IS NULL",
        person,
        purpose,
    )
    if known is not None and known["version"] == words.version:
        return str(known["id"])
    if known is not None:  # the words have changed: the new consent takes the old one's place
        await _end(act, known["id"])
    one = Consent(
        id=new_id(),
        community=act.by.community,
        person=person,
        purpose=purpose,
        version=words.version,
        text_sha256=words.sha256,
        channel=channel,
        witness=witness,
        given_at=act.at,
    )
    await Consent.insert(one)
    body = {"consent": one.id, "purpose": purpose, "version": words.version, "channel": channel}
    body["person"] = await queries.pseudonym(person, act.by.community)
    act.record("consent.given", body)
    return str(one.id)


async def withdraw(consent: str, by: Actor) -> None:
    """Take back one's own consent; twice is once."""
    await withdraw_for(by.person, consent, by)


async def withdraw_for(person: str, consent: str, by: Actor) -> None:
    """The same, entered by staff for somebody who says so at the desk."""
    async with change(by) as act:
        found = await db.held(
            "SELECT withdrawn_at, purpose FROM consent"
            " WHERE id = {} AND person = {} AND community = {}",
            consent,
            person,
            by.community,
        )
        if found is None:
            raise NotThere
        if found["withdrawn_at"] is None:
            await _end(act, consent)
            named = await queries.pseudonym(person, by.community)
            body = {"consent": consent, "purpose": found["purpose"], "person": named}
            act.record("consent.withdrawn", body)


async def _end(act: Change, consent: str) -> None:
    await db.rows(
        "UPDATE consent SET withdrawn_at = {}, withdrawn_by = {} WHERE id = {}",
        act.at,
        act.by.person,
        consent,
    )
