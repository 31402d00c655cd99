"""Everything that can be done in a meeting, as moves that a lot may choose."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from council import db

if TYPE_CHECKING:
    import random
    from collections.abc import Awaitable, Callable, Sequence

    from tests.people import Cast
    from tests.server import Client, Hall

    Move = Callable[["Play"], Awaitable[None]]

LARGEST_REFUSAL = 499
WORDS = ("先试半年", "要看报价", "夜里太暗", "费用从公共收益出", "请物业说明")
STATUSES = ("present", "present", "present", "leave", "left", "remote", "expected")


@dataclass(slots=True)
class Play:
    """One meeting; `taken` and `refused` count the answers."""

    hall: Hall
    cast: Cast
    lot: random.Random
    taken: int = 0
    refused: int = 0
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"/meetings/{self.cast.meeting}"

    def of(self, name: str) -> Client:
        if name not in self.clients:
            self.clients[name] = self.hall.of(self.cast, name)
        return self.clients[name]

    def anybody(self) -> str:
        return self.lot.choice(self.cast.members)

    async def begin(self) -> None:
        await self.post("袁昆腔", f"{self.base}/opening")
        for name in self.cast.members[:11]:
            await self.post(
                "袁昆腔",
                f"{self.base}/attendances",
                person=self.cast.people[name],
                status="present",
            )
        await self.post("曹评话", f"{self.base}/current-item", item=(await self.items())[1])

    async def post(self, name: str, path: str, **fields: str) -> None:
        answer = await self.of(name).post(path, **fields)
        assert answer.status_code <= LARGEST_REFUSAL, (path, answer.text[:300])
        if answer.status_code < 400:
            self.taken += 1
        else:
            self.refused += 1

    async def move(self, moves: Sequence[Move]) -> None:
        await self.lot.choice(moves)(self)

    async def items(self) -> list[str]:
        return await self.ids("SELECT id FROM agenda_item WHERE meeting = {} ORDER BY no")

    async def current(self) -> str:
        found = await db.row("SELECT current_item FROM meeting WHERE id = {}", self.cast.meeting)
        assert found is not None
        return str(found["current_item"] or "")

    async def motions(self) -> list[str]:
        return await self.ids("SELECT id FROM motion WHERE meeting = {} ORDER BY moved_at")

    async def polls(self, state: str) -> list[str]:
        return await self.ids(f"SELECT id FROM poll WHERE meeting = {{}} AND state = '{state}'")  # noqa: S608 - words of ours

    async def ids(self, sql: str) -> list[str]:
        return [str(one["id"]) for one in await db.rows(sql, self.cast.meeting)]


async def attendance(play: Play) -> None:
    name, status = play.anybody(), play.lot.choice(STATUSES)
    person = play.cast.people[name]
    await play.post("袁昆腔", f"{play.base}/attendances", person=person, status=status)


async def item(play: Play) -> None:
    chosen = play.lot.choice(await play.items())
    await play.post("曹评话", f"{play.base}/current-item", item=chosen)


async def line(play: Play) -> None:
    start = play.lot.choice(["", f"{play.anybody()} 赞成 ", "决定 ", "备注 "])
    text = f"{start}{play.lot.choice(WORDS)}{play.lot.randrange(100)}"
    await play.post("袁昆腔", f"{play.base}/log-lines", line=text)


async def strike(play: Play) -> None:
    await play.post("袁昆腔", f"{play.base}/log-lines/{play.lot.randrange(1, 30)}/strike")


async def offer(play: Play) -> None:
    amends = play.lot.choice(["", *(await play.motions())])
    await play.post(
        play.anybody(),
        f"{play.base}/offers",
        item=await play.current(),
        text=f"{play.lot.choice(WORDS)}{play.lot.randrange(1000)}",
        doer="物业",
        by_when="年底前",
        amends=amends,
    )


async def on_motion(play: Play) -> None:
    motions = await play.motions()
    if not motions:
        return
    what, fields = play.lot.choice(
        [("seconds", {}), ("seconds", {}), ("withdrawal", {}), ("postponement", {"reason": "再看"})]
    )
    who = "曹评话" if what == "postponement" else play.anybody()
    await play.post(who, f"/motions/{play.lot.choice(motions)}/{what}", **fields)


async def recusal(play: Play) -> None:
    current = await play.current()
    if current:
        await play.post(play.anybody(), f"/items/{current}/recusals", why="亲属")


async def put_to_vote(play: Play) -> None:
    found = await db.rows(
        "SELECT id, text FROM motion WHERE meeting = {} AND state = 'moved'", play.cast.meeting
    )
    if found:
        one = play.lot.choice(found)
        fields: dict[str, Any] = {"motion": one["id"], "text": one["text"], "rule": "COM"}
        await play.post("曹评话", f"{play.base}/polls", **fields)


async def poll(play: Play) -> None:
    steps = {
        "created": ["opening", "opening", "cancellation"],
        "open": ["closing", "cancellation"],
        "closed": ["publication"],
    }
    for state, ways in steps.items():
        for found in await play.polls(state):
            await play.post("曹评话", f"/polls/{found}/{play.lot.choice(ways)}")
            return


async def ballot(play: Play) -> None:
    for found in await play.polls("open"):
        choice = play.lot.choice(["yes", "no", "abstain"])
        idem = f"{play.lot.getrandbits(128):032x}"
        await play.post(
            play.anybody(), f"/polls/{found}/ballots", choice=choice, idem=idem, rev="0"
        )


async def pause(play: Play) -> None:
    await play.post("曹评话", f"{play.base}/break", minutes="10")
    await play.post("曹评话", f"{play.base}/break/ending")


async def pin(play: Play) -> None:
    what = play.lot.choice(["", "agenda", "item", "door", "result"])
    await play.post("曹评话", f"{play.base}/pin", what=what)


async def doorkeeper(play: Play) -> None:
    person = play.cast.people[play.anybody()]
    end = play.lot.choice(["", "/ending"])
    await play.post("袁昆腔", f"{play.base}/doorkeepers{end}", person=person)


async def outcome(play: Play) -> None:
    chosen = play.lot.choice(await play.items())
    fields = {
        "outcome": "同意",
        "next_step": "implement",
        "responsible": "物业",
        "due": "2031-01-01",
    }
    await play.post("袁昆腔", f"/items/{chosen}/outcome", **fields)


async def dissent(play: Play) -> None:
    chosen = play.lot.choice(await play.items())
    await play.post(play.anybody(), "/dissents", item=chosen, text="费用太高")


MOVES = (
    dissent,
    attendance,
    item,
    line,
    strike,
    offer,
    offer,
    on_motion,
    on_motion,
    recusal,
    put_to_vote,
    put_to_vote,
    poll,
    poll,
    ballot,
    ballot,
    ballot,
    pause,
    pin,
    doorkeeper,
    outcome,
)
