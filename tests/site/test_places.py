"""Communities under their district and sub-district, each of which is there once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from council import db
from council.identity.actions.founding import FirstOfficer, Place, found

if TYPE_CHECKING:
    from tests.people import Cast
    from tests.server import Hall


async def founded(name: str, district: str, street: str, english: str = "") -> str:
    officers = (FirstOfficer("曹评话", ("community_secretary",), "GZ-1"),)
    place = Place(name, district=district, street=street, district_en=english)
    return (await found(place, officers))[0]


async def test_communities_are_listed_under_the_place_where_they_belong(
    hall: Hall, cast: Cast
) -> None:
    first = await founded("锦溪一社区", "姑苏区", "锦溪街道")
    second = await founded("锦溪二社区", "姑苏区", "锦溪街道", "Gusu")
    third = await founded("平江一社区", "姑苏区", "平江街道")
    page = (await hall.client().get("/")).text
    assert page.count("<h2>姑苏区 锦溪街道</h2>") == 1
    assert page.count("<h2>姑苏区 平江街道</h2>") == 1
    assert all(f"/c/{one}" in page for one in (first, second, third, cast.community))
    assert await db.rows("SELECT name, name_en FROM district") == [
        {"name": "姑苏区", "name_en": "Gusu"}
    ]
    above = await db.rows(
        "SELECT s.name FROM community c JOIN sub_district s ON s.id = c.sub_district"
    )
    assert sorted(one["name"] for one in above) == ["平江街道", "锦溪街道", "锦溪街道"]
