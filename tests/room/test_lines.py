"""What a snapshot takes over from the one before is what it would read anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from council.room import lines
from council.room.assemble import assemble

if TYPE_CHECKING:
    import pytest

    from council.room.snapshot import Room
    from tests.people import Cast
    from tests.server import Hall


async def evening(hall: Hall, cast: Cast) -> list[dict[str, Room]]:
    """A snapshot after every step, each made from the one before."""
    secretary, base = hall.of(cast, "袁昆腔"), f"/meetings/{cast.meeting}"
    steps: list[tuple[str, dict[str, Any]]] = [
        ("opening", {}),
        ("attendances", {"person": cast.people["委员01"], "status": "present"}),
        ("attendances", {"person": cast.people["委员02"], "status": "remote"}),
        ("log-lines", {"line": '备注 "引号"\\ 与换行'}),
        ("attendances", {"person": cast.people["委员01"], "status": "left"}),
        ("log-lines", {"line": "委员02 赞成 先试半年"}),
    ]
    seen = [await assemble(cast.meeting)]
    for path, fields in steps:
        answer = await secretary.post(f"{base}/{path}", **fields)
        assert answer.status_code < 400, (path, answer.text)
        seen.append(await assemble(cast.meeting, seen[-1]["zh"]))
    found = await assemble(cast.meeting)
    struck = found["zh"].log[-1].seq
    await secretary.post(f"{base}/log-lines/{struck}/strike")
    return [*seen, await assemble(cast.meeting, seen[-1]["zh"])]


async def test_a_snapshot_made_from_others_is_the_one_read_anew(hall: Hall, cast: Cast) -> None:
    last = (await evening(hall, cast))[-1]
    assert last == await assemble(cast.meeting)
    assert last["zh"].log[-1].struck
    assert [one.status for one in last["zh"].seats if one.at] == ["left", "present"]


async def test_only_the_line_that_changed_is_made_anew(hall: Hall, cast: Cast) -> None:
    seen = await evening(hall, cast)
    first, second = seen[1]["zh"].seats, seen[2]["zh"].seats
    assert [a is b for a, b in zip(first, second, strict=True)].count(False) == 1
    assert seen[4]["zh"].seats is seen[3]["zh"].seats


async def test_control_a_snapshot_that_takes_over_too_much_is_found(
    hall: Hall, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = lines.make

    def stale(*given: Any) -> Any:
        return given[-1] or make(*given)

    monkeypatch.setattr(lines, "make", stale)
    last = (await evening(hall, cast))[-1]
    monkeypatch.undo()
    assert last != await assemble(cast.meeting)
