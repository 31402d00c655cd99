"""Many household letters at once: their codes exist in one PDF and nowhere else."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.identity import codes, passwords
from council.identity import queries as identity
from council.privacy.access import looked_at_within
from council.refusal import Refused
from council.verification import batch_queries, rules
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


async def print_batch(
    batch: str,
    choice: Choice,
    by: Actor,
    typeset: Callable[[Sequence[Written]], Awaitable[bytes]],
) -> bytes:
    """The PDF of up to `rules.BATCH` letters; `batch` is an id that the form brought along.

    Hashes are made two at a time in the pool of all passwords, the paper by `typeset`, and only
    then the letters are written in one short transaction: what was not printed voids no earlier
    letter. How far it is stands in the row of the batch, for whoever watches. Sent twice, the
    second form is refused (letter.batch_twice): its codes cannot be made again. Raises
    letter.nobody.
    """
    rules.staff_only(await identity.offices(by.person, by.community))
    chosen = (await batch_queries.batch(by.community, choice)).letters
    if not chosen:
        raise Refused("letter.nobody", 422)
    await _begin(batch, choice, len(chosen), by)
    written, hashes = await _write(batch, chosen)
    paper = await typeset(written)
    async with change(by) as act:
        await void_within(act, [one.to.person for one in written])
        await Letter.insert(
            *(
                a_letter(
                    act, one.public, one.to.person, hashed,
                    asks_facts=choice.asks_facts, batch=batch,
                )
                for one, hashed in zip(written, hashes, strict=True)
            )
        )  # fmt: skip
        await db.rows("UPDATE letter_batch SET printed_at = {} WHERE id = {}", act.at, batch)
        await looked_at_within(act, "letters", None, f"成批印入户信 {batch}", len(written))
        act.record("letter.batch_printed", {"batch": batch, "letters": len(written)})
    return paper


async def _begin(batch: str, choice: Choice, letters: int, by: Actor) -> None:
    title = " ".join([choice.building, choice.entrance, "、".join(choice.units)]).strip()
    try:
        async with change(by) as act:
            await LetterBatch.insert(
                LetterBatch(
                    id=batch,
                    community=by.community,
                    title=title[:120],
                    letters=letters,
                    done=0,
                    made_by=by.person,
                    made_at=act.at,
                    printed_at=None,
                )
            )
    except db.UNIQUE_ERRORS as error:
        raise Refused("letter.batch_twice") from error


async def _write(batch: str, chosen: Sequence[Addressee]) -> tuple[list[Written], list[str]]:
    """A code for each and its hash; a tenth of the way is told now and then."""
    publics = await free_publics(len(chosen))
    written = [
        Written(to, public, codes.new_code()[1]) for to, public in zip(chosen, publics, strict=True)
    ]
    hashes: list[str] = []
    step = max(len(written) // 10, AT_ONCE)
    for start in range(0, len(written), AT_ONCE):
        few = written[start : start + AT_ONCE]
        hashes += await asyncio.gather(*(passwords.keeper().hashed(one.secret) for one in few))
        if len(hashes) % step < AT_ONCE:
            await _tell(batch, len(hashes))
    return written, hashes


async def _tell(batch: str, done: int) -> None:
    async with db.write(db.engine()):
        await db.rows("UPDATE letter_batch SET done = {} WHERE id = {}", done, batch)
