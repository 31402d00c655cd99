"""`python3 -m council bench [P1a] [P2a] [P3] [--n 200,500] [--rounds R] [--json FILE]`.

`python3 -m council bench P4i --n 100` votes beside a large import; BENCH_DATABASE_URL names
another database than the SQLite file of the run.
`python3 -m council bench P1b P1c P1cs` measures sealed ballots and waiting; `P7`, on PostgreSQL,
one process beside two.
`python3 -m council bench P4m P2b P2c join P5 slow` asks for pages under load.
`python3 -m council bench P6 --n 500` votes while minutes are typeset.
`python3 -m council bench R1 [--rounds R] [--url URL]` compares registers of two sizes.
`python3 -m council bench S1 [--n N]` looks for similar wishes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import (
    arriving,
    ballots,
    fanout,
    idle,
    importing,
    moving,
    processes,
    reconnect,
    register,
    room_page,
    similar,
    slow,
    table,
    turnout,
    typesetting,
)
from bench.arithmetic import as_data
from bench.setting import set_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.arithmetic import Figure

USUAL: tuple[Any, ...] = (ballots.NAMED, fanout, room_page)
ON_REQUEST: tuple[Any, ...] = (
    ballots.SEALED,
    ballots.ANSWERED,
    ballots.ANSWERED_SEALED,
    processes,
    importing,
    moving,
    turnout,
    reconnect,
    arriving,
    idle,
    slow,
    typesetting,
)
MEASURED = {one.NAME: one for one in (*USUAL, *ON_REQUEST)}
GOALS = {name: one.GOAL for name, one in MEASURED.items()}
SIZES = (200, 500, 1000, 1500, 2000)
ROUNDS = {
    "P1a": 7,
    "P2a": 12,
    "P3": 3,
    "P4m": 30,
    "P2b": 3,
    "P2c": 3,
    "P5": 3,
    "P1b": 7,
    "P1c": 7,
    "P1cs": 7,
    "P7": 5,
    "P6": 9,
}  # else one
ONLY_BY_NAME = {one.NAME for one in ON_REQUEST}  # they take long, or start servers anew
MOST = 5000  # residents
LIMIT = 900  # seconds after which a run gives up


def main(argv: Sequence[str]) -> int:
    """Measure, print the table, write the JSON; 1 when a goal is missed and --strict is given."""
    if list(argv[:1]) == ["R1"]:
        return register.main(argv[1:])
    if list(argv[:1]) == ["S1"]:
        return similar.main(argv[1:])
    chosen = _parser().parse_args(argv)
    names = chosen.names or [name for name in MEASURED if name not in ONLY_BY_NAME]
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        figures = runner.run(_run(names, chosen.n, chosen.rounds))
    data = {"machine": _machine(), **as_data(figures, GOALS)}
    print(table.text(data))
    if chosen.json:
        Path(chosen.json).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n")
    reached = all(one["reached"] for one in data["worst"].values())
    return 0 if reached or not chosen.strict else 1


async def _run(names: Sequence[str], sizes: Sequence[int], rounds: int) -> list[Figure]:
    found: list[Figure] = []
    async with asyncio.timeout(LIMIT), set_up(max(sizes)) as setting:
        if not setting.alone:
            print("one core only: load and server disturb each other", file=sys.stderr)
        for name in names:
            for size in sizes:
                found.append(
                    await MEASURED[name].measure(setting, size, rounds or ROUNDS.get(name, 1))
                )
                print(table.line(found[-1]), file=sys.stderr, flush=True)
    return found


def _loop_factory() -> Any:
    """The load uses the fast loop where there is one, so that it is not what limits."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _machine() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": len(os.sched_getaffinity(0)),
        "load": round(os.getloadavg()[0], 2),
    }


def _parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="council bench", description="测量速度 / measure the speed")
    made.add_argument(
        "names",
        nargs="*",
        choices=[[], *MEASURED],
        metavar="P1a|P1b|P1c|P1cs|P7|P2a|P3|P4i|P2b|P2c|join|P5|slow",
    )
    made.add_argument("--n", type=_sizes, default=SIZES, help="人数 / sizes: 200,500,1000")
    made.add_argument("--rounds", type=int, default=0, help="轮数 / rounds of each size")
    made.add_argument("--json", help="写入的文件 / file to write")
    made.add_argument("--strict", action="store_true", help="不达标则失败 / fail on a missed goal")
    return made


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(part) for part in text.split(","))
    if not all(2 <= size <= MOST for size in sizes):  # noqa: PLR2004 - a crowd is two
        raise argparse.ArgumentTypeError(f"2 … {MOST}")
    return sizes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
