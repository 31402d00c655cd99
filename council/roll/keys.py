"""What somebody is found by: every key is looked up by its beginning, so an index finds it.

Keys of one person: the name from any character on, its pinyin from any syllable on, the first
letters of the syllables, rooms (3-1-502, 3-502, 502), the number of the roll, and, reversed behind
a mark, phone and ID number, which people know by their last digits. Pure.
"""

from __future__ import annotations

import os
import re
import unicodedata

# The table of phrases costs a second and 40 MB at start-up; names are no phrases.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import lazy_pinyin

LAST = "#"  # before digits that are kept in reverse, to be found by the last of them
LEAST_DIGITS = 3  # fewer last digits of a phone fit too many people
LONGEST = 80  # characters of a key
MOST_WORDS = 4  # of one search
SURNAMES = {  # read otherwise in a name than elsewhere
    "单": "shan", "翟": "zhai", "解": "xie", "仇": "qiu", "曾": "zeng", "区": "ou", "查": "zha",
    "朴": "piao", "盖": "ge", "缪": "miao", "员": "yun", "乐": "yue", "洗": "xian", "繁": "po",
    "种": "chong", "折": "she", "秘": "bi", "覃": "qin", "召": "shao", "祭": "zhai", "黑": "he",
    "牟": "mu", "郗": "chi", "隗": "wei", "佴": "nai", "阚": "kan", "都": "du", "薄": "bo",
    "重": "chong", "句": "gou", "澹": "tan", "藏": "zang", "尉迟": "yu chi", "单于": "chan yu",
    "万俟": "mo qi", "澹台": "tan tai",
}  # fmt: skip
_BUILDING = re.compile(r"(?<=[0-9a-z])(?:号楼|号|幢|栋|座|楼|单元|门|室|房|户)")
_DASHES = re.compile(r"[-—–－/#_]+")
_ROOM = re.compile(r"[0-9a-z\u4e00-\u9fff]*[0-9a-z]-[0-9a-z-]*")


def plain(text: str) -> str:
    """As keys are written: one width, one case, no accents on Latin letters, no spaces or dots."""
    wide = unicodedata.normalize("NFKC", text).casefold()
    apart = "".join(c for c in unicodedata.normalize("NFD", wide) if not unicodedata.combining(c))
    return re.sub(r"[\s·•.'’]+", "", unicodedata.normalize("NFC", apart))


def pinyin_of(name: str) -> str:
    """The usual reading, syllables apart: 单雪 → shan xue. Latin letters stay words."""
    text = unicodedata.normalize("NFKC", name).strip()
    if not text:
        return ""
    for length in (2, 1):
        read = SURNAMES.get(text[:length])
        if read is not None and len(text) >= length:
            return " ".join([read, *_read(text[length:])])
    return " ".join(_read(text))


def _read(text: str) -> list[str]:
    return [word for part in lazy_pinyin(text) for word in re.split(r"[\s·•]+", part) if word]


def keys_of(
    name: str,
    pinyin: str,
    roll_no: str,
    phone: str,
    id_last4: str,
    rooms: tuple[tuple[str, str, str], ...],
) -> frozenset[str]:
    """All keys of one person; `rooms` are (building, entrance, room). Empty texts give none."""
    found = _endings(list(plain(name)))
    found |= _spoken(pinyin or pinyin_of(name))
    found |= _numbers(roll_no)
    found |= {_reversed(number) for number in (phone, id_last4) if len(number) >= LEAST_DIGITS}
    for room in rooms:
        found |= _room(*room)
    return frozenset(key[:LONGEST] for key in found if key)


def _endings(parts: list[str]) -> set[str]:
    return {"".join(parts[at:]) for at in range(len(parts))}


def _spoken(pinyin: str) -> set[str]:
    """Lü is typed lv by most and lu by some: both find it."""
    words = [plain(word).replace("ü", "v") for word in pinyin.split()]
    letters = [word[0] for word in words if word]
    found = _endings(words) | (_endings(letters) if len(letters) > 1 else set())
    return found | {key.replace("v", "u") for key in found if "v" in key}


def _numbers(roll_no: str) -> set[str]:
    """The whole number, and from its first digit on: R032 → r032, 032."""
    whole = plain(roll_no)
    digits = re.search(r"[0-9].*", whole)
    return {whole, digits[0]} if digits else {whole}


def _room(building: str, entrance: str, room: str) -> set[str]:
    parts = [_number(part) for part in (building, entrance, room)]
    house = re.search(r"[0-9]+[a-z]?$", parts[0])
    houses = {parts[0], house[0] if house else parts[0]}
    found = {parts[2]}
    for one in houses:
        found |= {f"{one}-{parts[2]}", "-".join(part for part in (one, *parts[1:]) if part)}
    return found


def _number(text: str) -> str:
    return _BUILDING.sub("", plain(text)).strip("-")


def _reversed(number: str) -> str:
    return LAST + plain(number)[::-1]


def wanted(text: str) -> tuple[tuple[str, ...], ...]:
    """What a search means: for each word the beginnings of keys, one of which must be there.

    Empty when nothing was typed that could be a key.
    """
    parts = unicodedata.normalize("NFKC", text).split()[:MOST_WORDS]
    words = [_beginnings(part) for part in parts]
    return tuple(word for word in words if word)


def _beginnings(word: str) -> tuple[str, ...]:
    key = plain(word).strip(LAST)[:LONGEST]
    found = [key] if key else []
    if re.fullmatch(rf"[0-9]{{{LEAST_DIGITS - 1},}}[0-9x]", key):
        found.append(_reversed(key))
    room = _DASHES.sub("-", _BUILDING.sub("-", key))
    if room != key and _ROOM.fullmatch(room):
        ends_open = re.search(r"(?:幢|栋|座|楼|单元|门|号)$", key)
        found.append(room if ends_open else room.rstrip("-"))
    return tuple(dict.fromkeys(found))
