"""The demo's ideas, from the call for needs to the projects, and its organisations."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from council.demo import wishes
from council.demo.calendar import moment
from council.demo.cast import members
from council.demo.roll import community
from council.ideas import actions as ideas
from council.organisations import actions as organisations

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast

# Project → what it grew out of.
GREW_FROM = {"XM-01": "OS-T1", "XM-02": "WX-005", "XM-03": "OS-T2", "XM-04": "WX-010"}
JOINED = {"OS-T3": "XM-02"}
TERM = 3  # years of a seat
TITLES = {"书记员(秘书)": "书记员"}


async def seat_everybody(cast: Cast, when: Calendar) -> tuple[int, int]:
    """Seats of the committee and the organisations; how many of each."""
    told = community()["organisations"]
    with moment(when.at(-117)):
        for one in told:
            rating = one.get("rating") or ""
            await organisations.register(one["name"], one["kind"], cast.secretary, rating=rating)
        year = when.at(-117).year
        for seat in members():
            await organisations.seat(
                cast.id(seat["person"]),
                seat["sector"],
                TITLES.get(seat["title"], seat["title"]),
                cast.chair,
                since=date(year, 1, 1),
                until=date(year + TERM - 1, 12, 31),
            )
    return len(members()), len(told)


async def collect(cast: Cast, when: Calendar) -> dict[str, str]:
    """The call for needs and the wishes that came in; ids by number."""
    call = community()["need_call"]
    with moment(when.at(-56, 10)):
        found = {call["id"]: await _enter(cast, "need", call["id"], call["title"], state="open")}
    return found | await wishes.collect(cast, when)


async def discuss(cast: Cast, when: Calendar, known: dict[str, str]) -> None:
    """The call closes, the open space is held; adds the ids of its topics."""
    call, space = community()["need_call"], community()["open_space"]
    with moment(when.at(-25, 17)):
        note = (
            f"共收到{call['entries']}条，归为{len(call['areas'])}类：{'、'.join(call['areas'])}。"
        )
        await ideas.move(known[call["id"]], "closed", cast.secretary, note=note)
    for place, topic in enumerate(space["topics"], start=1):
        note = f"开放空间议事会{space['participants']}人参加，得{topic['dots']}点，排第{place}。"
        with moment(when.at(-20, 11), minutes=place):
            known[topic["id"]] = await _enter(
                cast, "topic", topic["id"], topic["title"], note=note, parent=known[call["id"]]
            )


async def make_projects(cast: Cast, when: Calendar, known: dict[str, str]) -> None:
    """Topics and wishes grow into projects; adds their ids."""
    for number, project in enumerate(community()["service_projects"]):
        with moment(when.at(-12, 10), minutes=number):
            parent = known[GREW_FROM[project["id"]]]
            if GREW_FROM[project["id"]].startswith("WX"):
                known[project["id"]] = await wishes.grow(cast, parent, project)
                await ideas.move(
                    known[project["id"]], "deliberated", cast.secretary, note=_plan(project)
                )
                continue
            known[project["id"]] = await _enter(
                cast,
                "project",
                project["id"],
                project["name"],
                note=_plan(project),
                parent=parent,
                state="deliberated",
            )
            await ideas.move(parent, "project", cast.secretary)
    with moment(when.at(-12, 11)):
        for topic, project in JOINED.items():
            note = f"得47点，排第3。已并入服务项目 {project}。"
            await ideas.move(known[topic], "grouped", cast.secretary, note=note)
    await wishes.go_on(cast, when, known)


def _plan(project: dict[str, Any]) -> str:
    yuan = project["budget"]["total_fen"] // 100
    return f"{project['goal']}。预算{yuan:,}元。"


async def _enter(cast: Cast, kind: str, no: str, title: str, **more: str) -> str:
    return await ideas.enter(kind, title, cast.secretary, no=no, **more)
