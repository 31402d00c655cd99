"""Many rows go in as one text and come out as what they were, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from council import db
from council.identity.tables import Person

if TYPE_CHECKING:
    from typing import Any

    from tests.people import Cast

BORN, LISTED = date(1950, 6, 15), datetime(2026, 11, 23, 8, 0, 1, 250_000, tzinfo=UTC)


def _row(cast: Cast, at: int, **more: Any) -> dict[str, Any]:
    text = "O'Brien “沈” {} $.x \\ \n"
    return {
        "id": f"new-{at}",
        "community": cast.community,
        "roll_no": f"N{at}",
        "name": text,
        "gender": "女",
        "birth_date": BORN,
        "hukou": "户籍",
        "phone": "",
        "id_hash": None,
        "id_last4": "046X",
        "pseudonym": f"p-{at}",
        "elder": True,
        "state": "listed",
        "listed_at": LISTED,
        "pinyin": "",
        "arrived_by": None,
        **more,
    }


async def test_text_times_truth_and_nothing_come_back(cast: Cast) -> None:
    async with db.write(db.engine()):
        await db.insert("person", [_row(cast, 1), _row(cast, 2, birth_date=None, elder=False)])
        await db.insert("person", [])
    one, two = await Person.objects().where(Person.id.like("new-%")).order_by(Person.id)
    assert one.to_dict() == _row(cast, 1)
    assert two.to_dict() == _row(cast, 2, birth_date=None, elder=False)


async def test_what_is_there_is_refused_or_left_as_it_is(cast: Cast) -> None:
    key = [{"community": cast.community, "key": "shen", "person": "k"}]
    await db.insert("person_key", key)
    await db.insert("person_key", key, new=False)
    with pytest.raises(db.UNIQUE_ERRORS):
        await db.insert("person_key", key)
    found = await db.rows("SELECT person FROM person_key WHERE key = 'shen'")
    assert [one["person"] for one in found] == ["k"]
