"""The forms of calls and entries, from text fields to typed values."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from council.needs import rules
from council.needs.rules import Calling, Entry
from council.web.visit import ANONYMOUS, visit_of

if TYPE_CHECKING:
    from litestar import Request

    from council.needs.entry_queries import Whole
    from council.needs.queries import CallView
    from council.web.filled import Filled

TOPIC_LINES = (rules.TOPIC + 1) * rules.TOPICS


def calling(form: Filled) -> Calling:
    """Faults stand in the form."""
    lines = form.optional("topics", most=TOPIC_LINES).split("\n")
    return Calling(
        form.text("title", most=rules.TITLE),
        form.text("text", most=rules.WORDS),
        form.text("channels", most=rules.CHANNEL_WORDS),
        form.text("issuer", most=rules.ISSUER),
        form.day("last_day"),
        tuple(dict.fromkeys(one.strip() for one in lines if one.strip())),
    )


def again(one: CallView) -> dict[str, str]:
    """A call back into the fields of its form."""
    return {
        "title": one.title,
        "text": one.text,
        "channels": one.channels,
        "issuer": one.issuer,
        "last_day": one.last_day.isoformat(),
        "topics": "\n".join(one.topics),
    }


def entry(form: Filled, topics: tuple[str, ...], *, device: str = "", channel: str = "") -> Entry:
    """An entry as it was filled in; `device` and `channel` are not for who fills it in to say."""
    field, topic = rules.chosen(form.choice("field", rules.choices(topics)) or "hot", topics)
    return Entry(
        field,
        one_line(form.text("text", most=rules.TEXT)),
        form.typed("form")[:40],
        topic,
        form.optional("name", most=rules.NAME),
        form.optional("contact", most=rules.CONTACT),
        form.typed("shown") == "1",
        channel or "online",
        device,
    )


def one_line(text: str) -> str:
    """It is the title of a number in the register as well."""
    return " ".join(text.split())


def card_again(found: Whole, topics: tuple[str, ...]) -> dict[str, str]:
    """A card back into the fields of its form."""
    view = found.view
    return {
        "field": rules.choice_of(view.field, view.topic, topics),
        "text": found.text,
        "name": found.name,
        "contact": found.contact,
        "shown": "1" if found.shown else "",
    }


def device_of(request: Request[Any, Any, Any], call: str) -> str:
    """Tells browsers apart within one call, and nowhere else; the cookie is random."""
    cookie = visit_of(request).cookies.get(ANONYMOUS, "")
    return hashlib.sha256(f"{call}:{cookie}".encode()).hexdigest() if cookie else ""
