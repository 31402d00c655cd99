"""What a file is called when it is saved: in Chinese, with a plain name for old programs."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

LONGEST = 80  # characters: some file systems take 255 bytes
_UNFIT = re.compile(r'[\\/:*?"<>|\s]+')  # what Windows or a shell would stumble over
_KEPT = "!#$&+^`|~"  # RFC 5987: attr-char besides letters, digits, - . _


def clean(name: str) -> str:
    """The name without what no file may be called."""
    normal = unicodedata.normalize("NFC", name)
    told = "".join(one for one in normal if unicodedata.category(one)[0] != "C")
    return _UNFIT.sub("-", told).strip("-.")[:LONGEST]


def attachment(plain: str, name: str, kind: str) -> str:
    """The header that names a download: `plain` in ASCII, `name` after RFC 5987, both `.kind`."""
    told = quote(f"{clean(name) or plain}.{kind}", safe=_KEPT)
    return f"attachment; filename=\"{plain}.{kind}\"; filename*=UTF-8''{told}"
