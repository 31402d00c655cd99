"""What the community has of that which a convening form names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.clock import local, now
from council.ideas import queries as ideas
from council.meetings import agenda_forms, convening_forms, kind_queries, owner_queries, queries
from council.organisations import queries as organisations
from council.roll import people_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.web.filled import Filled

NAMED = ("observers", "members", "committee")  # fields that hold names


async def known(form: Filled, rows: Sequence[str], community: str) -> agenda_forms.Known:
    """Looked up once for the whole form."""
    held = await people_queries.holders(community)
    names = [name for field in NAMED for name in agenda_forms.names(form, field)]
    names += agenda_forms.presenters(form, rows)
    names += [form.typed(f"{row}-who") for row in convening_forms.parties()]
    return agenda_forms.Known(
        chairs={one.person: one.name for one in held if one.office == "chair"},
        secretaries={one.person: one.name for one in held if one.office == "secretary"},
        people=await people_queries.named(community, [name for name in names if name]),
        ideas=await ideas.by_numbers(community, agenda_forms.idea_numbers(form, rows)),
    )


async def sizes(community: str) -> dict[str, int]:
    """How many people a meeting of each kind would call today; others are named."""
    today = local(now()).date()
    owners = await owner_queries.owners_of(community, today)
    return {
        "council": len(await organisations.committee(community)),
        "persons": len(await queries.residents_of_age(community, today)),
        "households": len(await kind_queries.households_of(community, today)),
        "owners": owners.heads,
        "listed": len(owners.called),
        "area": owners.area,
    }
