"""`python3 -m council <command>`: the one door to everything that can be run here.

This file must be readable by every Python 3, however old: an interpreter that cannot run
Council still has to say so in a sentence. So nothing newer than Python 3.5 stands here, and
everything else is imported after the version has been looked at.
"""

import sys

OLDEST = (3, 11)
ENVIRONMENT_AT_FAULT = 3


def main() -> int:
    """Run the command named on the command line and return its exit code.

    0 done, 1 failed, 2 wrong usage, 3 the environment is at fault.
    """
    if sys.version_info < OLDEST:
        sys.stderr.write(too_old(sys.version_info[:2]))
        return ENVIRONMENT_AT_FAULT
    from council.setup.commands import run

    return run(sys.argv[1:])


def too_old(version: "tuple[int, ...]") -> str:
    """The sentence for an interpreter that cannot run Council, in Chinese and in English."""
    found = "%d.%d" % version
    return (
        "议事厅需要 Python 3.11 或更新的版本，现在用的是 {0}。"
        "请安装新版 Python，再用它运行同一条命令。\n"
        "Council needs Python 3.11 or newer, and this is {0}. "
        "Install a newer Python and run the same command with it.\n"
    ).format(found)


if __name__ == "__main__":
    sys.exit(main())
