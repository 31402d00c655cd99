"""How often members of the committee came to its closed meetings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from council import db

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class Rate:
    """To how many meetings somebody was called as a member, and to how many they came."""

    called: int = 0
    came: int = 0

    @property
    def percent(self) -> int | None:
        """Rounded half up; None for whom no meeting was called."""
        return (200 * self.came + self.called) // (2 * self.called) if self.called else None


async def committee(community: str) -> dict[str, Rate]:
    """Person → rate over all closed meetings of the committee; who left early had come."""
    found = await db.rows(
        "SELECT c.person, COUNT(*) AS called,"
        " SUM(CASE WHEN c.status IN ('present', 'left') THEN 1 ELSE 0 END) AS came"
        " FROM called c JOIN meeting m ON m.id = c.meeting"
        " WHERE m.community = {} AND m.kind = 'council' AND m.state = 'closed'"
        " AND c.part = 'member' GROUP BY c.person",
        community,
    )
    return {row["person"]: Rate(int(row["called"]), int(row["came"])) for row in found}


def together(people: Iterable[str], rates: Mapping[str, Rate]) -> Rate:
    """The rate of several people, as of a sector."""
    of_them = [rates.get(person, Rate()) for person in people]
    return Rate(sum(one.called for one in of_them), sum(one.came for one in of_them))
