"""Where a community belongs: district and sub-district are made when first named."""

from __future__ import annotations

from council import db
from council.ids import new_id


async def sub_district_within(
    district: str, street: str, district_en: str = "", street_en: str = ""
) -> str | None:
    """The id of the sub-district (街道) of the district (区), inside another action; None unnamed.

    An English name fills one that is missing and changes none.
    """
    if not district or not street:
        return None
    above = await db.row(
        "INSERT INTO district (id, name, name_en) VALUES ({}, {}, {}) ON CONFLICT (name)"
        " DO UPDATE SET name_en = CASE WHEN district.name_en = '' THEN EXCLUDED.name_en"
        " ELSE district.name_en END RETURNING id",
        *(new_id(), district, district_en),
    )
    made = above and await db.row(
        "INSERT INTO sub_district (id, district, name, name_en) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (district, name)"
        " DO UPDATE SET name_en = CASE WHEN sub_district.name_en = '' THEN EXCLUDED.name_en"
        " ELSE sub_district.name_en END RETURNING id",
        *(new_id(), above["id"], street, street_en),
    )
    return str(made["id"]) if made else None
