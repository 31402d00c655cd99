"""OWN-3, 5, 6: what is decided about heads, who votes for a unit, what the notice says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from council import db
from council.record.queries import entries
from tests.databases import ONE_DATABASE
from tests.meetings.convening import form, in_days
from tests.meetings.test_convening_kinds import called, convened, held_by, lives, unit

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Client, Hall

HEADS = "/meetings/heads"


@pytest.fixture
def secretary(hall: Hall, cast: Cast) -> Client:
    return hall.of(cast, "袁昆腔")


@pytest.fixture
async def homes(cast: Cast) -> dict[str, str]:
    """A: 委员01 alone; B: 委员01 and 委员02; C: 委员03 and a child; D: the child alone."""
    made = {code: await unit(cast, code, 5000) for code in ("A", "B", "C", "D")}
    await db.rows(
        "UPDATE person SET birth_date = '2020-01-01' WHERE id = {}", cast.people["委员04"]
    )
    await lives(cast, made["A"], "委员01")
    await lives(cast, made["B"], "委员01", "委员02")
    await lives(cast, made["C"], "委员04", "委员03")
    await lives(cast, made["D"], "委员04")
    return made


async def owners(secretary: Client, cast: Cast, session: str = "第1次") -> list[Any]:
    fields = form(cast, kind="owners", day=in_days(15), observers="", session=session)
    await convened(secretary, fields)
    return [(row["name"], row["area"]) for row in await called(session)]


async def counted(session: str) -> int:
    found = await db.row("SELECT unlisted_heads FROM meeting WHERE session = {}", session)
    assert found is not None
    return int(found["unlisted_heads"])


async def test_own_3_husband_and_couple_are_two_heads_until_somebody_decides_and_says_why(
    secretary: Client, cast: Cast, homes: dict[str, str]
) -> None:
    first = await owners(secretary, cast)
    assert first == [("委员01", 5000), ("委员03", 5000)]
    assert await counted("第1次") == 2, "the couple's B has its own head, and nobody else for it"
    answer = await secretary.post(
        f"{HEADS}/rulings", kind="merge", units="A， B", reason="夫妻共有"
    )
    assert answer.status_code == 303, answer.text
    assert await owners(secretary, cast, "第2次") == [("委员01", 10000), ("委员03", 5000)]
    assert await counted("第2次") == 1
    notice = await db.row("SELECT body FROM meeting_notice ORDER BY at DESC LIMIT 1")
    assert notice is not None
    assert "合并计为1人（夫妻共有）" in notice["body"]
    page = (await secretary.get(HEADS)).text.replace("<wbr>", "")
    assert "夫妻共有" in page
    assert "3人" in page
    again = await secretary.post(f"{HEADS}/rulings", kind="split", units="A", reason="另议")
    assert (again.status_code, "已经在另一个决定里" in again.text) == (409, True)
    ruling = await db.row("SELECT id FROM head_ruling")
    assert ruling is not None
    await secretary.post(f"{HEADS}/rulings/{ruling['id']}/ending")
    assert await owners(secretary, cast, "第3次") == first
    acts = [one["act"] for one in await entries(cast.community) if one["act"].startswith("heads.")]
    assert acts == ["heads.ruled", "heads.ruling_ended"]


@ONE_DATABASE
async def test_own_3_a_unit_of_one_owner_can_be_a_head_of_its_own(
    secretary: Client, cast: Cast, homes: dict[str, str]
) -> None:
    more = await unit(cast, "E", 700)
    await lives(cast, more, "委员01")
    assert ("委员01", 5700) in await owners(secretary, cast)
    before = await counted("第1次")
    await secretary.post(f"{HEADS}/rulings", kind="split", units="E", reason="代持")
    assert ("委员01", 5000) in await owners(secretary, cast, "第2次")
    assert await counted("第2次") == before + 1


@ONE_DATABASE
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "merge", "units": "A", "reason": "夫妻"}, "合并至少要两套"),
        ({"kind": "merge", "units": "A B", "reason": ""}, "有1处要改"),
        ({"kind": "merge", "units": "A Z", "reason": "夫妻"}, "没有编号为Z的房屋"),
    ],
)
async def test_a_decision_names_its_units_and_its_reason(
    secretary: Client, cast: Cast, homes: dict[str, str], fields: dict[str, str], said: str
) -> None:
    answer = await secretary.post(f"{HEADS}/rulings", **fields)
    assert (answer.status_code, await db.rows("SELECT 1 AS one FROM head_ruling")) == (422, [])
    assert said in answer.text


async def test_own_5_and_6_a_co_owner_is_chosen_and_a_guardian_votes_for_a_child(
    secretary: Client, cast: Cast, homes: dict[str, str]
) -> None:
    before = await owners(secretary, cast)
    assert ("委员04", 5000) not in before, "a child is not called"
    for code, who, capacity in (("B", "委员02", "co_owner"), ("D", "委员05", "guardian")):
        answer = await secretary.post(
            f"{HEADS}/voters", unit=code, who=who, capacity=capacity, ground="约定书"
        )
        assert answer.status_code == 303, answer.text
    wrong = await secretary.post(
        f"{HEADS}/voters", unit="B", who="顾水巷", capacity="co_owner", ground="约定书"
    )
    assert (wrong.status_code, "不是这一套的共有人" in wrong.text) == (409, True)
    assert await owners(secretary, cast, "第2次") == [
        ("委员01", 5000),
        ("委员02", 5000),
        ("委员03", 5000),
        ("委员05", 5000),
    ]
    assert await counted("第2次") == 0
    await secretary.post(f"{HEADS}/voters/{homes['D']}/ending")
    assert await counted_after(secretary, cast) == 1


async def counted_after(secretary: Client, cast: Cast) -> int:
    await owners(secretary, cast, "第9次")
    return await counted("第9次")


@ONE_DATABASE
async def test_own_3_24_units_are_22_heads_and_the_page_says_what_a_vote_needs(
    secretary: Client, cast: Cast
) -> None:
    """The vector of the demo: 2 020.50 m², so 15 heads and 1 347.00 m²."""
    areas = [8400] * 19 + [8330, 8400, 8440, 8600, 8680]
    for at, area in enumerate(areas):
        made = await unit(cast, f"1-{at:02d}", area)
        if at < 2:
            await held_by(cast, made, "developer", "苏锦置业")
        elif at < 4:
            await lives(cast, made, "委员01")
    parking = await unit(cast, "地下车位1", 1200)
    await lives(cast, parking, "委员02")
    page = (await secretary.get(HEADS)).text.replace("<wbr>", "")
    assert sum(areas) == 202_050
    for said in ("24套", "22人", "2020.50平方米", "15人、1347.00平方米"):
        assert said in page, said


@ONE_DATABASE
async def test_only_officers_see_it_and_they_find_it(hall: Hall, cast: Cast) -> None:
    assert (await hall.of(cast, "委员01").get(HEADS)).status_code == 404
    for page in ("/meetings/new", "/meetings/new?kind=owners"):
        assert f'href="{HEADS}"' in (await hall.of(cast, "袁昆腔").get(page)).text
