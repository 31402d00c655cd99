"""What is done with the record as a whole: signed, witnessed, taken up again after a backup."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from council import db
from council.change import Actor, change
from council.clock import now
from council.ids import new_id
from council.record import checkpoint_queries as queries
from council.record import last_signed, notes, rules, tree_queries
from council.record.entry import root_hash
from council.record.notes import ALGORITHM, Checkpoint
from council.record.tables import RecordCheckpoint, RecordCosignature, RecordWitness
from council.record.tree import CHUNK, ends_in
from council.refusal import NotThere, Refused, unreadable

if TYPE_CHECKING:
    from pathlib import Path

    from council.record.notes import Key, Signer

TRIES = 5  # where another process signs at the same moment
AT_ONCE = 16  # chunks in one transaction: four thousand leaves


async def sign(community: str, signer: Signer, folder: Path) -> Checkpoint | None:
    """The newest checkpoint, made if there are entries beyond the last; None of an empty record.

    Refused with record.behind, record.differs, record.file_damaged: the tree does not begin with
    what was signed before, as after the return of an old backup. Nothing is signed then.
    """
    await _tell_key(community, signer)
    await keep_chunks(community)
    for _ in range(TRIES):
        last = await queries.read_last(folder, community)
        async with db.write(db.engine()):
            done, made = await _sign_within(community, signer, folder, last)
        if done:
            return made
    raise Refused("record.busy", 503)


async def _sign_within(
    community: str, signer: Signer, folder: Path, last: Checkpoint | None
) -> tuple[bool, Checkpoint | None]:
    """Whether it is done; not, where `last` is no longer what the file says."""
    head = await db.held("SELECT size FROM record_head WHERE community = {}", community)
    size = int(head["size"]) if head else 0
    before = await queries.newest(community)
    if not size:
        return True, None
    if before and before.what.size == size and before.what == last:
        return True, before.what
    known = [one for one in (before.what if before else None, last) if one]
    sizes = [one.size for one in known if one.size <= size]
    tree = await tree_queries.hashes(community, size, ends_in(size, *sizes))
    rules.must_extend(tree, size, before.what if before else None)
    if last is not None:
        await queries.may_extend(community, tree, size, last)
    made = Checkpoint(signer.key.name, size, tree.root(size))
    note = signer.sign(made)
    if not await asyncio.to_thread(last_signed.replace, folder, community, last, note):
        return False, None
    if before is None or before.what.size < size:
        await _keep(community, made, signer.key.text, note)
    return True, made


async def _keep(community: str, made: Checkpoint, vkey: str, note: str) -> None:
    await RecordCheckpoint.insert(
        RecordCheckpoint(
            community=community,
            size=made.size,
            root=made.root.hex(),
            algorithm=ALGORITHM,
            vkey=vkey,
            note=note,
            at=now(),
        )
    )


async def keep_chunks(community: str) -> None:
    """Chunks that are complete are hashed once and kept; a few in each transaction."""
    size, kept = await queries.size(community), await tree_queries.kept(community)
    while kept < size // CHUNK:
        upto = min(kept + AT_ONCE, size // CHUNK)
        async with db.write(db.engine()):
            rows = [
                {"community": community, "no": no, "root": (await _root(community, no)).hex()}
                for no in range(kept, upto)
            ]
            await db.insert("record_chunk", rows, new=False)
        kept = upto


async def _root(community: str, chunk: int) -> bytes:
    return root_hash(await tree_queries.leaves(community, chunk))


async def _tell_key(community: str, signer: Signer) -> None:
    """key.rotated: from here on the record is signed with another key, or under another name."""
    before = await queries.newest(community)
    if before is None or before.vkey == signer.key.text:
        return
    if await queries.last_rotation(community) == signer.key.text:
        return
    async with change(Actor("", community, queries.SERVER)) as c:
        c.record("key.rotated", {"old": before.vkey, "new": signer.key.text})


async def restored(by: Actor, folder: Path) -> None:
    """backup.restored: officers say that what was signed after the backup is lost, and goes on.

    Names the checkpoint that no longer fits, so that whoever holds it sees that it was given up.
    """
    last = await queries.read_last(folder, by.community)
    if last is None or await queries.trouble(by.community, folder) is None:
        raise Refused("record.nothing_lost")
    async with change(by) as c:
        left = await queries.size(by.community)
        c.record("backup.restored", {"size": last.size, "root": last.root.hex(), "left": left})


async def add_witness(name: str, vkey: str, by: Actor) -> str:
    """witness.added: who signs the checkpoints besides us, with the key that is theirs.

    Refused with record.not_a_key (422), record.witness_there.
    """
    rules.must_be_name(name)
    key = _key(vkey)
    async with change(by) as c:
        if any(one.vkey == key.text for one in await queries.witnesses(by.community)):
            raise Refused("record.witness_there")
        made = new_id()
        await RecordWitness.insert(
            RecordWitness(
                id=made,
                community=by.community,
                name=name,
                vkey=key.text,
                added_by=by.person,
                added_at=c.at,
            )
        )
        c.record("witness.added", {"witness": made, "vkey": key.text})
    return made


def _key(text: str) -> Key:
    try:
        key = notes.read_key(text)
    except notes.NotANoteError as error:
        raise unreadable("record.not_a_key") from error
    if key.kind != notes.COSIGNED:
        raise unreadable("record.not_a_key")
    return key


async def end_witness(witness: str, by: Actor) -> None:
    """witness.ended: what they signed stays; they are asked no more. Twice is once."""
    async with change(by) as c:
        found = await db.held(
            "SELECT ended_at FROM record_witness WHERE id = {} AND community = {}",
            witness,
            by.community,
        )
        if found is None:
            raise NotThere
        if found["ended_at"] is None:
            await db.rows("UPDATE record_witness SET ended_at = {} WHERE id = {}", c.at, witness)
            c.record("witness.ended", {"witness": witness})


async def cosign(community: str, line: str, by: Actor | None = None) -> int:
    """checkpoint.witnessed: a witness's signature, whoever brings it; the size that it is under.

    The signature speaks for itself, so nobody has to be signed in. Twice is once.
    Refused with record.not_witnessed (422).
    """
    line = notes.DASH + line.strip().removeprefix(notes.DASH)
    witness, signed = await _whose(community, line)  # before the writer is held: it takes a while
    size = signed.size
    async with change(by or Actor("", community, "witness")) as c:
        there = await _asked(community, size, witness)
        if not there:
            await RecordCosignature.insert(
                RecordCosignature(
                    community=community, size=size, witness=witness, line=line, at=c.at
                )
            )
            body = {"size": size, "root": signed.root.hex(), "witness": witness}
            c.record("checkpoint.witnessed", body)
    return size


async def _asked(community: str, size: int, witness: str) -> bool:
    """Whether it was brought before; the witness's row is held, so that it is written once."""
    found = await db.held("SELECT ended_at FROM record_witness WHERE id = {}", witness)
    if found is None or found["ended_at"] is not None:
        raise unreadable("record.not_witnessed")
    there = await db.row(
        "SELECT size FROM record_cosignature WHERE community = {} AND size = {} AND witness = {}",
        community,
        size,
        witness,
    )
    return there is not None


async def _whose(community: str, line: str) -> tuple[str, Checkpoint]:
    """The witness and the checkpoint of a line."""
    if len(line) <= notes.LONGEST:
        known = await queries.witnesses(community)
        keys = [(one.id, notes.read_key(one.vkey)) for one in known]
        for signed in await queries.latest(community):
            for witness, key in keys:
                if notes.is_signed(signed.what, line, key):
                    return witness, signed.what
    raise unreadable("record.not_witnessed")
