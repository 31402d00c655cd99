from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import db
from council.demo import roll as demo
from council.identity import queries
from council.roll import queries as roll_queries
from council.roll import workbook
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


def numbers(page: str) -> list[int]:
    """New, changed, unchanged: of units, then of people."""
    return [int(found) for found in re.findall(r'<td class="number">(\d+)</td>', page)][:6]


async def test_a_wrong_row_is_shown_and_the_others_are_taken_over(
    secretary: Client, cast: Cast, tmp_path: Path
) -> None:
    answer = await upload(secretary, with_mistakes(tmp_path))
    assert answer.status_code == 303
    address = answer.headers["location"]
    preview = (await secretary.get(address)).text
    assert numbers(preview) == [24, 0, 0, 36, 3, 0]
    assert re.search(r'<td class="number">5</td><td class="nowrap">身份证号</td>', preview)
    assert SCRIPT not in preview
    assert "&lt;script&gt;" in preview
    assert not await roll_queries.units(cast.community), "a preview changes nobody"

    assert (await secretary.post(f"{address}/application")).status_code == 303
    assert len(await roll_queries.units(cast.community)) == 24
    roll = await queries.by_roll_no(cast.community)
    assert "R004" not in roll
    assert (roll["R001"].name, roll["R001"].elder, roll["R001"].state) == ("沈石桥", True, "listed")
    assert roll["R031"].id == cast.people["曹评话"], "who was there is joined by the number"
    assert roll["R031"].state == "verified"


async def test_applying_twice_answers_the_same_and_changes_once(
    secretary: Client, cast: Cast
) -> None:
    address = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    first = await secretary.post(f"{address}/application")
    done = (await secretary.get(address)).text
    second = await secretary.post(f"{address}/application")
    assert first.headers["location"] == second.headers["location"] == address
    assert numbers((await secretary.get(address)).text) == numbers(done) == [24, 0, 0, 37, 3, 0]
    acts = await db.rows("SELECT body FROM record_entry WHERE act = 'roll.imported'")
    assert len(acts) == 1
    assert re.search(r'"n":64,.*"root":"[0-9a-f]{64}"', acts[0]["body"])


async def test_a_second_import_writes_only_differences(
    secretary: Client, cast: Cast, tmp_path: Path
) -> None:
    address = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    await secretary.post(f"{address}/application")
    same = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    preview = (await secretary.get(same)).text
    assert numbers(preview) == [0, 0, 24, 0, 0, 40]
    assert (await secretary.post(f"{same}/application")).status_code == 409

    people = demo.people()
    people[0][5], people[1][7], people[1][8] = "15400009999", "4-2-301", "业主"
    changed = (await upload(secretary, made(tmp_path, people))).headers["location"]
    assert numbers((await secretary.get(changed)).text) == [0, 0, 24, 0, 2, 38]
    await secretary.post(f"{changed}/application")
    roll = await queries.by_roll_no(cast.community)
    homes = await roll_queries.homes(cast.community)
    assert roll["R001"].phone == "15400009999"
    assert homes[roll["R001"].id] == [("1-1-101", "业主"), ("3-2-301", "业主")]
    assert homes[roll["R002"].id] == [("4-2-301", "业主")]


async def test_id_numbers_are_nowhere_in_the_database(secretary: Client, cast: Cast) -> None:
    address = (await upload(secretary, demo.SAMPLE.read_bytes())).headers["location"]
    for _ in range(2):
        stored = str(await db.rows("SELECT * FROM roll_import")) + str(
            await db.rows("SELECT * FROM person")
        )
        assert not [row[0] for row in demo.people() if row[6] in stored]
        await secretary.post(f"{address}/application")
    kept = await db.row("SELECT staged FROM roll_import")
    assert kept is not None
    assert "沈石桥" not in kept["staged"], "what was taken over needs no second copy"


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
        (b"PK" + b"\0" * workbook.MOST_PACKED, 422),
        (b"PK" + b"\0" * 2 * workbook.MOST_PACKED, 413),
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
    for who in (hall.of(cast, "曹评话"), hall.of(cast, "顾水巷"), hall.of(twin, "袁昆腔")):
        assert (await who.get(address)).status_code == 404
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
    await secretary.post(f"{address}/application")
    page = (await hall.of(twin, "袁昆腔").get("/roll")).text
    assert "沈石桥" not in page
    assert cast.community not in page
    # The same numbers next door are other people: the whole sample is new there.
    there = hall.of(twin, "袁昆腔")
    theirs = (await upload(there, demo.SAMPLE.read_bytes())).headers["location"]
    assert numbers((await there.get(theirs)).text) == [24, 0, 0, 37, 3, 0]
