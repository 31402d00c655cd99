"""What stops a command, each as one sentence with its remedy, in Chinese and in English."""

from __future__ import annotations

import errno
import socket
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

import asyncpg

from council.bad_setting import BadSettingError
from council.db.faults import WeakStorageError
from council.db.migrate import MigrationError

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED = 1
WRONG_USAGE = 2
AT_FAULT = 3


class StoppedError(Exception):
    """The command cannot go on; `code` is its exit code, the text says what to do."""

    def __init__(self, code: int, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")
        self.code = code


def at_fault(chinese: str, english: str) -> StoppedError:
    """The environment is in the way: a port, a disk, a database, a damaged file."""
    return StoppedError(AT_FAULT, chinese, english)


def misused(chinese: str, english: str) -> StoppedError:
    """The command was called in a way that cannot be meant."""
    return StoppedError(WRONG_USAGE, chinese, english)


def port_refused(host: str, port: int, error: OSError) -> StoppedError:
    """Another program has the port, or this user may not have it."""
    if error.errno == errno.EADDRINUSE:
        return at_fault(
            f"端口 {port} 已被别的程序占用。请换一个端口：--port {port + 1}",
            f"Port {port} is taken by another program. Choose another one: --port {port + 1}",
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return at_fault(
            f"没有使用端口 {port} 的权限。请换 1024 以上的端口：--port 8000",
            f"This user may not use port {port}. Choose one above 1024: --port 8000",
        )
    return at_fault(
        f"无法在 {host} 的端口 {port} 上监听（{error.strerror or error}）。"
        "请检查 --host，本机可用 127.0.0.1。",
        f"Cannot listen on {host}, port {port} ({error.strerror or error}). "
        "Check --host; 127.0.0.1 is this machine.",
    )


@contextmanager
def explained() -> Iterator[None]:
    """Turn what settings, disk and database raise into a sentence."""
    try:
        yield
    except BadSettingError as error:
        raise at_fault(f"设置无法使用：{error}", f"A setting cannot be used: {error}") from error
    except MigrationError as error:
        raise at_fault(
            f"数据库与程序的版本不符（{error}）。请换回原来的版本，或从备份恢复。",
            f"The database does not fit this version ({error}). "
            "Go back to the version before, or restore a backup.",
        ) from error
    except WeakStorageError as error:
        raise at_fault(
            f"这样不能可靠保存选票（{error}）。SQLite：请把数据文件夹放到本机磁盘上（COUNCIL_DATA）；"
            "PostgreSQL：请打开 synchronous_commit。",
            f"Ballots cannot be kept safely this way ({error}). SQLite: put the data folder on a "
            "local disk (COUNCIL_DATA). PostgreSQL: switch synchronous_commit on.",
        ) from error
    except sqlite3.Error as error:
        raise _sqlite(error) from error
    except (asyncpg.PostgresError, asyncpg.InterfaceError, socket.gaierror) as error:
        raise _unreachable(error) from error
    except OSError as error:
        raise _disk(error) from error


def _sqlite(error: sqlite3.Error) -> StoppedError:
    if "not a database" in str(error) or "malformed" in str(error):
        return at_fault(
            f"数据库文件已损坏（{error}）。请用 council restore 从备份恢复。",
            f"The database file is damaged ({error}). Restore a backup with council restore.",
        )
    return at_fault(
        f"数据库打不开（{error}）。请检查数据文件夹是否可写、磁盘是否已满、"
        "是否有另一个程序正在使用它。",
        f"The database cannot be opened ({error}). Check that the data folder can be written, "
        "that the disk is not full, and that no other program holds the file.",
    )


def _unreachable(error: Exception) -> StoppedError:
    return at_fault(
        f"连不上数据库（{error}）。请检查 DATABASE_URL，并确认 PostgreSQL 正在运行。",
        f"The database cannot be reached ({error}). "
        "Check DATABASE_URL and that PostgreSQL is running.",
    )


def _disk(error: OSError) -> StoppedError:
    if isinstance(error, (ConnectionError, TimeoutError)):
        return _unreachable(error)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return at_fault(
            "磁盘已满。请腾出空间后再运行。", "The disk is full. Free some space and try again."
        )
    return at_fault(
        f"无法读写 {error.filename or '数据文件夹'}（{error.strerror or error}）。"
        "请检查权限，或用 COUNCIL_DATA 指定另一个文件夹。",
        f"Cannot read or write {error.filename or 'the data folder'} ({error.strerror or error}). "
        "Check the permissions, or name another folder in COUNCIL_DATA.",
    )
