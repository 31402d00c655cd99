from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from council import db
from council.demo import roll as demo
from council.identity import queries
from council.roll import queries as roll_queries
from council.roll import sheets
from council.roll.actions import take_over
from tests.server import token_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import httpx

    from tests.people import Cast
    from tests.server import Client, Hall

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def secretary(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


async def upload(who: Client, content: bytes, name: str = "roll.xlsx") -> httpx.Response:
    csrf = token_in((await who.get("/account")).text)
    return await who.http.post(
        "/roll/import", data={"_csrf_token": csrf}, files={"file": (name, content)}
    )


def made(folder: Path, people: Sequence[Sequence[str]]) -> bytes:
    file = folder / "made.xlsx"
    demo.write(file, demo.units(), people)
    return file.read_bytes()


def with_mistakes(folder: Path) -> bytes:
    """Row 5 has a wrong ID number, row 9 a name that is a script."""
    people = demo.people()
    people[3][6] = people[3][6][:-1] + "5"
    people[7][1] = SCRIPT
    return made(folder, people)


async def confirmed(hall: Hall, cast: Cast, address: str) -> int:
    """The secretary asks, the chair confirms, the rows are written; the status of the question."""
    secretary, chair = hall.of(cast, "袁昆腔"), hall.of(cast, "曹评话")
    asked = (await secretary.post(f"{address}/application")).status_code
    one = await db.row("SELECT id FROM confirmation WHERE answer = ''")
    if one is not None:
        said = await chair.post(f"/confirmations/{one['id']}/confirmation")
        assert said.status_code == 303
        await written(hall, address)
    return asked


async def written(hall: Hall, address: str) -> None:
    """Here, or by the server's own runner: whoever comes first."""
    await take_over(address.rpartition("/")[2], hall.settings.keys.pepper, pause=0.0, apart=False)
    for _ in range(200):
        found = await db.row("SELECT state FROM roll_import ORDER BY made_at DESC LIMIT 1")
        if found is not None and found["state"] in {"done", "failed"}:
            return
        await asyncio.sleep(0.05)


def numbers(page: str) -> list[int]:
    """New, changed, unchanged: of units, then of people."""
    return [int(found) for found in re.findall(r'<td class="number">(\d+)</td>', page)][:6]


async def test_a_wrong_row_is_shown_and_the_others_are_taken_over(
    hall: Hall, secretary: Client, cast: Cast, tmp_path: Path
) -> None:
    answer = await upload(secretary, with_mistakes(tmp_path))
    assert answer.status_code == 303
    address = answer.headers["location"]
    preview = (await secretary.get(address)).text
    assert numbers(preview) == [24, 0, 0, 36, 3, 0]
    assert re.search(r'<td class="number"[^>]*>5</td><td class="nowrap">身份证号</td>', preview)
    assert SCRIPT not in preview
    assert "&lt;script&gt;" in preview
    assert not await roll_queries.units(cast.community), "a preview changes nobody"

    assert "hx-refresh" in (await secretary.get(f"{address}/progress")).headers
    findings = sheets.read((await secretary.get(f"{address}/findings")).content)[0]
    assert [row[1:3] for _, row in findings.rows[1:]] == [["5", "身份证号"]]
    assert await confirmed(hall, cast, address) == 303
    assert len(await roll_queries.units(cast.community)) == 24
    roll = await queries.by_roll_no(cast.community)
    assert "R004" not in roll
    assert (roll["R001"].name, roll["R001"].elder, roll["R001"].state) == ("沈石桥", True, "listed")
    assert roll["R031"].id == cast.people["曹评话"], "who was there is joined by the number"
    assert roll["R031"].state == "verified"


async def test_a_second_import_writes_only_differences_and_asking_twice_is_asking_once(
    hall: Hall, secretary: Client, cast: Cast, tmp_path: Path
) -> None:
    address = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    first = await secretary.post(f"{address}/application")
    again = await secretary.post(f"{address}/application")
    assert first.headers["location"] == again.headers["location"] == address
    assert len(await db.rows("SELECT id FROM confirmation")) == 1
    assert await confirmed(hall, cast, address) == 303
    assert numbers((await secretary.get(address)).text) == [24, 0, 0, 37, 3, 0]
    acts = await db.rows("SELECT body FROM record_entry WHERE act = 'roll.imported'")
    assert re.search(r'"n":64,.*"root":"[0-9a-f]{64}"', acts[0]["body"])

    same = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    assert numbers((await secretary.get(same)).text) == [0, 0, 24, 0, 0, 40]
    assert (await secretary.post(f"{same}/application")).status_code == 409

    people = demo.people()
    people[0][5], people[1][7], people[1][8] = "15400009999", "4-2-301", "业主"
    changed = (await upload(secretary, made(tmp_path, people))).headers["location"]
    assert numbers((await secretary.get(changed)).text) == [0, 0, 24, 0, 2, 38]
    await confirmed(hall, cast, changed)
    roll = await queries.by_roll_no(cast.community)
    homes = await roll_queries.homes(cast.community)
    assert roll["R001"].phone == "15400009999"
    assert homes[roll["R001"].id] == [("1-1-101", "业主"), ("3-2-301", "业主")]
    assert homes[roll["R002"].id] == [("4-2-301", "业主")]


async def test_id_numbers_are_nowhere_in_the_database(
    hall: Hall, secretary: Client, cast: Cast
) -> None:
    address = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    for _ in range(2):
        stored = [
            str(await db.rows(f"SELECT * FROM {table}"))  # noqa: S608 - names of tables
            for table in ("roll_import", "roll_import_part", "person", "person_key")
        ]
        assert not [row[0] for row in demo.people() if any(row[6] in one for one in stored)]
        await confirmed(hall, cast, address)
    assert "沈石桥" not in "".join(stored[:2]), "what was taken over needs no second copy"
    assert "沈石桥" in "".join(stored[2:])


async def test_the_list_masks_phones_and_the_empty_one_says_what_to_do(
    secretary: Client, cast: Cast
) -> None:
    await db.rows("UPDATE person SET phone = '15400000003' WHERE id = {}", cast.people["顾水巷"])
    page = (await secretary.get("/roll")).text
    assert "154****0003" in page
    assert "15400000003" not in page
    assert 'href="/roll/import"' in page


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", 422),
        (b"no workbook", 422),
        (b"PK" + b"\0" * sheets.MOST_PACKED, 422),
        (b"PK" + b"\0" * 2 * sheets.MOST_PACKED, 413),
    ],
    ids=["empty", "strange", "large", "huge"],
)
async def test_a_bad_file_is_refused_and_nothing_is_kept(
    secretary: Client, content: bytes, status: int
) -> None:
    answer = await upload(secretary, content)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text
    assert not await db.rows("SELECT id FROM roll_import")


async def test_without_a_file_or_a_token_nothing_is_read(secretary: Client) -> None:
    assert (await secretary.post("/roll/import")).status_code == 422
    assert (await secretary.post("/roll/import", file="text")).status_code == 422
    bare = await secretary.http.post("/roll/import", files={"file": ("a.xlsx", b"x")})
    assert bare.status_code == 403


async def test_only_staff_import(hall: Hall, cast: Cast, twin: Cast, secretary: Client) -> None:
    address = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    assert (await hall.of(cast, "曹评话").get(address)).status_code == 200, "who may confirm reads"
    for who in (hall.of(cast, "曹评话"), hall.of(cast, "顾水巷"), hall.of(twin, "袁昆腔")):
        assert who.token == cast.tokens["曹评话"] or (await who.get(address)).status_code == 404
        assert (await who.post(f"{address}/application")).status_code == 404
    for who in (hall.of(cast, "曹评话"), hall.of(cast, "顾水巷")):
        assert (await who.get("/roll/import")).status_code == 404
        assert (await upload(who, demo.SAMPLE.read_bytes())).status_code == 404
    assert (await hall.of(cast, "顾水巷").get("/roll")).status_code == 404
    assert (await hall.client().get("/roll")).status_code == 303
    assert not await roll_queries.units(cast.community)


async def test_the_twin_sees_nothing_of_ours(
    hall: Hall, cast: Cast, twin: Cast, secretary: Client
) -> None:
    address = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    await confirmed(hall, cast, address)
    page = (await hall.of(twin, "袁昆腔").get("/roll")).text
    assert "沈石桥" not in page
    assert cast.community not in page
    # The same numbers next door are other people: the whole sample is new there.
    there = hall.of(twin, "袁昆腔")
    theirs = (await upload(there, demo.SAMPLE.read_bytes())).headers["location"]
    assert numbers((await there.get(theirs)).text) == [24, 0, 0, 37, 3, 0]
