"""What a download is called."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest

from council.documents.filenames import attachment, clean

NAMED = re.compile(
    r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''([\w!#$&+^`|~.%-]+)", re.ASCII
)


def told(header: str) -> str:
    """The name that a browser of today takes."""
    found = re.fullmatch(
        r"attachment; filename=\"([\w.-]+)\"; filename\*=UTF-8''([\w!#$&+^`|~.%-]+)",
        header,
        re.ASCII,
    )
    assert found, header
    return unquote(found[2])


def test_the_name_is_chinese_and_its_header_is_ascii() -> None:
    header = attachment("minutes-1", "苏锦一议纪〔2026〕3号 第3次会议纪要", "pdf")
    assert header.isascii()
    assert told(header) == "苏锦一议纪〔2026〕3号-第3次会议纪要.pdf"


@pytest.mark.parametrize("name", ['a/b\\c:d*e?f"g<h>i|j', "x\r\nSet-Cookie: y", "..\u202egpj", ""])
def test_no_name_leaves_its_folder_or_its_line(name: str) -> None:
    header = attachment("plain", name, "txt")
    assert not set(told(header)) & set('/\\:*?"<>|\r\n\u202e')
    assert not told(header).startswith(".")


def test_a_name_is_never_longer_than_a_file_system_takes() -> None:
    assert len(clean("议" * 500).encode()) <= 250
