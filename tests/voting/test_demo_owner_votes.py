"""V-2026-01 to 03 of the demo as votes over days: announced, open for two weeks, counted by 278."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import council.demo
from council import db
from council.clock import ZONE, moved_to, now
from council.identity.tables import Person
from council.roll.actions import renew_keys
from tests.people import Cast, assemble
from tests.voting.long import announced, comes_to, served_at, vote
from tests.voting.test_long_votes import owners_meeting

if TYPE_CHECKING:
    from council.db import Engine

SUBJECTS = {"V-2026-01": "use_fund", "V-2026-02": "common_parts", "V-2026-03": "covenant"}
CHOICES = {"同意": "yes", "反对": "no", "弃权": "abstain"}
VERDICTS = {"通过": "passed", "未通过": "failed", "参与表决未达三分之二,无效": "invalid"}
DEVELOPER = "ORG-DEV"


@cache
def demo() -> dict[str, Any]:
    file = Path(council.demo.__file__).parent / "data" / "community.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def hundredths(metres: str) -> int:
    whole, _, part = metres.partition(".")
    return int(whole) * 100 + int(part)


def heads() -> dict[str, int]:
    """Owner → area: several units of one owner are one head (OWN-3)."""
    found: dict[str, int] = {}
    for unit in demo()["units"]:
        key = unit["owner"]["owner_key"]
        found[key] = found.get(key, 0) + hundredths(unit["exclusive_area_m2"])
    return found


def ballots(one: dict[str, Any]) -> dict[str, str]:
    """Owner → choice; by whatever way it came, it is sent from a phone here."""
    owner = {unit["id"]: unit["owner"]["owner_key"] for unit in demo()["units"]}
    return {owner[each["unit"]]: CHOICES[each["choice"]] for each in one["ballots"]}


@pytest.fixture
async def cast(engine: Engine) -> Cast:
    """The twenty-one heads who have a voice; the developer's two units count in the totals."""
    areas = heads()
    unlisted = areas.pop(DEVELOPER)
    with moved_to(datetime(2026, 11, 5, 9, 0, tzinfo=ZONE)):
        people = await assemble(members=3)
        for at, owner in enumerate(areas):
            await _person(people, owner, at)
        await renew_keys()
        people.meeting = await owners_meeting(people, areas, unlisted)
    return people


async def _person(cast: Cast, owner: str, at: int) -> None:
    id_ = f"o{at:02d}{cast.community[:8]}"
    await Person.insert(
        Person(
            id=id_,
            community=cast.community,
            roll_no=f"R9{at:02d}",
            name=owner,
            gender="女",
            hukou="户籍",
            phone="",
            id_last4="",
            pseudonym=f"p-{id_}",
            elder=False,
            state="verified",
            listed_at=now(),
        )
    )
    cast.people[owner] = id_


async def test_the_three_votes_of_the_demo_come_out_as_its_data_says(
    cast: Cast, database_url: str, tmp_path: Path
) -> None:
    votes = {one["id"]: one for one in demo()["owner_votes"]}
    assert votes.keys() == SUBJECTS.keys()
    polls: dict[str, str] = {}
    notice = datetime(2026, 11, 5, 9, 0, tzinfo=ZONE)
    async with served_at(notice, database_url, tmp_path, cast) as hall:
        for id_, one in votes.items():
            assert (one["open"], one["close"]) == ("2026-11-20T08:00", "2026-12-04T20:00")
            assert one["notice_published"] == "2026-11-05"
            polls[id_] = await announced(
                hall.of(cast, "曹评话"),
                cast.meeting,
                text=one["title"],
                subject=SUBJECTS[id_],
                hours_since="08:00",
                hours_until="20:00",
            )
    opens = datetime(2026, 11, 20, 8, 0, tzinfo=ZONE)
    async with served_at(opens, database_url, tmp_path, cast) as hall:
        clients = {owner: hall.of(cast, owner) for owner in heads() if owner != DEVELOPER}
        for id_, poll in polls.items():
            await comes_to(poll, "open")
            for owner, choice in ballots(votes[id_]).items():
                answer = await vote(clients[owner], poll, choice)
                assert answer.status_code == 201, answer.text
    closes = datetime(2026, 12, 4, 20, 0, tzinfo=ZONE) + timedelta(seconds=3)
    async with served_at(closes, database_url, tmp_path, cast):
        for id_, poll in polls.items():
            await comes_to(poll, "closed")
            found = await db.row("SELECT result, called, advisory FROM poll WHERE id = {}", poll)
            assert found is not None
            assert (found["called"], bool(found["advisory"])) == (22, True)
            _compare(json.loads(found["result"]), votes[id_]["expected"])


def _compare(counted: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert counted["verdict"] == VERDICTS[wanted["result"]]
    area = counted["area"]
    assert (counted["present"], area["present"]) == (
        wanted["participating_heads"],
        hundredths(wanted["participating_area_m2"]),
    )
    for choice in ("yes", "no", "abstain"):
        assert (counted[choice], area[choice]) == (
            wanted[f"{choice}_heads"],
            hundredths(wanted[f"{choice}_area_m2"]),
        )
    assert (area["called"], counted["quorum_needed"]) == (202050, 15)
    assert area["quorum_needed"] == 134700
