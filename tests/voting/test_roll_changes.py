"""A frozen roll is changed by two officers only; who never was entitled takes their ballot."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest

from council import cli, db
from council.paths import MIGRATIONS
from council.record.queries import entries
from council.roll.actions import depart
from council.voting.actions.changing_roll import TIED
from council.voting.checking import bundle
from tests.databases import ONE_DATABASE
from tests.people import Cast, assemble
from tests.voting.test_named_vote import cast_vote

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server import Client, Hall

GONE, MOVED, LATE, NEIGHBOUR = "委员01", "委员02", "委员07", "顾水巷"
VOTES = dict(
    zip(("委员01", "委员02", "委员03", "委员04", "委员05"), ("yes",) * 3 + ("no",) * 2, strict=True)
)


@pytest.fixture
async def cast(hall: Hall) -> Cast:
    """Eight of nine are there; 委员07 is called and not marked."""
    people = await assemble(members=9)
    secretary = hall.of(people, "袁昆腔")
    await secretary.post(f"/meetings/{people.meeting}/opening")
    for name in people.members:
        if name != LATE:
            path = f"/meetings/{people.meeting}/attendances"
            await secretary.post(path, person=people.people[name], status="present")
    return people


async def opened(hall: Hall, cast: Cast, mode: str) -> str:
    """A poll in which five have voted, the first of them by mistake on the roll."""
    chair = hall.of(cast, "曹评话")
    made = await chair.post(f"/meetings/{cast.meeting}/polls", text="同意", rule="COM", mode=mode)
    poll = str(made.headers["location"].split("/")[-1])
    assert (await chair.post(f"/polls/{poll}/opening")).status_code == 303
    for name, choice in VOTES.items():
        await cast_vote(hall.of(cast, name), poll, choice, f"idem-of-{cast.people[name]}")
    return poll


async def ask(hall: Hall, cast: Cast, poll: str, name: str, act: str) -> Any:
    """The secretary finds somebody and asks for a change."""
    return await hall.of(cast, "袁昆腔").post(
        f"/polls/{poll}/roll",
        who=name,
        step="ask",
        person=cast.people[name],
        act=act,
        reason="名册核对",
    )


async def confirm(client: Client) -> Any:
    """Whatever waits."""
    found = await db.row("SELECT id FROM confirmation WHERE answer = '' ORDER BY asked_at DESC")
    assert found is not None
    return await client.post(f"/confirmations/{found['id']}/confirmation")


async def finish(hall: Hall, cast: Cast, poll: str) -> dict[str, Any]:
    """Closed, published, and its bundle."""
    chair = hall.of(cast, "曹评话")
    await chair.post(f"/polls/{poll}/closing")
    await chair.post(f"/polls/{poll}/publication")
    made: dict[str, Any] = (await hall.client().get(f"/polls/{poll}/bundle")).json()
    return made


def failing(made: dict[str, Any]) -> set[str]:
    return {one.code for one in bundle.recount(made).checks if not one.holds}


async def changed(hall: Hall, cast: Cast, mode: str) -> str:
    """The neighbour was left out and comes, 委员01 was never entitled and goes."""
    poll = await opened(hall, cast, mode)
    for name, act in ((NEIGHBOUR, "left_out"), (GONE, "never_eligible")):
        assert (await ask(hall, cast, poll, name, act)).status_code == 303
        await confirm(hall.of(cast, "曹评话"))
    return poll


@ONE_DATABASE
async def test_one_officer_changes_nothing(hall: Hall, cast: Cast) -> None:
    poll = await opened(hall, cast, "named")
    assert (await ask(hall, cast, poll, GONE, "never_eligible")).status_code == 303
    assert (await confirm(hall.of(cast, "袁昆腔"))).status_code in {403, 404, 409}
    shown = await hall.of(cast, GONE).json(f"/polls/{poll}")
    assert shown == {"state": "open", "eligible": 8, "turnout": 5}
    assert "等另一位复核" in (await hall.of(cast, "曹评话").get(f"/polls/{poll}/roll")).text


@pytest.mark.parametrize("mode", ["named", "sealed"])
async def test_who_was_never_entitled_goes_with_their_ballot_and_has_no_way_back(
    hall: Hall, cast: Cast, mode: str
) -> None:
    poll = await changed(hall, cast, mode)
    gone = hall.of(cast, GONE)
    assert await gone.json(f"/polls/{poll}") == {"state": "open", "eligible": 8, "turnout": 4}
    page = (await gone.get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "您从这次表决的名册上划去了" in page
    assert (await cast_vote(gone, poll, "yes", "another-idem-of-01")).status_code == 404
    ballot = await cast_vote(hall.of(cast, NEIGHBOUR), poll, "no", "idem-of-neighbour")
    assert ballot.status_code == 201
    made = await finish(hall, cast, poll)
    counts = (made["result"]["yes"], made["result"]["no"], made["result"]["called"])
    assert counts == (2, 3, 9), "one less called, one more"
    assert bundle.recount(made).agrees


@ONE_DATABASE
async def test_the_result_the_record_and_the_bundle_tell_of_it(
    hall: Hall, cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    poll = await changed(hall, cast, "named")
    made = await finish(hall, cast, poll)
    assert [one["kind"] for one in made["electorate"]["changes"]] == ["added", "struck"]
    result = (await hall.client().get(f"/polls/{poll}")).text
    assert "补入1人" in result
    assert "划去1人" in result
    assert GONE not in result
    assert "名册核对" not in result
    assert "名册核对" in (await hall.of(cast, "曹评话").get(f"/polls/{poll}")).text
    told = [one for one in await entries(cast.community) if one["act"] == "poll.roll_changed"]
    assert len(told) == 2
    (opening,) = [one for one in await entries(cast.community) if one["act"] == "poll.opened"]
    assert json.loads(opening["body"])["body"]["electorate_root"] == made["electorate"]["root"]
    assert json.loads(told[-1]["body"])["body"]["roll_root"] == made["electorate"]["now"]
    file = tmp_path / "changed.json"
    file.write_text(json.dumps(made))
    assert cli.main(["recount", str(file)]) == 0
    assert "名册后来改动 2 处，都接得上" in capsys.readouterr().out


def _forget(made: dict[str, Any]) -> None:
    del made["electorate"]["changes"], made["electorate"]["now"]


def _one_less(made: dict[str, Any]) -> None:
    made["electorate"]["changes"].pop()


def _another_number(made: dict[str, Any]) -> None:
    made["electorate"]["changes"][0]["no"] += 1


def _another_person(made: dict[str, Any]) -> None:
    made["electorate"]["changes"][0]["leaf"] = bundle.leaf(made["poll"]["id"], 9, "stranger")


def _called(made: dict[str, Any]) -> None:
    made["called"] += 1


def _opening(made: dict[str, Any]) -> None:
    made["electorate"]["leaves"].pop()


@ONE_DATABASE
async def test_every_tampering_with_the_changes_is_found(hall: Hall, cast: Cast) -> None:
    poll = await changed(hall, cast, "named")
    honest = await finish(hall, cast, poll)
    assert not failing(honest)
    for tamper in (_forget, _one_less, _another_number, _another_person, _called, _opening):
        made = copy.deepcopy(honest)
        tamper(made)
        assert failing(made), tamper.__name__


async def test_who_moves_away_after_the_opening_stays_and_their_ballot_counts(
    hall: Hall, cast: Cast
) -> None:
    poll = await opened(hall, cast, "named")
    answer = await ask(hall, cast, poll, MOVED, "moved_away")
    assert answer.status_code == 409
    assert "他的票有效" in answer.text.replace("<wbr>", "")
    await depart(cast.people[MOVED], "moved_out", "搬到外地", cast.actor("袁昆腔"))
    assert (await hall.of(cast, MOVED).get("/account")).status_code in {302, 303, 401}
    made = await finish(hall, cast, poll)
    assert (made["result"]["yes"], made["result"]["present"]) == (3, 8)
    assert "changes" not in made["electorate"]


async def test_who_was_there_and_not_marked_is_added_and_the_called_stay_as_many(
    hall: Hall, cast: Cast
) -> None:
    poll = await opened(hall, cast, "named")
    late = hall.of(cast, LATE)
    assert (await cast_vote(late, poll, "yes", "idem-of-late-one")).status_code == 404
    await ask(hall, cast, poll, LATE, "left_out")
    await confirm(hall.of(cast, "曹评话"))
    assert (await cast_vote(late, poll, "yes", "idem-of-late-two")).status_code == 201
    made = await finish(hall, cast, poll)
    assert (made["called"], made["result"]["present"], made["result"]["yes"]) == (9, 9, 4)
    assert bundle.recount(made).agrees


@ONE_DATABASE
async def test_before_the_opening_and_after_the_closing_nothing_is_changed(
    hall: Hall, cast: Cast
) -> None:
    chair = hall.of(cast, "曹评话")
    made = await chair.post(f"/meetings/{cast.meeting}/polls", text="同意", rule="COM")
    waiting = str(made.headers["location"].split("/")[-1])
    answer = await ask(hall, cast, waiting, GONE, "never_eligible")
    assert (answer.status_code, "开始的时候才定下" in answer.text) == (409, True)
    poll = await opened(hall, cast, "named")
    await ask(hall, cast, poll, GONE, "never_eligible")
    await chair.post(f"/polls/{poll}/closing")
    assert (await confirm(chair)).status_code == 409, (
        "the vote ended before the second officer came"
    )
    assert (await db.rows("SELECT 1 AS one FROM roll_change")) == []


@ONE_DATABASE
async def test_a_stranger_and_a_member_cannot_see_or_change_the_roll(
    hall: Hall, cast: Cast
) -> None:
    poll = await opened(hall, cast, "named")
    for client in (hall.of(cast, GONE), hall.of(cast, NEIGHBOUR)):
        assert (await client.get(f"/polls/{poll}/roll")).status_code == 404
        answer = await client.post(f"/polls/{poll}/roll", step="ask", person="x", act="left_out")
        assert answer.status_code == 404
    page = (await hall.of(cast, "曹评话").get(f"/polls/{poll}")).text
    assert f'href="/polls/{poll}/roll"' in page


def test_nothing_tied_to_an_elector_is_forgotten() -> None:
    """Every table that refers to an elector is emptied of who is struck."""
    text = "\n".join(file.read_text() for file in sorted(MIGRATIONS.glob("*.sql")))
    tied = set()
    for part in text.split("CREATE TABLE ")[1:]:
        if "REFERENCES elector" in part.split(";")[0]:
            tied.add(part.split(" ")[0].removesuffix("_wide"))
    assert tied == set(TIED) - {"elector"}
