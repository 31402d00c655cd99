"""What can be wrong with the machine, each as one sentence with its remedy."""

from __future__ import annotations

import errno

FULL = (errno.ENOSPC, errno.EDQUOT)


class EnvironmentFaultError(Exception):
    """The machine, not the code, is in the way; the text says what to do (exit code 3)."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def no_venv_module(module: str) -> EnvironmentFaultError:
    """Python was installed without `venv` or `ensurepip`, as on a stock Debian."""
    return EnvironmentFaultError(
        f"这个 Python 缺少 {module} 模块，无法建立运行环境。"
        "Debian、Ubuntu 请先运行：apt install python3-venv",
        f"This Python lacks the module {module}, so no environment can be built. "
        "On Debian or Ubuntu run first: apt install python3-venv",
    )


def not_writable(folder: object, error: OSError) -> EnvironmentFaultError:
    """A folder that set-up must write to refuses it, or its disk is full."""
    if error.errno in FULL:
        return disk_full(folder)
    return EnvironmentFaultError(
        f"无法写入 {folder}（{error.strerror}）。"
        "请换一个可以写入的位置，或用环境变量 COUNCIL_VENV 指定运行环境的文件夹。",
        f"Cannot write to {folder} ({error.strerror}). Use a place that you may write to, "
        "or name another folder for the environment in COUNCIL_VENV.",
    )


def disk_full(folder: object) -> EnvironmentFaultError:
    """There is no room left for the packages."""
    return EnvironmentFaultError(
        f"{folder} 所在的磁盘已满。请腾出约 1 GB 空间后再运行。",
        f"The disk that holds {folder} is full. Free about 1 GB and run the command again.",
    )


def registry_unreachable(log: object) -> EnvironmentFaultError:
    """The package registry that pip is set up for does not answer."""
    return EnvironmentFaultError(
        "连不上软件包仓库。请检查网络和代理设置，或在 pip 的配置里写上可用的镜像，然后再运行。"
        f"（详情见 {log}）",
        "The package registry cannot be reached. Check the network and the proxy, or name a "
        f"mirror in pip's configuration, and run the command again. (Details: {log})",
    )


def packages_refused(log: object, last: str) -> EnvironmentFaultError:
    """The registry answers, but the locked packages could not be installed."""
    return EnvironmentFaultError(
        f"软件包没有装上：{last}（详情见 {log}）。"
        "请确认镜像是完整的，删除运行环境文件夹后再运行一次。",
        f"The packages could not be installed: {last} (details: {log}). Make sure that the "
        "mirror is complete, delete the folder of the environment and run the command again.",
    )


def assets_missing(name: str) -> EnvironmentFaultError:
    """A package was installed, but the file that the pages need is not in it."""
    return EnvironmentFaultError(
        f"运行环境里缺少 {name}。请删除运行环境文件夹后再运行一次。",
        f"The environment lacks {name}. Delete its folder and run the command again.",
    )
