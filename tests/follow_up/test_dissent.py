"""CON-3: dissent is kept, named only with consent, and explained to who said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.clock import local, now
from council.record.queries import entries
from tests.follow_up.after import SAID, After, consulted

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall


async def minutes(after: After) -> str:
    return await after.page(await after.publish())


async def test_con_3_a_member_dissents_from_the_phone_and_is_owed_an_explanation(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    assert "我有不同意见" in await after.pieces("委员03")
    assert 'id="dissent-more"' not in await after.pieces("顾水巷"), "only members"
    for _ in range(2):
        assert await after.dissents() == 303
    assert await after.dissents(text="另一段话") == 409
    assert await after.dissents("顾水巷") == 404
    assert await after.dissents("委员13") == 409, "called, and not there"
    assert "您的不同意见记下了" in await after.pieces("委员03")
    assert "您的不同意见记下了" not in await after.pieces("委员04")
    task = await after.task("explain")
    assert (task["due"] - local(now()).date()).days == 15
    assert task["person"] == cast.people["袁昆腔"]
    line = await db.row("SELECT person, text FROM log_line WHERE kind = 'dissent'")
    assert line == {"person": None, "text": "第2项：有委员保留不同意见。"}
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("dissent.stated") == 1


async def test_con_3_the_explanation_is_read_by_who_dissented_and_by_officers_alone(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    await after.dissents()
    url = f"/tasks/{(await after.task('explain'))['id']}"
    assert await after.does("袁昆腔", f"{url}/abandonment", reason="算了") == 409
    assert await after.does("委员03", f"{url}/completion", text="我自己答") == 404
    assert await after.does("袁昆腔", f"{url}/completion", text="扶手已经排在前面") == 303
    for path in ("/account/follow-up", url):
        assert "扶手已经排在前面" in await after.page(path, "委员03")
    assert (await after.of("委员04").get(url)).status_code == 404
    await after.publish()
    for path in ("/outcomes", f"/outcomes/{after.item}"):
        page = await after.page(path)
        assert "对第2项的不同意见作解释说明" in page
        assert "扶手已经排在前面" not in page
        assert SAID not in page


async def test_con_3_minutes_keep_a_dissent_and_name_nobody_who_did_not_agree(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    await after.dissents()
    page = await minutes(after)
    assert f"有委员提出不同意见：{SAID}" in page
    assert "委员委员03提出不同意见" not in page


async def test_con_3_who_agreed_to_be_named_is_named(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    await after.dissents(named="1")
    assert f"委员委员03提出不同意见：{SAID}" in await minutes(after)


async def test_con_3_consent_is_ones_own_and_is_taken_back_until_the_minutes_are_public(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    await after.dissents(named="1")
    found = await db.row("SELECT id, named_at FROM dissent")
    assert found is not None
    assert found["named_at"] is not None
    url = f"/dissents/{found['id']}/naming"
    assert await after.does("袁昆腔", url, named="0") == 404
    for _ in range(2):
        assert await after.does("委员03", url, named="0") == 303
    assert f"有委员提出不同意见：{SAID}" in await minutes(after)
    assert await after.does("委员03", url, named="1") == 409
    assert await after.dissents("委员04", "也不同意") == 409, "the minutes are public"
    acts = [one["act"] for one in await entries(cast.community)]
    assert acts.count("dissent.unnamed") == 1


async def test_con_3_an_officer_enters_what_somebody_said_and_a_member_only_their_own(
    hall: Hall, cast: Cast
) -> None:
    after = await consulted(hall, cast)
    for_another = {"person": cast.people["委员05"]}
    assert await after.dissents("委员04", **for_another) == 404
    assert await after.dissents("袁昆腔", **for_another) == 303
    found = await db.row("SELECT person, entered_by, named_at FROM dissent")
    assert found == {
        "person": cast.people["委员05"],
        "entered_by": cast.people["袁昆腔"],
        "named_at": None,
    }
    assert SAID in await after.pieces("袁昆腔", "table")
    assert SAID not in await after.pieces("委员04"), "its words are on no other phone"


async def test_con_3_after_a_vote_dissent_waits_for_its_publication(hall: Hall, cast: Cast) -> None:
    after = await consulted(hall, cast)
    await db.rows("UPDATE agenda_item SET kind = 'vote' WHERE id = {}", after.item)
    chair = after.of("曹评话")
    how = {"doer": "物业", "by_when": "年底前"}
    moved = {"mover": cast.people["委员01"], "seconder": cast.people["委员02"], **how}
    await chair.post(f"{after.base}/motions", item=after.item, text="加灯", **moved)
    motion = await db.row("SELECT id FROM motion")
    assert motion is not None
    asked = {"motion": motion["id"], "text": "加灯", "rule": "COM"}
    poll = (await chair.post(f"{after.base}/polls", **asked)).headers["location"].split("/")[-1]
    await chair.post(f"/polls/{poll}/opening")
    assert await after.dissents() == 409
    await chair.post(f"/polls/{poll}/closing")
    assert await after.dissents() == 409
    await chair.post(f"/polls/{poll}/publication")
    assert "我有不同意见" in await after.pieces("委员03")
    assert await after.dissents() == 303
