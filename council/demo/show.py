"""What the demo prints when it is ready: where to look, and how to sign in."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from council.demo.access import Access

SIGN_INS = (
    ("chair", "主持人 / chair"),
    ("secretary", "书记员 / secretary"),
    ("member", "委员 / member"),
    ("resident", "居民 / resident"),
)


def ready(access: Access, file: Path) -> str:
    """Addresses, one sign-in per role, and READY as the last line."""
    room = f"{access.origin}/meetings/{access.meeting}"
    places = [
        ("公开页面 / public page", f"{access.origin}/"),
        ("居民手机 / resident's phone", f"{room}/room"),
        ("书记员桌面 / secretary's table", f"{room}/table"),
        ("主持人 / chair's controls", f"{room}/chair"),
        ("会场大屏 / hall screen", f"{room}/screen"),
    ]
    if access.assembly:
        hall = f"{access.origin}/meetings/{access.assembly}"
        places.append(("居民会议 / assembly", f"{hall}/room"))
    heads = ("角色 / role", "账号 / login", "密码 / password")
    people = [(word, *_sign_in(access, role)) for role, word in SIGN_INS]
    return "\n".join(
        [
            "",
            *_table(places),
            "",
            *_table([heads, *people]),
            "",
            "演示模式下管理员不用第二重验证；正式安装不是这样。",
            "Officers need no second factor in demo mode; a real installation is not like this.",
            f"access.json: {file}",
            f"READY {access.origin}",
        ]
    )


def _sign_in(access: Access, role: str) -> tuple[str, str]:
    one = access.first(role)
    return one.login, one.password


def _table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns side by side; a Chinese character takes two places."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [
        "  " + "  ".join(_padded(cell, at) for cell, at in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _padded(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
