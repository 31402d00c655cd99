"""What the community has of that which a convening form names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council.clock import local, now
from council.ideas import queries as ideas
from council.meetings import convening_forms, queries
from council.organisations import queries as organisations
from council.roll import people_queries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from council.web.filled import Filled


async def known(form: Filled, rows: Sequence[str], community: str) -> convening_forms.Known:
    """Looked up once for the whole form."""
    held = await people_queries.holders(community)
    names = [*convening_forms.names(form, "observers"), *convening_forms.names(form, "members")]
    names += convening_forms.presenters(form, rows)
    return convening_forms.Known(
        chairs={one.person: one.name for one in held if one.office == "chair"},
        secretaries={one.person: one.name for one in held if one.office == "secretary"},
        people=await people_queries.named(community, names),
        ideas=await ideas.by_numbers(community, convening_forms.idea_numbers(form, rows)),
    )


async def sizes(community: str) -> dict[str, int]:
    """How many people a meeting of each kind would call today; representatives are named."""
    today = local(now()).date()
    return {
        "council": len(await organisations.committee(community)),
        "res_all": len(await queries.residents_of_age(community, today)),
    }
