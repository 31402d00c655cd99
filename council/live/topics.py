"""Topics: what a page can listen to. The number of a topic moves with every change of it."""

from __future__ import annotations

from council import db


def room(meeting: str) -> str:
    """All screens of one meeting."""
    return f"room:{meeting}"


def notices(community: str) -> str:
    """What hangs on the boards of a community."""
    return f"notices:{community}"


def sessions() -> str:
    """Sessions that ended: caches forget them, sockets close."""
    return "sessions"


async def move(topic: str) -> int:
    """Take the topic's next number, inside the change that moves it."""
    found = await db.row(
        "INSERT INTO live_topic (topic, seq) VALUES ({}, 1)"
        " ON CONFLICT (topic) DO UPDATE SET seq = live_topic.seq + 1 RETURNING seq",
        topic,
    )
    if found is None:  # pragma: no cover - RETURNING always returns
        message = "the database returned no number"
        raise RuntimeError(message)
    return int(found["seq"])


async def seq(topic: str) -> int:
    """The newest number of the topic; 0 when nothing ever moved."""
    found = await db.quick("SELECT seq FROM live_topic WHERE topic = {}", topic)
    return int(found[0]["seq"]) if found else 0
