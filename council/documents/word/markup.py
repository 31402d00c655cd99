"""Elements as text. Whatever somebody wrote goes through `words` and is text, never markup."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from markupsafe import escape

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = {
    "xmlns:w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "xmlns:r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "xmlns:wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "xmlns:a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xmlns:pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "xmlns:v": "urn:schemas-microsoft-com:vml",
    "xmlns:o": "urn:schemas-microsoft-com:office:office",
    "xmlns:w10": "urn:schemas-microsoft-com:office:word",
}
UNSEEN = {"Cc", "Cs", "Cf", "Co", "Cn"}  # XML knows some of them not, and readers others


def tag(name: str, /, *inside: str, **attributes: str | int) -> str:
    """`tag("w:jc", val="both")` is `<w:jc w:val="both"/>`: attributes are of the same namespace."""
    return element(
        name, {f"{name.partition(':')[0]}:{k}": v for k, v in attributes.items()}, *inside
    )


def element(name: str, attributes: Mapping[str, str | int], *inside: str) -> str:
    """With the attributes' names as they are."""
    shown = "".join(f' {key}="{escape(str(value))}"' for key, value in attributes.items())
    content = "".join(inside)
    return f"<{name}{shown}>{content}</{name}>" if content else f"<{name}{shown}/>"


def part(name: str, *inside: str) -> str:
    """A whole part: its root carries every namespace."""
    return HEAD + element(name, NAMESPACES, *inside)


def words(text: str) -> str:
    """Text as content: escaped, without what XML cannot hold or what would turn the reading."""
    shown = (one if unicodedata.category(one) not in UNSEEN else "" for one in text)
    return str(escape("".join(shown)))
