"""The commands, by name; the usage; and where each one continues."""

from __future__ import annotations

import sys

from council.setup import prepare
from council.setup.faults import EnvironmentFaultError
from council.setup.progress import say

FAILED = 1
WRONG_USAGE = 2
AT_FAULT = 3

COMMANDS = {
    "demo": "用演示社区试一试 / try it with a demo community",
    "init": "建立一个社区和两位管理员 / create a community and its two officers",
    "letter": "给工作人员补发一次性密码 / a new one-time code for an officer",
    "confirm": "代替缺少的第二位复核人 / confirm where no second officer can",
    "serve": "运行正式的服务 / run a real installation",
    "migrate": "把数据库更新到当前版本 / bring the database up to date",
    "backup": "备份 / make a backup",
    "restore": "从备份恢复 / restore a backup",
    "expire": "删除到期的个人信息 / delete personal data that is due",
    "verify": "核对存证包 / check the bundle of a record",
    "witness": "见证人签名 / sign a record's checkpoint as a witness",
    "recount": "复算一次公布了的表决 / count a published vote again",
    "count": "重新计一次公开的选举 / count a published election again",
    "bench": "测量速度 / measure the speed",
    "check": "检查代码：格式、类型、分层、翻译 / format, types, layers, translations",
    "test": "运行全部测试 / run every test",
    "sbom": "列出所用的全部软件 / list all the software of others",
}
# These need the tools of a developer, and a checkout rather than an installed wheel.
FOR_DEVELOPERS = {"check", "test", "sbom", "bench"}


def usage() -> str:
    """What can be typed, one command a line."""
    lines = [f"  {name:9}{what}" for name, what in COMMANDS.items()]
    return "\n".join(["python3 -m council <command> [--help]", "", *lines])


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code (0 done, 1 failed, 2 usage, 3 environment)."""
    name = arguments[0] if arguments else ""
    if name in {"-h", "--help", "help"}:
        print(usage())
        return 0
    if name not in COMMANDS:
        say(usage())
        return WRONG_USAGE
    if name in FOR_DEVELOPERS and prepare.is_installed():
        say(f"{name}：只能在源代码目录里运行。/ {name} runs only in a checkout of the source.")
        return WRONG_USAGE
    return _run_prepared(name, arguments)


def _run_prepared(name: str, arguments: list[str]) -> int:
    try:
        environment = prepare.prepare(development=name in FOR_DEVELOPERS)
    except EnvironmentFaultError as fault:
        say(str(fault))
        return AT_FAULT
    except KeyboardInterrupt:
        say("已停止。/ Stopped.")
        return FAILED
    if environment is not None:
        return prepare.go_inside(environment, arguments)
    return _continue(name, arguments)


def _continue(name: str, arguments: list[str]) -> int:
    """Inside the environment at last: everything may be imported."""
    if name == "check":
        from council import checks

        return checks.main(arguments[1:])
    if name == "test":
        from council.checks import suite

        return suite.main(arguments[1:])
    if name == "sbom":
        from council.checks import sbom

        return sbom.main(arguments[1:])
    from council import cli

    return cli.main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
