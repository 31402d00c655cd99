"""`council count`: a published election comes out as published, and what is wrong is a sentence."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from council import cli

if TYPE_CHECKING:
    from pathlib import Path

BLT = """4 2
30 1 2 0
10 2 1 0
12 3 4 0
8 4 3 0
5 3 0
0
"沈石桥"
"欧阳砚台"
"邓水磨"
"钱桂花"
"楼组长"
"""
PB = """META
key;value
description;小区公共收益
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost;name;selected
1;60;路灯;1
2;50;长椅;0
3;40;门禁;1
VOTES
voter_id;vote
a;1,3
b;1,2
c;1
d;2,3
e;3
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "council.blt"
    made.write_text(BLT)
    return made


@pytest.fixture
def project(tmp_path: Path) -> Path:
    made = tmp_path / "budget.pb"
    made.write_text(PB)
    return made


def test_a_blt_file_is_counted_by_its_seats(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["count", str(file)]) == 0
    told = capsys.readouterr().out
    assert "可转移单票" in told
    assert "17.99980" in told, "a transfer value is cut after five decimals"
    assert "入选：沈石桥、邓水磨。" in told


def test_it_speaks_english_and_counts_by_another_method(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["count", str(file), "--method", "irv", "--language", "en"]) == 0
    assert "Instant runoff" in capsys.readouterr().out


def test_the_order_is_written_as_the_paper_numbers_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["count", str(file), "--set", "order=4,3,2,1", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["parameters"]["order"] == [3, 2, 1, 0]


def test_the_picture_is_xml_with_every_name(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["count", str(file), "--format", "svg"]) == 0
    picture = ET.fromstring(capsys.readouterr().out)  # noqa: S314 - our own output
    text = " ".join(picture.itertext())
    assert all(name in text for name in ("沈石桥", "欧阳砚台", "邓水磨", "钱桂花"))


def test_a_budget_is_compared_with_what_was_really_bought(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["count", str(project)]) == 0
    told = capsys.readouterr()
    assert "路灯" in told.out
    assert "与文件所载的结果一致" in told.err
    project.write_text(PB.replace("50;长椅;0", "50;长椅;1").replace("40;门禁;1", "40;门禁;0"))
    assert cli.main(["count", str(project)]) == 1
    assert "与文件所载的结果不同" in capsys.readouterr().err


def test_equal_shares_take_their_parameters(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--method", "equal-shares", "--set", "completion=none", "--set", "step=2"]
    cli.main(["count", str(project), *options])
    assert "等额份额" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (["--method", "greedy"], 2, "不能用 greedy"),
        (["--set", "colour=red"], 2, "没有参数 colour"),
        (["--set", "order=one"], 2, "order=one 读不懂"),
        (["--set", "order=1,1,2,3"], 2, "不能这样计票"),
        (["--set", "overvote=maybe"], 2, "不能这样计票"),
    ],
)
def test_what_cannot_be_meant_is_a_sentence(
    file: Path, capsys: pytest.CaptureFixture[str], more: list[str], code: int, said: str
) -> None:
    assert cli.main(["count", str(file), *more]) == code
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "text", "code", "said"),
    [
        ("a.txt", BLT, 2, "结尾"),
        ("a.blt", "4 2\n1 9 0\n0\n", 1, "Line 2"),
        ("a.pb", "nonsense", 1, "读不懂这个文件"),
        ("none.csv", None, 1, "读不懂这个文件"),
    ],
)
def test_another_file_is_refused_with_what_to_do(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str | None,
    code: int,
    said: str,
) -> None:
    file = tmp_path / name
    if text is not None:
        file.write_text(text)
    assert cli.main(["count", str(file)]) == code
    assert said in capsys.readouterr().err
