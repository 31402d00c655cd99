from __future__ import annotations

import pytest

from council.roll import keys

ROOMS = (("3幢", "1单元", "502室"), ("聚秀苑12号楼", "", "101"))
PERSON = keys.keys_of("欧阳砚台", "", "R032", "15400000001", "046X", ROOMS)


def finds(text: str, among: frozenset[str] = PERSON) -> bool:
    """As the database does: for each word some key begins with one of its beginnings."""
    words = keys.wanted(text)
    return bool(words) and all(
        any(key.startswith(begun) for key in among for begun in word) for word in words
    )


@pytest.mark.parametrize(
    "text",
    [
        "欧阳砚台", "欧", "砚台", "台", "ouyang", "OuYang", "yantai", "ou yang", "oyyt", "yyt",
        "r032", "R03", "032", "3-1-502", "3幢1单元502室", "3幢502", "3－1－502", "502", "502室",
        "3幢", "3栋1单元", "12-101", "12号楼101", "聚秀苑12", "0001", "001", "15400000001", "46x",
        "046X", "欧阳 502", "３幢５０２", "yan 0001",
    ],
)  # fmt: skip
def test_somebody_is_found_by_what_a_human_remembers(text: str) -> None:
    assert finds(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "阳台",
        "ouyan2",
        "4幢",
        "2-101",
        "3幢2单元",
        "1540",
        "01",
        "欧阳 503",
        "#1000",
        "%",
        "_",
    ],
)
def test_what_is_not_so_finds_nobody(text: str) -> None:
    assert not finds(text)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("单雄", "shan xiong"), ("翟让", "zhai rang"), ("解缙", "xie jin"), ("仇英", "qiu ying"),
        ("曾国藩", "zeng guo fan"), ("区适之", "ou shi zhi"), ("查良镛", "zha liang yong"),
        ("朴树", "piao shu"), ("尉迟恭", "yu chi gong"), ("吕布", "lv bu"), ("", ""),
        ("John Smith", "John Smith"),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name: str, read: str) -> None:
    assert keys.pinyin_of(name) == read


def test_a_reading_of_ones_own_replaces_the_usual_one() -> None:
    own = keys.keys_of("乐乐", "le le", "", "", "", ())
    assert finds("lele", own)
    assert not finds("yuele", own)


def test_lu_with_an_umlaut_is_found_either_way() -> None:
    lv = keys.keys_of("吕布", "", "", "", "", ())
    assert all(finds(text, lv) for text in ("lvbu", "lubu", "lb", "lü"))


def test_nothing_shorter_than_three_digits_gives_a_number_away() -> None:
    assert not [key for key in keys.keys_of("", "", "", "12", "", ()) if key.startswith(keys.LAST)]
