"""Cards one after another, answers with reasons, duplicates merged, what hurts hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.ideas import receipts
from tests.needs.calls import MEMBER, RESIDENT, TEXT, code_in

if TYPE_CHECKING:
    from tests.needs.calls import Call


async def state(need: str) -> tuple[str, str]:
    """In the feature and in the register."""
    found = await db.row(
        "SELECT n.state, i.state AS register FROM need n JOIN idea i ON i.id = n.idea"
        " WHERE n.idea = {}",
        need,
    )
    assert found is not None
    return found["state"], found["register"]


async def test_cards_are_copied_listed_and_the_last_one_corrected(call: Call) -> None:
    cards = f"{call.path}/cards"
    card = {"field": "service", "text": "教用手机", "name": "许桂枝", "channel": "paper"}
    assert (await call.desk(cards, RESIDENT, form=receipts.drawn(), **card)).status_code == 404
    for text in ("教用手机", "教用手机"):  # two neighbours may want the same
        made = await call.desk(cards, form=receipts.drawn(), **{**card, "text": text})
        assert (made.status_code, made.headers["location"]) == (303, f"{cards}?at=paper&made=1")
    page = (await call.hall.of(call.cast, call.cast.secretary).get(cards)).text
    assert page.count("许桂枝") == 2
    assert "您一共录了2张" in page
    need = await call.newest()
    wrong = {**card, "text": ""}
    assert (await call.desk(f"/needs/{need}/correction", **wrong)).status_code == 422
    right = {**card, "text": "教用手机挂号", "field": "hot-1"}
    assert (await call.desk(f"/needs/{need}/correction", RESIDENT, **right)).status_code == 404
    assert (await call.desk(f"/needs/{need}/correction", **right)).status_code == 303
    assert {(one["text"], one["topic"]) for one in await call.listed()} == {
        ("教用手机", ""),
        ("教用手机挂号", "电动车充电"),
    }
    assert "教用手机挂号" in (await call.hall.client().get("/ideas")).text


async def test_what_somebody_typed_themselves_is_not_corrected(call: Call) -> None:
    need = await call.by(RESIDENT)
    told = await call.desk(f"/needs/{need}/correction", field="service", text="别的")
    assert told.status_code == 409


async def test_an_answer_with_reasons_is_read_by_everybody(call: Call) -> None:
    need = await call.by(RESIDENT)
    path = f"/needs/{need}/answer"
    assert (await call.desk(path, MEMBER, act="adopted", reason="好")).status_code == 404
    assert (await call.desk(path, act="adopted", reason="")).status_code == 422
    assert (await call.desk(path, act="declined", reason="楼要拆了")).status_code == 303
    assert await state(need) == ("declined", "declined")
    assert (await call.desk(path, act="project", reason="不拆了，立项")).status_code == 303
    assert await state(need) == ("project", "project")
    assert (await call.desk(path, act="adopted", reason="再改")).status_code == 409
    page = (await call.hall.client().get(f"/needs/{need}")).text
    assert "不拆了，立项" in page
    assert "XM-" in page
    chain = await call.hall.client().json(f"/ideas/{need}")
    assert TEXT in str(chain)
    grown = await db.rows("SELECT kind FROM idea WHERE parent = {}", need)
    assert grown == [{"kind": "project"}]


async def test_two_that_say_the_same_become_one_and_no_author_is_lost(call: Call) -> None:
    first = await call.by(RESIDENT, "4号楼装扶手")
    second = await call.by(MEMBER, "楼梯扶手")
    number = {one["id"]: one["no"] for one in await call.listed()}
    path, into = f"/needs/{second}/answer", {"act": "grouped", "into": number[first]}
    assert (await call.desk(path, reason="", **into)).status_code == 422
    told = await call.desk(path, act="grouped", into="ZJ-2020-99", reason="一样")
    assert told.status_code == 422
    told = await call.desk(path, act="grouped", into=number[second], reason="一样")
    assert told.status_code == 422
    assert (await call.desk(path, reason="同一处楼梯", **into)).status_code == 303
    assert await state(second) == ("grouped", "grouped")
    assert number[first] in (await call.hall.client().get(f"/needs/{second}")).text
    assert number[second] in (await call.hall.client().get(f"/needs/{first}")).text
    authors = await db.rows("SELECT person, role FROM idea_author WHERE idea = {}", first)
    people = call.cast.people
    assert {(one["person"], one["role"]) for one in authors} == {
        (people[RESIDENT], "author"),
        (people[MEMBER], "also"),
    }
    back = await call.desk(
        f"/needs/{first}/answer", act="grouped", into=number[second], reason="反过来"
    )
    assert back.status_code == 422


async def test_of_what_is_hidden_number_and_reason_stay(call: Call) -> None:
    need = await call.by(RESIDENT, "三楼王家天天吵架")
    path = f"/needs/{need}/hiding"
    assert (await call.desk(path, RESIDENT, reason="我不要了")).status_code == 404
    assert (await call.desk(path, reason="")).status_code == 422
    assert (await call.desk(path, reason="说到别人家的事")).status_code == 303
    public = call.hall.client()
    pages = ("/ideas", f"/ideas/{need}", "/published", call.path, f"/needs/{need}", "/")
    for one in pages:
        assert "吵架" not in (await public.get(one)).text, one
    (entry,) = await call.listed()
    assert (entry["text"], entry["hidden"], entry["by"]) == ("", True, "")
    stub = (await public.get(call.path)).text
    assert entry["no"] in stub
    assert "说到别人家的事" in stub
    own = (await call.hall.of(call.cast, RESIDENT).get("/mine")).text
    assert "吵架" in own


async def test_the_desk_finds_entries_by_field_state_and_word(call: Call) -> None:
    await call.by(RESIDENT, "4号楼装扶手")
    await call.by(MEMBER, "多收一次垃圾", field="environment")
    search = f"{call.path}/entries/search"
    assert (await call.desk(search, RESIDENT, text="")).status_code == 404
    for asked, there in (
        ({"text": "扶手"}, {"4号楼装扶手"}),
        ({"field": "environment"}, {"多收一次垃圾"}),
        ({"state": "adopted"}, set()),
        ({"text": "%"}, set()),
        ({}, {"4号楼装扶手", "多收一次垃圾"}),
    ):
        page = (await call.desk(search, **asked)).text
        assert {one for one in ("4号楼装扶手", "多收一次垃圾") if one in page} == there, asked


async def test_a_printed_receipt_replaces_the_one_before(call: Call) -> None:
    card = {"field": "service", "text": "教用手机", "channel": "paper"}
    await call.desk(f"{call.path}/cards", form=receipts.drawn(), **card)
    need = await call.newest()
    path = f"/needs/{need}/receipt"
    assert (await call.desk(path, MEMBER)).status_code == 404
    first, second = [code_in((await call.desk(path)).text) for _ in range(2)]
    assert first
    assert second
    assert await receipts.by_code(second) == need
    visitor = await call.visitor()
    assert (await visitor.post("/mine", code=first)).status_code == 422
    assert "教用手机" in (await visitor.post("/mine", code=second.lower())).text
