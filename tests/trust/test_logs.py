"""Nothing personal and no ballot in any log: canaries through a whole vote, also when it fails."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from tests.people import assemble
from tests.server import running

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from council.db import Engine

CANARY = "金丝雀甲乙丙丁"
CHOICE = "canarychoice"


async def test_a_vote_leaves_no_name_no_choice_and_no_body_in_the_log(
    engine: Engine, database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with running(database_url, tmp_path) as hall:
        cast = await assemble()
        secretary, member = hall.of(cast, "袁昆腔"), hall.of(cast, "委员01")
        await secretary.post(f"/meetings/{cast.meeting}/opening")
        await secretary.post(
            f"/meetings/{cast.meeting}/attendances",
            person=cast.people["委员01"],
            status="present",
        )
        await secretary.post(f"/meetings/{cast.meeting}/log-lines", line=CANARY)
        made = await secretary.post(f"/meetings/{cast.meeting}/polls", text=CANARY, rule="COM")
        poll = made.headers["location"].split("/")[-1]
        await secretary.post(f"/polls/{poll}/opening")
        for choice in (CHOICE, "abstain"):
            await member.post(f"/polls/{poll}/ballots", choice=choice, idem="canaryidem-0123456789")
        await member.http.post("/sign-in", data={"login": CANARY, "password": "canarypassword"})
        hall.app.app.state.pop("ballot_box")
        assert (await secretary.post(f"/polls/{poll}/closing")).status_code == 500
    ours = "\n".join(
        logging.Formatter().format(record)
        for record in caplog.records
        if record.name.startswith(("council", "uvicorn", "litestar"))
    )
    assert "POST /polls/" in ours, "the log was read"
    for secret in (
        CANARY,
        CHOICE,
        "canaryidem",
        "canarypassword",
        cast.tokens["委员01"],
        "abstain",
    ):
        assert secret not in ours
