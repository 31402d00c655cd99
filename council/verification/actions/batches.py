"""Many household letters at once: begun by a form, made in the background, handed out once.

50 bits in a code on paper are too few for a quick hash, so each secret costs an argon2 hash, and
two hundred of them longer than a proxy waits. Their codes exist in one PDF and nowhere else.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, Change, change
from council.clock import now
from council.identity import codes, passwords
from council.identity import queries as identity
from council.privacy.access import looked_at_within
from council.refusal import NotThere, Refused
from council.verification import batch_queries, rules, sealed_paper
from council.verification.actions.letters import a_letter, free_publics, void_within
from council.verification.tables import Letter, LetterBatch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from council.verification.batch_queries import Addressee, Choice

AT_ONCE = 2  # hashes in the pool: signing in goes on beside a batch


@dataclass(frozen=True, slots=True)
class Written:
    """One letter with its code, on its way to the paper."""

    to: Addressee
    public: str
    secret: str


async def begin_batch(batch: str, choice: Choice, by: Actor) -> tuple[Addressee, ...]:
    """Who gets a letter of up to `rules.BATCH`; `batch` is an id that the form brought along.

    Sent twice, the second form is refused (letter.batch_twice): its codes cannot be made again.
    Raises letter.nobody.
    """
    rules.staff_only(await identity.offices(by.person, by.community))
    chosen = (await batch_queries.batch(by.community, choice)).letters
    if not chosen:
        raise Refused("letter.nobody", 422)
    title = " ".join([choice.building, choice.entrance, "、".join(choice.units)]).strip()
    try:
        async with change(by) as act:
            await _forget_unfetched(act)
            await LetterBatch.insert(
                LetterBatch(
                    id=batch,
                    community=by.community,
                    title=title[:120],
                    letters=len(chosen),
                    done=0,
                    made_by=by.person,
                    made_at=act.at,
                    printed_at=None,
                    moved_at=act.at,
                    fault="",
                )
            )
    except db.UNIQUE_ERRORS as error:
        raise Refused("letter.batch_twice") from error
    return chosen


async def _forget_unfetched(act: Change) -> None:
    """A paper that nobody fetched within the hour is gone."""
    await db.rows(
        "UPDATE letter_batch SET sealed = NULL WHERE sealed IS NOT NULL AND moved_at < {}",
        act.at - rules.BATCH_WAITS,
    )


async def make_batch(
    batch: str,
    chosen: Sequence[Addressee],
    by: Actor,
    key: bytes,
    typeset: Callable[[Sequence[Written]], Awaitable[bytes]],
    *,
    asks_facts: bool = False,
) -> None:
    """The letters of a batch that was begun, and its paper by `typeset`, sealed with `key`.

    Hashes are made two at a time in the pool of all passwords; how far it is stands in the row
    of the batch. The letters open nothing yet, and no earlier one stops working: that is done
    when the paper is handed out.
    """
    written, hashes = await _write(batch, chosen)
    sealed = sealed_paper.seal(await typeset(written), key, batch)
    async with change(by) as act:
        letters = [
            a_letter(act, one.public, one.to.person, hashed, asks_facts=asks_facts, batch=batch)
            for one, hashed in zip(written, hashes, strict=True)
        ]
        for letter in letters:
            letter.expires_at = act.at
        await Letter.insert(*letters)
        await db.rows(
            "UPDATE letter_batch SET done = letters, sealed = {}, moved_at = {} WHERE id = {}",
            sealed,
            act.at,
            batch,
        )
        act.record("letter.batch_made", {"batch": batch, "letters": len(written)})


async def hand_out_batch(batch: str, key: bytes, by: Actor) -> bytes:
    """The PDF, once, to who asked for it: from now on its codes open, earlier letters do not.

    Raises letter.batch_gone, letter.batch_key.
    """
    rules.staff_only(await identity.offices(by.person, by.community))
    async with change(by) as act:
        found = await db.held(
            "SELECT letters, sealed, moved_at FROM letter_batch WHERE id = {} AND community = {}"
            " AND made_by = {}",
            batch,
            by.community,
            by.person,
        )
        if found is None:
            raise NotThere
        if not found["sealed"] or act.at - found["moved_at"] > rules.BATCH_WAITS:
            raise Refused("letter.batch_gone", 410)
        paper = sealed_paper.unseal(found["sealed"], key, batch)
        await _wake(act, batch)
        await looked_at_within(act, "letters", None, f"成批印入户信 {batch}", found["letters"])
        act.record("letter.batch_printed", {"batch": batch, "letters": found["letters"]})
    return paper


async def _wake(act: Change, batch: str) -> None:
    """Earlier letters of these people stop working, these begin to."""
    people = [one["person"] for one in await db.rows(_PEOPLE, batch)]
    if people:
        await void_within(act, people)
    await db.rows(
        "UPDATE letter SET issued_at = {}, expires_at = {} WHERE batch = {} AND used_at IS NULL",
        act.at,
        act.at + rules.LETTER_LIFE,
        batch,
    )
    await db.rows(
        "UPDATE letter_batch SET printed_at = {}, sealed = NULL WHERE id = {}", act.at, batch
    )


_PEOPLE = "SELECT person FROM letter WHERE batch = {}"


async def fail_batch(batch: str, fault: str) -> None:
    """It was not made: why stands in its row, for whoever waits."""
    async with db.write(db.engine()):
        await db.rows("UPDATE letter_batch SET fault = {} WHERE id = {}", fault, batch)


async def _write(batch: str, chosen: Sequence[Addressee]) -> tuple[list[Written], list[str]]:
    """A code for each and its hash; how far it is, is told now and then."""
    publics = await free_publics(len(chosen))
    written = [
        Written(to, public, codes.new_code()[1]) for to, public in zip(chosen, publics, strict=True)
    ]
    hashes: list[str] = []
    step = max(len(written) // 20, AT_ONCE)
    for start in range(0, len(written), AT_ONCE):
        few = written[start : start + AT_ONCE]
        hashes += await asyncio.gather(*(passwords.keeper().hashed(one.secret) for one in few))
        if len(hashes) % step < AT_ONCE:
            await _tell(batch, len(hashes))
    return written, hashes


async def _tell(batch: str, done: int) -> None:
    async with db.write(db.engine()):
        await db.rows(
            "UPDATE letter_batch SET done = {}, moved_at = {} WHERE id = {}", done, now(), batch
        )
