"""What a community settles of the look of its documents: a value of its own, version by version."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Version 0 is how documents look where nothing was settled.

    `issuer` stands in the red head instead of the body's own name. `places` are more places to
    sign, by hand, after those of chair and recorder.
    """

    version: int = 0
    issuer: str = ""
    head: str = "会议纪要"
    programme: str = ""  # “三社联动”社区治理项目, under the head
    chair: str = "主持人"
    recorder: str = "记录人"
    places: tuple[str, ...] = ()


PLAIN = Letterhead()
