"""`init`: one community, two officers, two codes that work once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from council import cli
from council.change import Actor
from council.db import bind, make_engine
from council.identity import queries
from council.offices import actions as office_actions
from council.refusal import Refused
from council.verification import actions as verification_actions
from tests.databases import run_apart

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ["init", "--name", "苏锦二社区", "--leader", "曹评话", "--recorder", "袁昆腔"]
CODE = re.compile(r"/letter/(\w+)\n.*?([0-9A-Z]{5}-[0-9A-Z]{5})")
PASSWORD = "tang-ou-8841"


@pytest.fixture(autouse=True)
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of its own, and the address that stands on the codes."""
    monkeypatch.setenv("COUNCIL_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COUNCIL_ORIGIN", "https://council.example.cn")


async def _come_in(url: str, codes: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Both officers open their letters; what they hold, by name."""
    engine = make_engine(url)
    bind(engine)
    await engine.start_connection_pool()
    try:
        for public, secret in codes:
            await verification_actions.open_letter(public, secret, PASSWORD, "test")
            with pytest.raises(Refused, match=r"letter\.used"):
                await verification_actions.open_letter(public, secret, "another-8842", "test")
        (place,) = await queries.communities()
        people = await queries.people(place["id"])
        return [await queries.offices(one.id, place["id"]) for one in people]
    finally:
        await engine.close_connection_pool()


def test_both_codes_open_once(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert cli.main(WORDS) == 0
    printed = capsys.readouterr().out
    assert "https://council.example.cn/letter/" in printed
    codes = CODE.findall(printed)
    assert len(codes) == 2
    assert run_apart(_come_in(database_url, codes)) == [
        ("chair", "community_secretary"),
        ("secretary",),
    ]


def test_a_community_is_founded_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(WORDS) == 0
    assert cli.main(WORDS) == 2
    assert "苏锦二社区" in capsys.readouterr().err


def test_without_a_keyboard_the_names_must_be_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["init", "--name", "苏锦二社区"]) == 2
    assert "--leader" in capsys.readouterr().err


def test_an_officer_who_lost_everything_is_let_in_again_by_the_operator(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    cli.main(WORDS)
    first = CODE.findall(capsys.readouterr().out)
    assert cli.main(["letter", "GZ-1"]) == 0
    again = CODE.findall(capsys.readouterr().out)
    assert len(again) == 1
    assert run_apart(_come_in(database_url, again))
    with pytest.raises(Refused, match=r"letter\.expired"):
        run_apart(_come_in(database_url, first[:1]))


def test_a_letter_for_nobody_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(WORDS)
    assert cli.main(["letter", "GZ-9"]) == 2
    assert cli.main(["letter", "GZ-1", "--community", "别处"]) == 2
    assert "苏锦二社区" in capsys.readouterr().err


async def _ask(url: str) -> str:
    """The leader asks for the recorder to be chair as well: nobody else there may confirm it."""
    engine = make_engine(url)
    bind(engine)
    await engine.start_connection_pool()
    try:
        (place,) = await queries.communities()
        people = await queries.by_roll_no(place["id"])
        leader = people["GZ-1"]
        by = Actor(leader.id, place["id"], leader.pseudonym)
        return await office_actions.appoint(people["GZ-2"].id, "chair", by)
    finally:
        await engine.close_connection_pool()


def test_where_no_second_officer_is_the_operator_confirms(
    database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert cli.main([*WORDS, "--admin", "顾水巷"]) == 0
    assert "顾水巷" in capsys.readouterr().out
    asked = run_apart(_ask(database_url))
    assert cli.main(["confirm"]) == 0
    assert f"{asked}  苏锦二社区  袁昆腔 GZ-2 → chair" in capsys.readouterr().out
    assert cli.main(["confirm", asked]) == 0
    assert cli.main(["confirm", asked]) == 2
    capsys.readouterr()
    assert cli.main(["confirm"]) == 0
    assert asked not in capsys.readouterr().out
    assert ("chair", "secretary") not in run_apart(_come_in(database_url, []))
    assert cli.main(["letter", "GZ-2"]) == 0, "a powerful office begins with an office letter"
    codes = CODE.findall(capsys.readouterr().out)
    assert ("chair", "secretary") in run_apart(_come_in(database_url, codes))
