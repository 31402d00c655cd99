"""The photographs of a form, drawn anew as they are read; a fault stands beside their field."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from litestar.datastructures import UploadFile

from council.proposals import photos, rules
from council.refusal import Refused

if TYPE_CHECKING:
    from litestar import Request

    from council.proposals.photos import Drawn
    from council.web.filled import Filled

FIELD = "photo"
# One is drawn at a time: a crowd of large ones takes no more memory, and no thread of others.
_PAINTER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="photo")
MOST_BODY = rules.PHOTOS * photos.MOST_BYTES + photos.MEGABYTE  # the files and the form around them


async def one(request: Request[Any, Any, Any]) -> Drawn | None:
    """The single picture of a form that has room for one; None where none was chosen.

    Refused as `photos.draw` refuses.
    """
    sent = (await request.form()).get(FIELD)
    content = await sent.read(photos.MOST_BYTES + 1) if isinstance(sent, UploadFile) else b""
    if not content:
        return None
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_PAINTER, photos.draw, content)


async def read(request: Request[Any, Any, Any], form: Filled, there: int = 0) -> list[Drawn]:
    """Those that were chosen; `there` are shown already. With a fault the answer means nothing."""
    sent = (await request.form()).getall(FIELD, [])
    files = [one for one in sent if isinstance(one, UploadFile)]
    try:
        contents = [await one.read(photos.MOST_BYTES + 1) for one in files[: rules.PHOTOS + 1]]
        chosen = [one for one in contents if one]
        if chosen:
            rules.must_fit_photos(there, len(chosen))
        loop = asyncio.get_running_loop()
        return [await loop.run_in_executor(_PAINTER, photos.draw, one) for one in chosen]
    except Refused as why:
        form.blame(FIELD, why)
        return []
