"""What stands on the paper of stored minutes: signatures, day of issue, address of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.clock import local
from council.minutes import queries, words
from council.minutes.letterheads import queries as letterheads
from council.minutes.printed import Print, Signature
from council.record import foot

if TYPE_CHECKING:
    from council.minutes.queries import MinutesRow, Signed


async def printed(row: MinutesRow, origin: str) -> Print:
    """The stored minutes as they are printed; `origin` is where the QR leads."""
    community = row.community
    look = (
        await letterheads.at(community, row.letterhead)
        if row.published
        else await letterheads.newest(community)
    )
    signed = {
        one.role: one for one in await queries.signatures(row.id) if one.version == row.version
    }
    return Print(
        draft=row.body,
        version=row.version,
        sha256=row.sha256,
        chair=signature(row.body.chair, signed.get("chair")),
        recorder=signature(row.body.recorder, signed.get("recorder")),
        issued=f"{words.day(local(row.published_at))}印发" if row.published_at else "",
        address=f"{origin}/minutes/{row.id}" if row.published else "",
        stamp=row.published_at or row.made_at,
        letterhead=look,
        checkpoint=await _checkpoint(row),
    )


async def _checkpoint(row: MinutesRow) -> tuple[str, ...]:
    """The first signed state of the record in which they stand; it stays the same for ever."""
    if row.published_at is None:
        return ()
    subject = ("minutes", row.id)
    there = await foot.covering(row.community, "minutes.published", subject, row.published_at)
    return there.printed if there else ()


def signature(name: str, signed: Signed | None) -> Signature:
    """The place of one who signs, with the moment in words; who stands in says so."""
    if signed is None:
        return Signature(name)
    at = local(signed.at)
    acting = "代理，" if signed.acting else ""
    return Signature(signed.name, f"{acting}{words.day(at)}{at:%H:%M}签")
