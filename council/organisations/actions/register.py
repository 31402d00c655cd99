"""Entering an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.change import change
from council.ids import new_id
from council.organisations import queries, rules
from council.organisations.tables import Organisation
from council.refusal import Refused

if TYPE_CHECKING:
    from council.change import Actor


async def register(name: str, kind: str, by: Actor, *, rating: str = "") -> str:
    """Enter an organisation of the community and return its id.

    Refused with organisation.name, organisation.rating, organisation.known.
    """
    rules.must_register(name, kind, rating)
    one = Organisation(id=new_id(), community=by.community, name=name, kind=kind, rating=rating)
    try:
        async with change(by) as c:
            await Organisation.insert(one)
            c.record("organisation.registered", {"organisation": one.id, "name": name})
    except db.UNIQUE_ERRORS as error:
        known = await queries.organisations(by.community)
        same = [old.id for old in known if (old.name, old.kind, old.rating) == (name, kind, rating)]
        if same:
            return same[0]
        raise Refused("organisation.known", name=name) from error
    return str(one.id)
