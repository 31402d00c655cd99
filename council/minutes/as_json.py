"""Issued minutes as data: what their page says, by names that stay (docs/contract.md)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from council.web.picked import pick, plain

if TYPE_CHECKING:
    from council.minutes.queries import Chain, MinutesRow

_ALWAYS = "id number version meeting published_at corrects reason"


def issued(row: MinutesRow, after: Chain) -> dict[str, Any]:
    """The text as it is hashed; of recalled ones number, days and reason alone."""
    told = {
        **pick(row, _ALWAYS),
        "state": after.standing,
        "corrected_by": [one for one, _, _ in after.by],
    }
    if after.standing == "recalled":
        return {**told, "recalled_at": plain(after.recalled_at), "why": after.recalled_why}
    return {**told, "sha256": row.sha256, "body": json.loads(row.text)}
