from __future__ import annotations

import asyncio
import base64
import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pypdf
import pytest

from council import db
from council.clock import moved_to, now
from council.refusal import Refused
from council.verification import actions
from council.verification.actions.batches import begin_batch, hand_out_batch, make_batch
from council.verification.actions.opening import prove
from council.verification.batch_queries import Choice, batch
from council.verification.rules import old_enough
from tests.verification.neighbourhood import home, listed, state

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.verification.actions.batches import Written
    from tests.people import Cast
    from tests.server import Client, Hall

PASSWORD = "桂花树下的第三家"
KEY = b"K" * 32


async def made(desk: Client, path: str) -> None:
    """Wait for what is made in the background."""
    for _ in range(200):
        if "做好了" in (await desk.get(f"{path}/progress")).text:
            return
        await asyncio.sleep(0.05)
    pytest.fail("the batch was not made")


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
    path = "/letters/batches/abcdefgh2345"
    assert (await desk.post("/letters/batches", **fields)).headers["location"] == path
    await made(desk, path)
    assert (await hall.of(cast, "曹评话").get(path)).status_code == 404
    answer = await desk.post(f"{path}/paper")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2
    assert ["乙" in pages[0], "甲" in pages[1]] == [True, True], "in the order of the homes"
    stored = await db.rows("SELECT id, secret_hash, batch FROM letter")
    assert {one["batch"] for one in stored} == {"abcdefgh2345"}
    public = next(one["id"] for one in stored if one["id"] in pages[0])
    secret = next(word for word in pages[0].split() if len(word) == 11 and word[5] == "-")
    assert secret.replace("-", "") not in str(stored)
    (look,) = await db.rows("SELECT what, rows_seen FROM access_log")
    assert look == {"what": "letters", "rows_seen": 2}
    assert "已经取走" in (await desk.get(f"{path}/progress")).text
    assert (await desk.post(f"{path}/paper")).status_code == 410, "once"
    await actions.open_letter(public, secret, PASSWORD, "")
    assert await state(cast, "乙") == "verified"
    assert (await hall.of(cast, "曹评话").get("/letters")).status_code == 404


async def test_the_same_form_twice_makes_no_second_batch(hall: Hall, cast: Cast) -> None:
    await listed(cast, "甲")
    await home(cast, "3-2-502", "甲")
    desk, fields = hall.of(cast, "袁昆腔"), {"batch": "abcdefgh2345", "who": "fresh"}
    assert (await desk.post("/letters/batches", **fields)).status_code == 303
    again = await desk.post("/letters/batches", **{**fields, "who": "unverified"})
    assert again.status_code == 409, "its codes cannot be made a second time"
    await made(desk, "/letters/batches/abcdefgh2345")
    assert (await desk.post("/letters/batches/abcdefgh2345/paper")).status_code == 200
    fields["batch"] = "abcdefgh2346"
    assert (await desk.post("/letters/batches", **fields)).status_code == 422, "nobody is left"


async def test_what_was_not_printed_voids_no_letter(cast: Cast, twin: Cast) -> None:
    person, by = await listed(cast, "甲"), cast.actor("袁昆腔")
    await home(cast, "3-2-502", "甲", "曹评话")
    await home(twin, "3-2-502", "顾水巷")
    kept = await actions.issue_letter(person, "household", by)

    async def breaks(_: Sequence[Written]) -> bytes:
        raise RuntimeError

    chosen_now = await begin_batch("abcdefgh2345", Choice(who="all"), by)
    with pytest.raises(RuntimeError):
        await make_batch("abcdefgh2345", chosen_now, by, KEY, breaks)
    assert (await actions.open_letter(*kept, PASSWORD, "")).token
    chosen = await batch(cast.community, Choice(who="all", asks_facts=True))
    assert (len(chosen.letters), chosen.officers, chosen.without_facts) == (0, 1, 1)
    with pytest.raises(Refused, match="nobody"):
        await begin_batch("abcdefgh2346", Choice(building="9幢"), by)


async def test_a_batch_that_nobody_fetched_opens_nothing_and_voids_nothing(cast: Cast) -> None:
    """Made and not handed out: its codes do not open, the earlier letter does; then they change."""
    person, by = await listed(cast, "甲"), cast.actor("袁昆腔")
    await home(cast, "3-2-502", "甲")
    kept = await actions.issue_letter(person, "household", by)
    written: list[Written] = []

    async def paper(some: Sequence[Written]) -> bytes:
        written.extend(some)
        return some[0].secret.encode()

    batch_id, choice = "abcdefgh2345", Choice(who="all", building="3幢")
    await make_batch(batch_id, await begin_batch(batch_id, choice, by), by, KEY, paper)
    (row,) = await db.rows("SELECT sealed FROM letter_batch")
    assert written[0].secret not in base64.b64decode(row["sealed"]).decode("latin-1")
    with pytest.raises(Refused, match=r"letter\.expired"):
        await actions.open_letter(written[0].public, written[0].secret, PASSWORD, "")
    with pytest.raises(Refused, match=r"letter\.batch_key"):
        await hand_out_batch(batch_id, b"k" * 32, by)
    assert (await prove(*kept, ""))["id"] == kept[0]
    assert await hand_out_batch(batch_id, KEY, by) == written[0].secret.encode()
    with pytest.raises(Refused, match=r"letter\.expired"):
        await actions.open_letter(*kept, PASSWORD, "")
    await actions.open_letter(written[0].public, written[0].secret, PASSWORD, "")
    (row,) = await db.rows("SELECT sealed FROM letter_batch")
    assert row["sealed"] is None


async def test_a_restart_in_the_middle_and_an_hour_of_waiting_are_said(
    hall: Hall, cast: Cast
) -> None:
    await listed(cast, "甲")
    await home(cast, "3-2-502", "甲")
    by, desk = cast.actor("袁昆腔"), hall.of(cast, "袁昆腔")
    chosen = await begin_batch("abcdefgh2345", Choice(), by)
    path = "/letters/batches/abcdefgh2345"
    assert "正在做" in (await desk.get(path)).text
    await db.rows("UPDATE letter_batch SET moved_at = {}", now() - timedelta(minutes=2))
    assert "服务器中途重新启动" in (await desk.get(path)).text

    async def paper(_: Sequence[Written]) -> bytes:
        return b"paper"

    await make_batch("abcdefgh2345", chosen, by, KEY, paper)
    assert "做好了" in (await desk.get(path)).text
    with moved_to(now() + timedelta(minutes=61)):
        with pytest.raises(Refused, match=r"letter\.batch_gone"):
            await hand_out_batch("abcdefgh2345", KEY, by)
        await begin_batch("abcdefgh2346", Choice(), by)
        found = await db.rows("SELECT id FROM letter_batch WHERE sealed IS NOT NULL")
        assert found == []


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
