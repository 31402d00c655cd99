"""No page of the community stumbles over a vote on several options."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.people import assemble
from tests.voting.methods.making import convene

if TYPE_CHECKING:
    from tests.server import Hall

OF_POLL = ("", "/roll", "/assistance", "/kiosk-codes", "/receipt", "/bundle", "/notice", "/tellers")
OF_MEETING = ("", "/room", "/table", "/chair", "/screen", "/watch", "/agenda", "/polls/new")
OTHERS = ("/", "/polls", "/meetings", "/account", "/account/votes", "/account/data", "/outcomes")


async def test_every_page_answers_while_it_is_open_and_after_its_publication(hall: Hall) -> None:
    cast = await assemble(members=8)
    meeting = await convene(hall, cast)
    poll = await meeting.opened("score", mode="sealed", allow_revote="1")
    await meeting.all_vote(poll, [{"o-a": "3"}] * 5)
    paths = [f"/polls/{poll}{one}" for one in OF_POLL]
    paths += [f"/meetings/{cast.meeting}{one}" for one in OF_MEETING]
    for _ in range(2):
        for name in ("曹评话", "委员01"):
            reader = hall.of(cast, name)
            for path in (*paths, *OTHERS):
                answer = await reader.get(path)
                assert answer.status_code < 500, (name, path, answer.text[-300:])
        await meeting.ended(poll)
    page = (await hall.client().get(f"/polls/{poll}")).text.replace("<wbr>", "")
    assert "所有的票都一样，所以大家都知道参加的人投了什么。" in page
