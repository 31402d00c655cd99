from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import pypdf
import pytest

from council import db
from council.refusal import Refused
from council.verification import actions
from council.verification.actions.batches import print_batch
from council.verification.batch_queries import Choice, batch
from council.verification.rules import old_enough
from tests.verification.neighbourhood import home, listed, state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.verification.actions.batches import Written
    from tests.people import Cast
    from tests.server import Hall

PASSWORD = "桂花树下的第三家"


async def test_a_batch_is_one_pdf_whose_codes_open_and_stand_nowhere_else(
    hall: Hall, cast: Cast
) -> None:
    for name, born in (("甲", None), ("乙", None), ("小丙", date(2020, 1, 1)), ("丁", None)):
        await listed(cast, name, born)
    await home(cast, "3-2-502", "甲", "小丙")
    await home(cast, "3-1-101", "乙", "委员01")
    await home(cast, "5-1-101", "丁")
    desk = hall.of(cast, "袁昆腔")
    page = (await desk.get("/letters?place=3幢&who=fresh")).text
    assert "这一批2封" in page
    fields = {"batch": "abcdefgh2345", "place": "3幢", "who": "fresh"}
    answer = await desk.post("/letters/batches", **fields)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2
    assert "乙" in pages[0], "in the order of the homes"
    assert "甲" in pages[1]
    stored = await db.rows("SELECT id, secret_hash, batch FROM letter")
    assert {one["batch"] for one in stored} == {"abcdefgh2345"}
    public = next(one["id"] for one in stored if one["id"] in pages[0])
    secret = next(word for word in pages[0].split() if len(word) == 11 and word[5] == "-")
    assert secret.replace("-", "") not in str(stored)
    (look,) = await db.rows("SELECT what, rows_seen FROM access_log")
    assert look == {"what": "letters", "rows_seen": 2}
    told = await desk.json("/letters/batches/abcdefgh2345/progress")
    assert told == {"letters": 2, "done": 2, "printed": True}
    assert (await desk.post("/letters/batches", **fields)).status_code == 422, "nobody is left"
    again = await desk.post("/letters/batches", **{**fields, "who": "unverified"})
    assert again.status_code == 409, "its codes cannot be made a second time"
    await actions.open_letter(public, secret, PASSWORD, "")
    assert await state(cast, "乙") == "verified"
    assert (await hall.of(cast, "曹评话").get("/letters")).status_code == 404


async def test_what_was_not_printed_voids_no_letter(cast: Cast, twin: Cast) -> None:
    person, by = await listed(cast, "甲"), cast.actor("袁昆腔")
    await home(cast, "3-2-502", "甲", "曹评话")
    await home(twin, "3-2-502", "顾水巷")
    kept = await actions.issue_letter(person, "household", by)

    async def breaks(_: Sequence[Written]) -> bytes:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await print_batch("abcdefgh2345", Choice(who="all"), by, breaks)
    assert (await actions.open_letter(*kept, PASSWORD, "")).token
    chosen = await batch(cast.community, Choice(who="all", asks_facts=True))
    assert (len(chosen.letters), chosen.officers, chosen.without_facts) == (0, 1, 1)
    with pytest.raises(Refused, match="nobody"):
        await print_batch("abcdefgh2346", Choice(building="9幢"), by, breaks)


@pytest.mark.parametrize(
    ("born", "old"),
    [
        (None, True),
        (date(2012, 12, 5), True),
        (date(2012, 12, 6), False),
        (date(2020, 1, 1), False),
    ],
)
def test_children_get_no_letter_of_their_own(born: date | None, *, old: bool) -> None:
    assert old_enough(born, date(2026, 12, 5)) is old
