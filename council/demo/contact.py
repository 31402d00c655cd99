"""How the demo community and its street office are reached: numbers that nobody has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.contact import actions
from council.contact.rules import Contact, Desk
from council.demo.calendar import moment
from council.demo.roll import community

if TYPE_CHECKING:
    from council.demo.calendar import Calendar
    from council.demo.cast import Cast


async def say(cast: Cast, when: Calendar) -> None:
    """RES-10."""
    told = community()["community"]
    hours = "工作日 9:00–11:30，13:30–17:00"
    contact = Contact(
        community=Desk(
            f"{told['name']}居民委员会", "0512-00000001", f"{told['name']}议事厅一楼", hours
        ),
        street=Desk(f"{told['street']}办事处（演示）", "0512-00000003 转 8", "", hours),
        answering="收到以后七天内答复；留了电话的打电话答复。",
    )
    with moment(when.at(-116)):
        await actions.settle(contact, cast.secretary)
