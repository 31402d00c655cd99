"""What moves on an open page: pushed pieces, catch-up, and who is not told."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
import websockets
from websockets.typing import Origin

from council.live import hub as hub_module
from council.live import topics
from tests.people import Cast, assemble
from tests.server import COOKIE, Hall, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


@asynccontextmanager
async def listening(
    hall: Hall, cast: Cast, name: str, screen: str = "room", origin: str = "", since: str = ""
) -> AsyncIterator[Any]:
    """One open page's socket."""
    query = f"screen={screen}&since={since}"
    url = hall.origin.replace("http", "ws") + f"/meetings/{cast.meeting}/socket?{query}"
    headers = {"cookie": f"{COOKIE}={cast.tokens[name]}"}
    async with websockets.connect(
        url, additional_headers=headers, origin=Origin(origin or hall.origin), proxy=None
    ) as one:
        yield one


async def next_of(page: Any, piece: str) -> str:
    """The next that is pushed of this piece; news of what was before may come late."""
    while True:
        pieces = await next_pieces(page)
        if piece in pieces:
            return pieces[piece]


async def next_pieces(page: Any) -> dict[str, str]:
    """The next frame that carries pieces, skipping heartbeats."""
    while True:
        told = json.loads(await asyncio.wait_for(page.recv(), 3))
        if "pieces" in told:
            return dict(told["pieces"])


async def until_closed(page: Any) -> None:
    while True:
        await page.recv()


async def test_checking_in_turns_the_quorum_on_every_screen(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    async with (
        listening(hall, cast, "委员01") as phone,
        listening(hall, cast, "袁昆腔", "table") as table,
        listening(hall, cast, "曹评话", "screen") as screen,
    ):
        for name in cast.members[:10]:
            await secretary.post(
                f"/meetings/{cast.meeting}/attendances",
                person=cast.people[name],
                status="present",
            )
        for page in (phone, table, screen):
            quorum = ""
            while 'data-met="true"' not in quorum:
                quorum = (await next_pieces(page)).get("quorum", quorum)
            assert 'data-present="10"' in quorum


async def test_the_ballot_comes_to_the_phones_that_may_vote_and_to_no_other(
    hall: Hall, cast: Cast
) -> None:
    secretary, chair = hall.of(cast, "袁昆腔"), hall.of(cast, "曹评话")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    await secretary.post(
        f"/meetings/{cast.meeting}/attendances", person=cast.people["委员01"], status="present"
    )
    made = await chair.post(f"/meetings/{cast.meeting}/polls", text="同意", rule="COM")
    poll = made.headers["location"].split("/")[-1]
    async with (
        listening(hall, cast, "委员01") as member,
        listening(hall, cast, "顾水巷") as neighbour,
    ):
        for page in (member, neighbour):
            await asyncio.wait_for(page.recv(), 3)  # its first frame: from here on it is told
        await chair.post(f"/polls/{poll}/opening")
        assert 'id="ballot"' in await next_of(member, "ballot-place")
        assert 'id="ballot"' not in await next_of(neighbour, "ballot-place")


async def test_a_page_that_is_behind_gets_all_pieces_and_one_that_is_not_gets_204(
    hall: Hall, cast: Cast
) -> None:
    member, secretary = hall.of(cast, "委员01"), hall.of(cast, "袁昆腔")
    await secretary.post(f"/meetings/{cast.meeting}/opening")
    behind = await member.get(f"/meetings/{cast.meeting}/live", params={"since": "0"})
    assert behind.status_code == 200
    seq = behind.json()["seq"]
    level = await member.get(f"/meetings/{cast.meeting}/live", params={"since": str(seq)})
    assert level.status_code == 204


async def test_a_page_that_comes_back_gets_what_it_lacks_with_its_own_ballot(
    hall: Hall, cast: Cast
) -> None:
    """One frame, equal to what a fresh page would show; no request beside the socket."""
    secretary, chair = hall.of(cast, "袁昆腔"), hall.of(cast, "曹评话")
    base, voters = f"/meetings/{cast.meeting}", ("委员01", "委员02")
    await secretary.post(f"{base}/opening")
    for name in voters:
        asked = {"person": cast.people[name], "status": "present"}
        await secretary.post(f"{base}/attendances", **asked)
    made = await chair.post(f"{base}/polls", text="同意", rule="COM")
    poll = made.headers["location"].split("/")[-1]
    await chair.post(f"/polls/{poll}/opening")
    ballot = {"choice": "yes", "idem": "0123456789abcdef0123456789abcdef", "rev": "0"}
    voted = await hall.of(cast, "委员01").post(f"/polls/{poll}/ballots", **ballot)
    assert voted.status_code < 400, voted.text
    for name in voters:
        fresh = (await hall.of(cast, name).get(f"{base}/live")).json()
        async with listening(hall, cast, name, since="1") as page:
            told = json.loads(await asyncio.wait_for(page.recv(), 3))
        assert told == {**fresh, "own": True}
        assert ("data-own" in told["pieces"]["receipt-place"]) == (name == "委员01")


async def test_after_a_restart_the_rooms_in_session_are_ready_before_anybody_asks(
    hall: Hall, cast: Cast, database_url: str, tmp_path: Path
) -> None:
    async with running(database_url, tmp_path / "not yet open") as again:
        assert topics.room(cast.meeting) not in again.app.app.state["rooms"]._kept
    await hall.of(cast, "袁昆腔").post(f"/meetings/{cast.meeting}/opening")
    async with running(database_url, tmp_path / "open") as again:
        state = again.app.app.state["rooms"]._kept[topics.room(cast.meeting)]
        assert state.value.rendered


@pytest.mark.parametrize("since", ["", "-1", "x", "9999999999999999999", "%31", "1e3"])
async def test_a_strange_number_is_none(hall: Hall, cast: Cast, since: str) -> None:
    async with listening(hall, cast, "委员01", since=since) as page:
        assert set(json.loads(await asyncio.wait_for(page.recv(), 3))) == {"seq"}


async def test_page_before_and_pushes_equal_the_page_after(hall: Hall, cast: Cast) -> None:
    secretary = hall.of(cast, "袁昆腔")
    live = f"/meetings/{cast.meeting}/live"
    before = (await secretary.get(live, params={"screen": "table"})).json()
    shown, seq = before["pieces"], before["seq"]
    async with listening(hall, cast, "袁昆腔", "table") as page:
        await secretary.post(f"/meetings/{cast.meeting}/opening")
        for name in cast.members[:4]:
            await secretary.post(
                f"/meetings/{cast.meeting}/attendances",
                person=cast.people[name],
                status="present",
            )
        for text in ("先试半年", "备注 请大家看附件"):
            await secretary.post(f"/meetings/{cast.meeting}/log-lines", line=text)
        after = (await secretary.get(live, params={"screen": "table"})).json()
        while seq < after["seq"]:
            told = json.loads(await asyncio.wait_for(page.recv(), 3))
            shown |= told.get("pieces", {})
            seq = told["seq"] if "pieces" in told else seq
    assert shown == after["pieces"]


@pytest.mark.parametrize(
    "origin",
    ["https://evil.example"],  # many more in tests/trust/test_socket_origins.py
)
async def test_a_socket_from_a_foreign_page_is_not_accepted(
    hall: Hall, cast: Cast, origin: str
) -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with listening(hall, cast, "委员01", origin=origin):
            pass
    assert refused.value.response.status_code == 403


async def test_the_officers_screens_do_not_exist_for_residents(hall: Hall, cast: Cast) -> None:
    neighbour = hall.of(cast, "顾水巷")
    for screen in ("table", "chair", "screen"):
        assert (await neighbour.get(f"/meetings/{cast.meeting}/{screen}")).status_code == 404
        with pytest.raises(websockets.InvalidStatus):
            async with listening(hall, cast, "顾水巷", screen):
                pass


async def test_another_community_finds_no_meeting(hall: Hall, cast: Cast) -> None:
    other = await assemble("光华社区")
    for path in ("room", "live"):
        answer = await hall.of(other, "袁昆腔").get(f"/meetings/{cast.meeting}/{path}")
        assert answer.status_code == 404


async def test_signing_out_closes_the_open_socket_within_a_second(hall: Hall, cast: Cast) -> None:
    member = hall.of(cast, "委员01")
    async with listening(hall, cast, "委员01") as page:
        await member.post("/sign-out")
        with pytest.raises(websockets.ConnectionClosed):
            await asyncio.wait_for(until_closed(page), 1)


async def test_a_heartbeat_comes_without_any_change(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_module, "HEARTBEAT", 0.05)
    async with listening(hall, cast, "委员01") as page:
        first = json.loads(await asyncio.wait_for(page.recv(), 3))
    assert set(first) == {"seq"}
