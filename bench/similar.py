"""S1: similar wishes while somebody types, in an index of 5,000.

One process without a network: 1,000 queries as they are typed, then texts that are meant to hurt.
The baselines look at every wish: difflib in Python, and LIKE in SQLite, which finds only the very
characters. `own` is the thread's own time: on a busy machine the wall also measures the others.
"""

from __future__ import annotations

import argparse
import difflib
import gc
import random
import sqlite3
import time
import tracemalloc
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.arithmetic import share_of
from council.ideas.similar import Similar
from council.ideas.similar_text import LONGEST

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

WISHES, QUERIES, SCANS = 5000, 1000, 5
GOAL_MS = 25.0
PARTS = """
小区东门 活动中心 地下车库 楼道里 小广场 绿化带 大门口 电梯口 楼顶 花园 公交站 菜市场
路灯 扶手 垃圾桶 电瓶车充电 健身器材 下水道 晾衣架 快递柜 长椅 监控 门禁 井盖 停车位 滑梯 信箱
坏了两个月没人修 晚上太暗 味道很大 老人用不方便 孩子碰到会受伤 数量不够 声音太吵 生锈断了 松动了
希望早点处理 请社区帮忙 能不能换一个新的 大家都等着 建议开会商量 谢谢 阿能来看看
"""
PLACES, THINGS, TROUBLES, ASKS = (part.split() for part in PARTS.strip().splitlines())


@dataclass(frozen=True, slots=True)
class Times:
    """Milliseconds of every query."""

    own: list[float]
    wall: list[float]


def wish(dice: random.Random) -> str:
    """One that no other is quite like: building, place, thing, trouble, and often a request."""
    building = f"{dice.randint(1, 40)}号楼{dice.choice(('', f'{dice.randint(1, 4)}单元'))}"
    told = f"{building}{dice.choice(PLACES)}的{dice.choice(THINGS)}{dice.choice(TROUBLES)}"
    return f"{told}，{dice.choice(ASKS)}" if dice.random() < 0.7 else told  # noqa: PLR2004


def hostile(texts: Sequence[str]) -> list[str]:
    """Everything at once, ten thousand characters, and what every wish has."""
    everything = "".join([*THINGS, *TROUBLES, *PLACES])
    many = "".join(chr(0x4E00 + at) for at in range(10_000))
    return [
        everything,
        many,
        "号楼" * 5000,
        "的" * 10_000,
        "".join(texts[:300]),
        "👍\x00" * 5000,
        "",
    ]


def noise(dice: random.Random) -> str:
    """A wish as long as counts, of characters that no other has in this order."""
    return "".join(chr(0x4E00 + dice.randrange(6000)) for _ in range(LONGEST))


def timed(ask: Callable[[str], object], texts: Iterable[str]) -> Times:
    times = Times([], [])
    for text in texts:
        wall, own = time.perf_counter(), time.thread_time()
        ask(text)
        times.own.append((time.thread_time() - own) * 1e3)
        times.wall.append((time.perf_counter() - wall) * 1e3)
    return times


def by_difflib(texts: Sequence[str]) -> Callable[[str], object]:
    def ask(typed: str) -> object:
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(typed)
        scores = []
        for text in texts:
            matcher.set_seq1(text)
            scores.append((matcher.ratio(), text))
        return sorted(scores, reverse=True)[:5]

    return ask


def by_like(texts: Sequence[str]) -> Callable[[str], object]:
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE wish (title TEXT)")
    base.executemany("INSERT INTO wish VALUES (?)", ((text,) for text in texts))
    query = "SELECT title FROM wish WHERE title LIKE '%' || ? || '%' LIMIT 5"
    return lambda typed: base.execute(query, (typed[:30],)).fetchall()


def built(texts: Sequence[str]) -> tuple[Similar, float, float]:
    """The index, the seconds it took, and its memory in MiB, measured on a second one."""
    began = time.thread_time()
    index = Similar((str(at), text) for at, text in enumerate(texts))
    took = time.thread_time() - began
    tracemalloc.start()
    again = Similar((str(at), text) for at, text in enumerate(texts))
    memory = tracemalloc.get_traced_memory()[0] / 2**20
    tracemalloc.stop()
    del again
    return index, took, memory


def line(name: str, times: Times) -> str:
    own, wall = sorted(times.own), sorted(times.wall)
    parts = (f"{share_of(own, share):9.3f}" for share in (50, 99))
    return f"{name:16} {' '.join(parts)} {own[-1]:9.3f} {wall[-1]:9.3f}"


def main(argv: Sequence[str]) -> int:
    """Measure and print; 1 when a query stalls longer than the goal and --strict is given."""
    chosen = _parser().parse_args(argv)
    dice = random.Random(chosen.n)
    texts = [wish(dice) for _ in range(chosen.n)]
    typed = [text[: dice.randint(2, len(text))] for text in (wish(dice) for _ in range(QUERIES))]
    longest = _report("wishes", texts, typed)
    print(line("LIKE, a scan", timed(by_like(texts), typed)))
    print(line("difflib, a scan", timed(by_difflib(texts), typed[:SCANS])))
    noises = [noise(dice) for _ in range(chosen.n)]
    longest = max(longest, _report("texts of noise", noises, noises[:QUERIES]))
    reached = longest <= GOAL_MS
    print(f"S1: no query over {GOAL_MS:.0f} ms of its own: {'reached' if reached else 'MISSED'}")
    return 0 if reached or not chosen.strict else 1


def _report(what: str, texts: Sequence[str], typed: Sequence[str]) -> float:
    """Print what one index costs; the longest query in milliseconds of its own."""
    before = _collection()
    index, took, memory = built(texts)
    after = _collection()
    print(
        f"{len(texts)} {what}: built in {took:.2f} s, {memory:.1f} MiB,"
        f" a whole collection {before:.0f} → {after:.0f} ms"
    )
    asked, hurt = timed(index.query, typed), timed(index.query, hostile(texts))
    print(f"{'ms':16} {'p50':>9} {'p99':>9} {'max':>9} {'wall max':>9}")
    print(line("query", asked))
    print(line("hostile", hurt))
    print(line("add or replace", timed(lambda text: index.add("new", text), typed)))
    return max(*asked.own, *hurt.own)


def _collection() -> float:
    """The second one in a row: the first finds out what need not be looked at."""
    gc.collect()
    return timed(lambda _: gc.collect(), [""]).own[0]


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="council bench S1", description="相近心愿 / similar wishes")
    made.add_argument("--n", type=int, default=WISHES, help="心愿数 / wishes")
    made.add_argument("--strict", action="store_true", help="不达标则失败 / fail on a missed goal")
    return made
