"""Reading checkpoints, witnesses and what they signed."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.record import last_signed, notes, rules
from council.record.notes import Checkpoint, read_checkpoint
from council.record.tree import ends_in
from council.record.tree_queries import hashes
from council.refusal import Refused

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SERVER = "server"  # who acts, in the record
FEW = 30  # checkpoints to which a witness may still come


@dataclass(frozen=True, slots=True)
class Signed:
    """A stored checkpoint: the note with the log's own signature."""

    what: Checkpoint
    vkey: str
    note: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Witness:
    """Who signs too; `size` is the newest checkpoint that they signed, 0 for none."""

    id: str
    name: str
    vkey: str
    size: int


def log_key(site: str, community: str, seed: bytes) -> notes.Signer:
    """The signer of this community's record: `<site>/c/<community>`."""
    return notes.Signer(f"{site}/c/{community}", seed)


async def size(community: str) -> int:
    found = await db.row("SELECT size FROM record_head WHERE community = {}", community)
    return int(found["size"]) if found else 0


async def newest(community: str) -> Signed | None:
    found = await db.row(
        "SELECT * FROM record_checkpoint WHERE community = {} ORDER BY size DESC LIMIT 1", community
    )
    return _signed(found) if found else None


async def at_size(community: str, of: int) -> Signed | None:
    found = await db.row(
        "SELECT * FROM record_checkpoint WHERE community = {} AND size = {}", community, of
    )
    return _signed(found) if found else None


async def latest(community: str) -> list[Signed]:
    """The few newest, the newest first."""
    found = await db.rows(
        "SELECT * FROM record_checkpoint WHERE community = {} ORDER BY size DESC LIMIT {}",
        community,
        FEW,
    )
    return [_signed(one) for one in found]


async def all_of(community: str) -> list[Signed]:
    """Every one, the oldest first."""
    found = await db.rows(
        "SELECT * FROM record_checkpoint WHERE community = {} ORDER BY size", community
    )
    return [_signed(one) for one in found]


def _signed(found: dict[str, Any]) -> Signed:
    return Signed(read_checkpoint(found["note"]), found["vkey"], found["note"], found["at"])


async def witnesses(community: str) -> list[Witness]:
    """Those in force, in the order in which they were named."""
    found = await db.rows(
        "SELECT w.id, w.name, w.vkey, coalesce((SELECT max(s.size) FROM record_cosignature s"
        " WHERE s.witness = w.id), 0) AS size FROM record_witness w"
        " WHERE w.community = {} AND w.ended_at IS NULL ORDER BY w.added_at, w.id",
        community,
    )
    return [Witness(one["id"], one["name"], one["vkey"], int(one["size"])) for one in found]


async def cosignatures(community: str) -> list[tuple[int, str, str]]:
    """Size, the witness's key and the line, of everybody who ever signed."""
    found = await db.rows(
        "SELECT s.size, w.vkey, s.line FROM record_cosignature s JOIN record_witness w"
        " ON w.id = s.witness WHERE s.community = {} ORDER BY s.size, s.at, s.witness",
        community,
    )
    return [(int(one["size"]), one["vkey"], one["line"]) for one in found]


async def note_of(community: str, signed: Signed) -> str:
    """The note with the lines of its witnesses."""
    found = await db.rows(
        "SELECT line FROM record_cosignature WHERE community = {} AND size = {} ORDER BY at, line",
        community,
        signed.what.size,
    )
    return signed.note + "".join(f"{one['line']}\n" for one in found)


async def trouble(community: str, folder: Path) -> Refused | None:
    """Why nothing may be signed at this moment, for officers; None where all is well."""
    try:
        last = await read_last(folder, community)
        if last is not None:
            now = await size(community)
            tree = await hashes(community, now, ends_in(now, last.size))
            await may_extend(community, tree, now, last)
    except Refused as why:
        return why
    return None


async def read_last(folder: Path, community: str) -> Checkpoint | None:
    """Raises Refused record.file_damaged."""
    try:
        return await asyncio.to_thread(last_signed.read, folder, community)
    except last_signed.DamagedError as error:
        raise Refused("record.file_damaged", 503) from error


async def may_extend(community: str, tree: Any, now: int, last: Checkpoint) -> None:
    """As `rules.must_extend`, but for what the record itself says was lost with a backup."""
    try:
        rules.must_extend(tree, now, last)
    except Refused:
        if not await _admitted(community, last):
            raise


async def _admitted(community: str, last: Checkpoint) -> bool:
    found = await db.rows(
        "SELECT body FROM record_entry WHERE community = {} AND act = 'backup.restored'", community
    )
    said = [json.loads(one["body"])["body"] for one in found]
    return any((one["size"], one["root"]) == (last.size, last.root.hex()) for one in said)


async def last_rotation(community: str) -> str:
    """The key that the record names as its newest; empty where it never changed."""
    found = await db.row(
        "SELECT body FROM record_entry WHERE community = {} AND act = 'key.rotated'"
        " ORDER BY i DESC LIMIT 1",
        community,
    )
    return str(json.loads(found["body"])["body"]["new"]) if found else ""
