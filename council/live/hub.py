"""Who has which page open, and what is sent when something moved.

One event costs one load, one render per audience, and N writes; it causes no request. What
is pushed is always "the state at number S": several events may be answered by one push.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from council.live import news, topics
from council.live.showing import PAUSE, Topic, difference, everything
from council.live.wire import TOO_SLOW, Frame

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Hashable

    from council.live.news import News
    from council.live.showing import Listener, Pieces, Source, State

log = logging.getLogger(__name__)

HEARTBEAT = 4.0  # seconds
NOT_ALLOWED = 1008
# Heartbeats between two looks at every session: with the 30 s of what is remembered, a minute.
RECHECK = 7
TRIES = 5  # to join a topic that moves while somebody joins
COALESCED = frozenset({"poll.turnout", "attendance.changed"})


class Hub:
    """One in each process. `offices`: what a session's person holds now; None: it is over."""

    def __init__(self, source: Source, offices: Callable[[str], Awaitable[Hashable]]) -> None:
        self._source = source
        self._offices = offices
        self._topics: dict[str, Topic] = {}
        self._people: dict[str, int] = defaultdict(int)
        self._heart: asyncio.Task[None] | None = None

    def start(self) -> None:
        news.listen(self.heard)
        self._heart = asyncio.create_task(self._beat(), name="heartbeat")

    async def stop(self) -> None:
        news.forget(self.heard)
        tasks = [topic.task for topic in self._topics.values() if topic.task]
        tasks += [self._heart] if self._heart else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def open_pages(self, person: str) -> int:
        return self._people[person]

    async def join(self, name: str, listener: Listener) -> None:
        """Start to send to this page. Its first frame is the number, or all that it lacks."""
        topic = self._topics.get(name)
        if topic is None:
            topic = self._topics[name] = Topic(name)
            topic.task = asyncio.create_task(self._serve(topic), name=f"push {name}")
        topic.coming += 1
        try:
            await self._join(topic, listener)
        finally:
            topic.coming -= 1
            self._forget_if_empty(topic)

    async def _join(self, topic: Topic, listener: Listener) -> None:
        for _ in range(TRIES):
            state = await self._current(topic)
            audience = self._source.audience(listener.who, state)
            if audience is None:
                break
            frame = await self._first(topic, state, audience, listener)
            if await self._offices(listener.session) != listener.offices:  # meanwhile
                break
            if topic.state is None or topic.state.seq <= state.seq:  # from here on nothing waits
                self._remember(topic, state, audience, listener)
                listener.wire.write(frame)
                return
        else:
            listener.wire.close(TOO_SLOW)
            return
        listener.wire.close(NOT_ALLOWED)

    async def _first(
        self, topic: Topic, state: State, audience: Hashable, listener: Listener
    ) -> Frame:
        """Whoever comes back after an outage, with hundreds of others, need not ask once more."""
        if not 0 <= listener.since < state.seq:
            return Frame(json.dumps({"seq": state.seq}))
        if own := await self._source.own(state, audience, listener.who):
            return everything(state, self._source.pieces(state, audience) | own)
        kept = topic.whole.get(audience)
        if kept is None or kept[0] is not state:
            frame = everything(state, self._source.pieces(state, audience))
            kept = topic.whole[audience] = (state, frame)
        return kept[1]

    def _remember(self, topic: Topic, state: State, audience: Hashable, listener: Listener) -> None:
        """What the others were shown stays the base of their next push."""
        if topic.state is None:
            topic.state = state
        if topic.state is state:
            listener.audience = audience
            if audience not in topic.shown:
                topic.shown[audience] = self._source.pieces(state, audience)
        topic.listeners.add(listener)
        self._people[listener.person] += 1

    def leave(self, name: str, listener: Listener) -> None:
        topic = self._topics.get(name)
        if topic is None or listener not in topic.listeners:
            return
        topic.listeners.discard(listener)
        self._people[listener.person] -= 1
        if self._people[listener.person] <= 0:
            del self._people[listener.person]
        self._forget_if_empty(topic)

    def _forget_if_empty(self, topic: Topic) -> None:
        if not topic.listeners and not topic.coming and topic.task:
            topic.task.cancel()
            self._topics.pop(topic.name, None)

    def heard(self, told: News) -> None:
        """News of this or another process; never blocks."""
        if told.topic == topics.sessions():
            self._hang_up(lambda one: told.detail in {one.session, one.person})
        topic = self._topics.get(told.topic)
        if topic is not None:
            topic.revs.update(told.revs)
            topic.moved.set()
            if told.what not in COALESCED:
                topic.urgent.set()

    def everything_may_have_moved(self) -> None:
        """After an outage of the news: look at every topic again."""
        for topic in self._topics.values():
            topic.moved.set()
            topic.urgent.set()

    def _hang_up(self, which: Callable[[Listener], bool]) -> None:
        for name, topic in list(self._topics.items()):
            for listener in [one for one in topic.listeners if which(one)]:
                listener.wire.close(NOT_ALLOWED)
                self.leave(name, listener)

    async def _current(self, topic: Topic) -> State:
        if topic.state is None or topic.moved.is_set():
            return await self._source.load(topic.name)
        return topic.state

    async def _serve(self, topic: Topic) -> None:
        while True:
            fresh_for = topic.state.fresh_for if topic.state else None
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(topic.moved.wait(), fresh_for)
            try:
                await self._push(topic)
            except Exception:
                log.exception("a push on %s failed", topic.name)
            with contextlib.suppress(TimeoutError):
                pause = topic.state.pause if topic.state else PAUSE
                await asyncio.wait_for(topic.urgent.wait(), pause)

    async def _push(self, topic: Topic) -> None:
        topic.moved.clear()
        topic.urgent.clear()
        revs, topic.revs = topic.revs, {}
        state = await self._source.load(topic.name)
        shown: dict[Hashable, Pieces] = {}
        for (was, now, rev), listeners in self._sharing(topic, state, revs).items():
            if now not in shown:
                shown[now] = self._source.pieces(state, now)
            frame = difference(state.seq, topic.shown.get(was, {}), shown[now], rev)
            for listener in listeners:
                listener.audience = now
                if not listener.wire.write(frame):
                    listener.wire.close(TOO_SLOW)
                    self.leave(topic.name, listener)
        topic.state, topic.shown = state, shown
        topic.whole.clear()

    def _sharing(
        self, topic: Topic, state: State, revs: dict[str, int]
    ) -> dict[tuple[Hashable, Hashable, int | None], list[Listener]]:
        """Who gets the same bytes: by the audience before and now; who may not stay is let go."""
        found: dict[tuple[Hashable, Hashable, int | None], list[Listener]] = {}
        audience = self._source.audience
        for listener in list(topic.listeners):
            now = audience(listener.who, state)
            if now is None:
                listener.wire.close(NOT_ALLOWED)
                self.leave(topic.name, listener)
            else:
                found.setdefault((listener.audience, now, revs.get(listener.person)), []).append(
                    listener
                )
        return found

    async def _beat(self) -> None:
        count = 0
        while True:
            await asyncio.sleep(HEARTBEAT)
            count += 1
            for topic in list(self._topics.values()):
                if topic.state is None:
                    continue
                frame = Frame(json.dumps({"seq": topic.state.seq}))
                for listener in list(topic.listeners):
                    if not listener.wire.write(frame):
                        listener.wire.close(TOO_SLOW)
                        self.leave(topic.name, listener)
            if count % RECHECK == 0:
                await self._recheck()

    async def _recheck(self) -> None:
        """A session that ended unheard ends here at the latest, and an office whose term is over.

        The page whose socket is closed asks the server anew what it may see.
        """
        sessions = {one.session for topic in self._topics.values() for one in topic.listeners}
        for session in sessions:
            held = await self._offices(session)
            self._hang_up(
                lambda one, key=session, now=held: one.session == key and one.offices != now  # type: ignore[misc]  # bound at once
            )
