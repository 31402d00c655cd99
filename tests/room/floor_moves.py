"""What can be done on the floor of a meeting: hands, turns, the debate, the chair."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.room.moves import Play


async def hand(play: Play) -> None:
    """Without a motion's id: on whatever is discussed now."""
    side = play.lot.choice(["yes", "no", "add", "ask", "order"])
    await play.post(play.anybody(), f"{play.base}/turns", side=side)


async def lower(play: Play) -> None:
    await play.post(play.anybody(), f"{play.base}/turns/lowering")


async def grant(play: Play) -> None:
    waiting = await play.ids("SELECT id FROM turn WHERE meeting = {} AND state = 'waiting'")
    if waiting:
        departs = play.lot.choice(["", "", "other"])
        turn = play.lot.choice(waiting)
        await play.post("曹评话", f"/turns/{turn}/beginning", departs=departs)


async def speech(play: Play) -> None:
    for turn in await play.ids("SELECT id FROM turn WHERE meeting = {} AND state = 'speaking'"):
        way = play.lot.choice(["pause", "resumption", "extension", "ending", "ending"])
        await play.post("曹评话", f"/turns/{turn}/{way}", seconds="120")


async def debate(play: Play) -> None:
    motions = await play.motions()
    if motions:
        way = play.lot.choice(["closing", "closing", "opening"])
        motion = play.lot.choice(motions)
        await play.post("曹评话", f"/motions/{motion}/debate/{way}", how="chair")


async def chair(play: Play) -> None:
    person = play.cast.people[play.anybody()]
    if play.lot.random() < 0.5:
        await play.post("曹评话", f"{play.base}/handovers", person=person)
    else:
        await play.post("袁昆腔", f"{play.base}/handovers/return")


FLOOR = (hand, hand, hand, lower, grant, grant, speech, speech, debate, debate, chair)
