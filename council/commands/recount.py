"""`council recount`: count a published poll again from its bundle; no database, no network."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from council.commands.faults import FAILED, StoppedError
from council.i18n import LANGUAGES, speaking
from council.refusal import Refused
from council.voting.checking import box_again, bundle, proofs
from council.voting.checking.vouching import vouched
from council.voting.count.show import as_json, as_text
from council.voting.count.show.letters import plain
from council.voting.count.show.words import words
from council.voting.methods.counting import Result
from council.web.words import sentence

if TYPE_CHECKING:
    import argparse

    from council.voting.rules import Outcome

LARGEST = 64 * 1024 * 1024  # bytes: a hundred thousand ballots are twenty
LONGEST_RECEIPT = 10_000  # letters

_CHECKS = {
    "roll": (
        "名册：{n} 名选民，校验值 {root}",
        "roll: {n} electors, root {root}",
    ),
    "roll_changes": (
        "名册后来改动 {n} 处，都接得上：剩下 {left} 名选民，校验值 {root}",
        "the roll was changed in {n} places, each fits: {left} electors, root {root}",
    ),
    "marked": (
        "记着参加的 {n} 人，与结束时一样，校验值 {root}",
        "{n} are marked as having taken part, as when the vote ended, root {root}",
    ),
    "ballots": (
        "每一张票都与结束时一样，校验值 {root}",
        "every ballot is as it was when the vote ended, root {root}",
    ),
    "as_many_by_name": (
        "记着参加的人正是有票的 {n} 人",
        "those who are marked are those {n} who have a ballot",
    ),
    "on_roll": ("{n} 张票都在名册上", "all {n} ballots belong to the roll"),
    "once": ("每名选民至多一张票", "no elector has two ballots"),
    "choices": ("每张票都是允许的选择", "every ballot is a possible choice"),
    "box": ("箱子的校验值 {root}", "root of the box {root}"),
    "as_many": (
        "参加的人、箱子里的票、开出的票一样多",
        "as many took part as ballots were in the box and were opened",
    ),
    "sheets": (
        "纸质票和举手的每一张单子都算进去了，或者因为有电子票没有算",
        "every sheet of papers and hands is counted, or was passed over for electronic ballots",
    ),
    "shut": (
        "投票的太少，票箱没有打开，一张票也没有公布",
        "too few ballots: the box was not opened, and no ballot is published",
    ),
    "key": ("两份份额合成的钥匙正是这次表决的", "the two shares make the key of this vote"),
    "sealed": ("密文与票箱的校验值一致", "the ciphertexts are those of the box"),
    "opened": (
        "重新开箱，每一张票都与公布的一样",
        "opened again, every ballot is as published",
    ),
    "result": ("与公布的结果逐项一致", "equal to the published result in every number"),
}
_VERDICTS = {
    "passed": "通过 / passed",
    "failed": "未通过 / not passed",
    "invalid": "无效，参加的人不够 / invalid, too few took part",
    "chosen": "选出 / chosen",
    "none": "没有选出 / nothing is chosen",
    "ranked": "只排名次 / a ranking, no decision",
}
_TICK = {True: "✓", False: "✗"}
_ACCUSED = (
    "  签名是真的，票却不在里面。您改投过或投了纸质票时才会这样，否则这是证据。",
    "  The signature is genuine and the ballot is missing:",
    "  unless you voted again or on paper afterwards, this is evidence.",
)
_SHOWN = ("decision", "ranks", "people", "faults", "open_seats", "quota")  # of what a method has
_CHOICES = {"yes": "赞成 / yes", "no": "反对 / no", "abstain": "弃权 / abstain"}


def recount(chosen: argparse.Namespace) -> int:
    """Say what was checked, what was counted and whether it is what was published."""
    path = Path(chosen.file)
    found = _read(path)
    try:
        counted = bundle.recount(found)
        mine = _mine(found, chosen)
    except bundle.NotABundleError as error:
        raise _not_ours(path, error) from error
    opened = _open_again(found, chosen.share, path) if chosen.share else ()
    print(plain(str(found["poll"]["text"])))  # a stranger's file gives no orders to a terminal
    _print_checks((*counted.checks, *opened))
    if isinstance(counted.outcome, Result):
        _print_methods(str(found["poll"]["text"]), counted.outcome)
    else:
        _print_count(found, counted.outcome)
    for line in mine.lines:
        print(line)
    agrees = counted.agrees and mine.holds and all(one.holds for one in opened)
    print("复算一致。/ The recount agrees." if agrees else "复算不一致！/ The recount DISAGREES.")
    return 0 if agrees else FAILED


def _read(path: Path) -> Any:
    try:
        if path.stat().st_size > LARGEST:
            raise _not_ours(path, "larger than 64 MB")
        return json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise _not_ours(path, error) from error


def _not_ours(path: Path, why: object) -> StoppedError:
    return StoppedError(
        FAILED,
        f"{path}：不是可以复算的文件（{why}）。请从表决结果页重新下载。",
        f"{path}: not a file that can be counted again ({why}). "
        "Download it again from the page of the result.",
    )


def _open_again(found: Any, typed: list[str], path: Path) -> tuple[bundle.Check, ...]:
    """The box is opened once more from its ciphertexts, by two shares and without the server."""
    try:
        return box_again.open_again(found, typed)
    except bundle.NotABundleError as error:
        raise _not_ours(path, error) from error
    except Refused as why:
        raise StoppedError(FAILED, *_bad_share(why)) from why


def _bad_share(why: Refused) -> tuple[str, str]:
    """What is wrong with the shares, in both languages; never the shares themselves."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(sentence(why.code, **why.values))
    return said[0], said[1]


def _print_checks(checks: tuple[bundle.Check, ...]) -> None:
    for one in checks:
        chinese, english = (text.format(**one.values) for text in _CHECKS[one.code])
        print(f"  {'✓' if one.holds else '✗'} {chinese} / {english}")
        if one.values.get("differs"):
            print(f"    {plain(one.values['differs'])}")


def _print_count(found: dict[str, Any], outcome: Outcome | None) -> None:
    if outcome is None:
        print(f"  {_VERDICTS['invalid']}")
        return
    counts = outcome.as_data()
    for choice, word in _CHOICES.items():
        area = f"  {_metres(outcome.area[choice])}" if outcome.area else ""
        print(f"  {word}: {counts[choice]}{area}")
    rule = plain(str(found["rule"]["code"]))
    print(
        f"  规则 / rule {rule}: {outcome.numerator}/{outcome.denominator}, "
        f"至少 / at least {outcome.needed} → {_VERDICTS[outcome.verdict]}"
    )


def _print_methods(title: str, result: Result) -> None:
    """Every count with its stages, the deciding one first; then who is chosen."""
    for one in result.counts:
        shown = as_json.read(one)
        print(as_text.write(replace(shown, more=_short(shown.more)), title, words()))
    chosen = "、".join(plain(one) for one in result.winners) or "—"
    print(f"  {_VERDICTS[result.verdict]}: {chosen}")


def _short(more: dict[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in more.items() if name in _SHOWN}


def _metres(area: int) -> str:
    """Hundredths of a square metre as square metres: 1234.50 m²."""
    return f"{area // 100}.{area % 100:02} m²"


@dataclass(frozen=True, slots=True)
class _Mine:
    """What is said of the receipt that was asked for, if any."""

    holds: bool = True
    lines: tuple[str, ...] = ()


def _mine(found: dict[str, Any], chosen: argparse.Namespace) -> _Mine:
    if not chosen.receipt:
        return _Mine()
    file = Path(chosen.receipt)
    if file.suffix == ".json" and file.is_file():
        return _signed(found, file, chosen.key)
    mine = bundle.find(found, chosen.receipt)
    if mine is None:
        return _Mine(False, ("  ✗ 没有这个回执号的票 / there is no ballot with this receipt",))
    inside = "在箱子里 / it was in the box"
    said = plain(mine["choice"]) or inside
    return _Mine(True, (f"  ✓ {mine['receipt']}: {_CHOICES.get(mine['choice'], said)}",))


def _signed(found: dict[str, Any], file: Path, key: str) -> _Mine:
    """A signed receipt: whose signature it is, and whether the ballot is counted."""
    try:
        proof = proofs.read(file.read_text()[:LONGEST_RECEIPT])
    except (OSError, ValueError) as error:
        raise _not_ours(file, error) from error
    signed, counted = vouched(found, proof, key)
    signer = plain(str(key or found.get("signer")))
    lines = (
        f"  签名公钥 / signed by {signer}",
        f"  {_TICK[signed]} 回执的签名 / the receipt's signature",
        f"  {_TICK[counted]} 回执上的票已经计入 / the receipt's ballot is counted",
    )
    return _Mine(signed and counted, (*lines, *(_ACCUSED if signed and not counted else ())))
