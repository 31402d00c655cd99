"""The commands of an installation, inside the environment: names, options, exit codes.

0 done, 1 failed, 2 wrong usage, 3 the environment is at fault.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from council.commands.faults import FAILED, WRONG_USAGE, StoppedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HOST = "127.0.0.1"
OURS_ALONE = 0o077  # the data folder is full of people: nobody else on the machine reads it
PORT = 8000
MOST_WORKERS = 64
MOST_RESIDENTS = 20_000


def main(argv: Sequence[str]) -> int:
    """Run the command in `argv` and return its exit code."""
    if list(argv[:1]) == ["bench"]:  # argparse would take its options for our own
        from council.commands import bench

        return _explained(lambda: bench.bench(argv[1:]))
    if argv and argv[0] in _OF_THE_VERIFIER:  # the one file that others run without us
        from council.commands import verify

        return _explained(lambda: verify.verify(argv[argv[0] == "verify" :]))
    try:
        chosen = parser().parse_args(argv)
    except SystemExit as done:  # argparse has printed the help or what is wrong
        return WRONG_USAGE if done.code else 0
    return _explained(lambda: _run(chosen))


def _explained(work: Callable[[], int]) -> int:
    """The exit code; what stops the command is a sentence, never a trace."""
    try:
        return work()
    except StoppedError as stopped:
        print(stopped, file=sys.stderr)
        return stopped.code
    except KeyboardInterrupt:
        print("已停止。/ Stopped.", file=sys.stderr)
        return FAILED


def _run(chosen: argparse.Namespace) -> int:
    """Each command is imported only when it is wanted: `serve` never loads the demo."""
    os.umask(OURS_ALONE)
    return _COMMANDS[chosen.command](chosen)


def _demo(chosen: argparse.Namespace) -> int:
    from council.demo import command

    return command.demo(chosen)


def _init(chosen: argparse.Namespace) -> int:
    from council.commands import init

    return init.init(chosen)


def _letter(chosen: argparse.Namespace) -> int:
    from council.commands import letter

    return letter.letter(chosen)


def _confirm(chosen: argparse.Namespace) -> int:
    from council.commands import confirm

    return confirm.confirm(chosen)


def _serve(chosen: argparse.Namespace) -> int:
    from council.commands import serve

    return serve.serve(chosen.host, chosen.port, chosen.workers)


def _migrate(_: argparse.Namespace) -> int:
    from council.commands import serve

    return serve.bring_forward()


def _backup(chosen: argparse.Namespace) -> int:
    from council.commands import backup

    return backup.backup(chosen.file)


def _expire(chosen: argparse.Namespace) -> int:
    from council.commands import expire

    return expire.expire(chosen)


def _restore(chosen: argparse.Namespace) -> int:
    from council.commands import backup

    return backup.restore(chosen.file, replace=chosen.replace)


def _count(chosen: argparse.Namespace) -> int:
    from council.commands import count

    return count.count(chosen)


def _recount(chosen: argparse.Namespace) -> int:
    from council.commands import recount

    return recount.recount(chosen)


_OF_THE_VERIFIER = ("verify", "witness")
_COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": _demo,
    "init": _init,
    "letter": _letter,
    "confirm": _confirm,
    "serve": _serve,
    "migrate": _migrate,
    "backup": _backup,
    "restore": _restore,
    "expire": _expire,
    "recount": _recount,
    "count": _count,
}


def parser() -> argparse.ArgumentParser:
    """Every command with its options, explained in Chinese and English."""
    made = argparse.ArgumentParser(prog="council", description="议事厅 / Council")
    commands = made.add_subparsers(dest="command", required=True, metavar="<command>")
    _serving(commands)
    _founding(commands)
    _keeping(commands)
    _counting(commands)
    return made


def _serving(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = commands.add_parser("demo", help="用演示社区试一试 / try it with a demo community")
    serve = commands.add_parser("serve", help="运行正式的服务 / run a real installation")
    for one in (demo, serve):
        one.add_argument("--host", default=HOST, help="监听的地址 / address to listen on")
        one.add_argument("--port", type=_port, default=PORT, help="端口 / port (%(default)s)")
    serve.add_argument(
        "--workers",
        type=_number(MOST_WORKERS),
        default=1,
        help="进程数，多于一个须用 PostgreSQL / processes; more than one needs PostgreSQL",
    )
    demo.add_argument("--data", help="演示数据的文件夹 / folder of the demo's data (var/demo)")
    demo.add_argument("--fresh", action="store_true", help="重新建立 / build it anew")
    demo.add_argument(
        "--residents",
        type=_number(MOST_RESIDENTS),
        default=0,
        help="再加若干居民和一次居民会议 / that many more residents and an assembly of all",
    )


def _founding(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    init = commands.add_parser(
        "init", help="建立一个社区（可以有多个）和它的管理员 / create a community, or a further one"
    )
    init.add_argument("--name", help="社区名称 / name of the community")
    init.add_argument("--name-en", default="", help="英文名称 / name in English")
    init.add_argument("--street", default="", help="街道 / street office")
    init.add_argument("--district", default="", help="区 / district")
    init.add_argument("--street-en", default="", help="街道的英文名 / its name in English")
    init.add_argument("--district-en", default="", help="区的英文名 / its name in English")
    init.add_argument("--leader", help="社区书记的姓名 / name of the community secretary")
    init.add_argument("--recorder", help="书记员的姓名 / name of the recorder")
    init.add_argument("--leader-no", default="", help="其居民编号 / number on the roll")
    init.add_argument("--recorder-no", default="", help="其居民编号 / number on the roll")
    init.add_argument("--admin", default="", help="系统管理员的姓名 / name of an administrator")
    init.add_argument("--admin-no", default="", help="其居民编号 / number on the roll")
    letter = commands.add_parser(
        "letter", help="给工作人员补发一次性密码 / a new one-time code for an officer"
    )
    letter.add_argument("number", help="居民编号，例如 GZ-1 / number on the roll, such as GZ-1")
    letter.add_argument("--community", help="社区名称 / name of the community")
    confirm = commands.add_parser(
        "confirm", help="代替缺少的第二位复核人 / confirm where no second officer can"
    )
    confirm.add_argument("id", nargs="?", default="", help="复核编号 / id; without it: a list")


def _keeping(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    commands.add_parser("migrate", help="把数据库更新到当前版本 / bring the database up to date")
    backup = commands.add_parser("backup", help="备份 / make a backup")
    backup.add_argument("file", help="备份文件 / file to write")
    restore = commands.add_parser("restore", help="从备份恢复 / restore a backup")
    restore.add_argument("file", help="备份文件 / file to read")
    restore.add_argument(
        "--replace", action="store_true", help="替换现有的数据 / replace the data that are there"
    )
    commands.add_parser("expire", help="删除到期的个人信息 / delete personal data that is due")
    commands.add_parser("bench", help="测量速度 / measure the speed")


def _counting(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    commands.add_parser("verify", help="核对存证包 / check the bundle of a record")
    commands.add_parser("witness", help="见证人签名 / sign a record's checkpoint as a witness")
    recount = commands.add_parser(
        "recount", help="复算一次公布了的表决 / count a published vote again"
    )
    recount.add_argument("file", help="从结果页下载的复算包 / bundle from the page of the result")
    recount.add_argument(
        "--share",
        action="append",
        default=[],
        help="监票人的一份份额，写两次 / a teller's share, given twice",
    )
    recount.add_argument(
        "--receipt",
        default="",
        help="您的回执号，或签名回执的文件 / your receipt, or its signed file",
    )
    recount.add_argument(
        "--key", default="", help="您所知道的签名公钥 / the key that you know, in hex"
    )
    count = commands.add_parser(
        "count", help="重新计一次公开的选举（.blt .csv .pb）/ count a published election again"
    )
    count.add_argument("file", help="选举文件 / file of the election")
    count.add_argument(
        "--method", default="", help="irv, stv, condorcet; greedy, equal-shares (.pb)"
    )
    count.add_argument("--seats", type=_number(1000), default=0, help="席位 / seats")
    count.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="计票的参数，可以写几次 / a parameter of the method, as often as needed",
    )
    count.add_argument("--format", choices=("text", "json", "svg"), default="text")
    count.add_argument("--language", choices=("zh", "en"), default="zh")


def _port(text: str) -> int:
    return _number(65535)(text)


class _number:  # noqa: N801 - argparse shows its name in a message
    """A whole number from 1 up to a limit, as an argument type."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= self.most):
            message = f"须为 1 到 {self.most} 的整数 / a whole number from 1 to {self.most}"
            raise argparse.ArgumentTypeError(message)
        return int(text)
