"""The record of a community as one file for those who check it: `tools/council_verify.py`.

Entries up to the newest checkpoint, all checkpoints with the signatures of witnesses, the keys,
and what the entries only name by its hash: bundles of published polls, texts of minutes. Votes
by area are not public, so their bundles are not inside. It is packed off the event loop, a page
of entries at a time, and kept beside the data until there is a newer checkpoint.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from council import db
from council.minutes.queries import recalled
from council.record import checkpoint_queries as checkpoints
from council.record import queries as record
from council.record.entry import canonical
from council.refusal import NotThere, Refused
from council.voting import queries as voting
from council.voting.checking import bundle_queries

if TYPE_CHECKING:
    from pathlib import Path

    from council.record.checkpoint_queries import Signed
    from council.record.notes import Signer

KIND = "council/record/v1"
PAGE = 2000  # entries read at a time
MOST_WAITING = 16  # requests for a bundle that is being made; the next is told to come again
PUBLISHED = {"poll.published", "minutes.published"}
KEPT = 2  # the one before may still be on its way to somebody
THEN = (1980, 1, 1, 0, 0, 0)  # equal content gives equal bytes

_lock = asyncio.Lock()
_waiting = 0


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file; `tag` is another one when anything in it is."""

    file: Path
    tag: str


async def make(community: str, signer: Signer, folder: Path) -> Made:
    """The newest bundle, made once for everybody. Raises NotThere without a checkpoint; Refused."""
    global _waiting  # noqa: PLW0603 - one queue in one event loop
    newest = await checkpoints.newest(community)
    if newest is None:
        raise NotThere
    if _waiting >= MOST_WAITING:
        raise Refused("record.busy", 503)
    _waiting += 1
    try:
        async with _lock:
            return await _made(community, newest, signer, folder)
    finally:
        _waiting -= 1


async def _made(community: str, newest: Signed, signer: Signer, folder: Path) -> Made:
    signatures = await checkpoints.cosignatures(community)
    said = [newest.note, *(line for _, _, line in signatures), signer.key.text]
    said += await recalled(community)  # a file that was made before holds their text
    tag = hashlib.sha256("\n".join(said).encode()).hexdigest()[:24]
    file = folder / f"record-{community}-{tag}.zip"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            await write(draft, community, newest, signer)
            draft.replace(file)
        finally:
            draft.unlink(missing_ok=True)
        _tidy(folder, community)
    return Made(file, f'"{tag}"')


def _tidy(folder: Path, community: str) -> None:
    there = sorted(folder.glob(f"record-{community}-*.zip"), key=lambda one: one.stat().st_mtime)
    for one in there[:-KEPT]:
        one.unlink(missing_ok=True)


async def write(file: Path, community: str, newest: Signed, signer: Signer) -> None:
    """The bundle as of `newest`, into `file`."""
    with zipfile.ZipFile(file, "w") as packed:
        await _put(packed, "bundle.json", _head(newest))
        await _put(packed, "keys.txt", await _keys(community, signer))
        await _put(packed, "checkpoints.jsonl", await _checkpoints(community, newest.what.size))
        polls, minutes = await _entries(packed, community, newest.what.size)
        for poll in polls:
            await _poll(packed, poll, signer)
        for one in minutes:
            await _minutes(packed, one)


def _head(newest: Signed) -> str:
    what = newest.what
    told = {"kind": KIND, "origin": what.origin, "size": what.size, "root": what.root.hex()}
    return canonical(told)


async def _keys(community: str, signer: Signer) -> str:
    """The log's keys, the one in force last, and those of witnesses who ever signed."""
    own = [one.vkey for one in await checkpoints.all_of(community)]
    own = [*dict.fromkeys(one for one in own if one != signer.key.text), signer.key.text]
    others = sorted({vkey for _, vkey, _ in await checkpoints.cosignatures(community)})
    lines = [*(f"log {one}" for one in own), *(f"witness {one}" for one in others)]
    return "".join(f"{one}\n" for one in lines)


async def _checkpoints(community: str, size: int) -> str:
    lines: dict[int, str] = {}
    for of, _, line in await checkpoints.cosignatures(community):
        lines[of] = lines.get(of, "") + line + "\n"
    found = [one for one in await checkpoints.all_of(community) if one.what.size <= size]
    notes = (one.note + lines.get(one.what.size, "") for one in found)
    return "".join(f"{canonical(one)}\n" for one in notes)


async def _entries(
    packed: zipfile.ZipFile, community: str, size: int
) -> tuple[list[str], list[dict[str, Any]]]:
    """All lines; the polls and minutes that they say were published."""
    polls, minutes = list[str](), list[dict[str, Any]]()
    with packed.open(_named("entries.jsonl"), "w", force_zip64=True) as out:
        for start in range(0, size, PAGE):
            page = await record.entries(community, start, min(PAGE, size - start))
            lines = "".join(f"{one['body']}\n" for one in page).encode()
            await asyncio.to_thread(out.write, lines)
            said = [json.loads(one["body"]) for one in page if one["act"] in PUBLISHED]
            polls += [one["body"]["poll"] for one in said if one["act"] == "poll.published"]
            minutes += [one["body"] for one in said if one["act"] == "minutes.published"]
    return polls, minutes


async def _poll(packed: zipfile.ZipFile, poll: str, signer: Signer) -> None:
    found = await voting.poll_for(None, poll)
    if found.rule.get("by_area"):
        return
    made = await bundle_queries.whole(found, signer.key.public.hex())
    text = await asyncio.to_thread(canonical, made)
    await _put(packed, f"polls/{poll}.json", text)


async def _minutes(packed: zipfile.ZipFile, told: dict[str, Any]) -> None:
    """The very text that was hashed when it was published; what was recalled is given to nobody."""
    found = await db.row(
        "SELECT n.body FROM minutes n LEFT JOIN minutes_recall r ON r.minutes = n.id"
        " WHERE n.id = {} AND r.minutes IS NULL",
        told["minutes"],
    )
    if found is not None:
        await _put(packed, f"minutes/{told['minutes']}-v{told['version']}.json", found["body"])


async def _put(packed: zipfile.ZipFile, name: str, text: str) -> None:
    await asyncio.to_thread(packed.writestr, _named(name), text.encode())


def _named(name: str) -> zipfile.ZipInfo:
    made = zipfile.ZipInfo(name, THEN)
    made.compress_type = zipfile.ZIP_DEFLATED
    return made
