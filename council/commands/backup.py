"""`council backup` and `council restore`: the whole database in one file, also under load."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

import asyncpg

from council import settings
from council.clock import local, now
from council.commands import faults
from council.db import moving

MEGABYTE = 1024 * 1024
SIDECARS = ("-wal", "-shm")
NOT_INSIDE = (
    "备份里没有密钥文件 keys.json：请把它另外保存在安全的地方。没有它，旧回执无法核对。\n"
    "The backup does not hold keys.json: keep a copy of it in a safe place of its own. "
    "Without it old receipts cannot be checked.\n"
    "无记名表决的钥匙（poll-keys 文件夹）也不在里面，不要和备份放在一起："
    "两样都有的人能看到谁投了什么。\n"
    "Nor does it hold the keys of secret votes (folder poll-keys): keep them apart from backups, "
    "since whoever has both can see who chose what."
)


def backup(file: str) -> int:
    """Write a consistent copy while the server may be running; never over an existing file.

    It is an SQLite file, whichever database it is a copy of.
    """
    with faults.explained():
        url, target = settings.read().database_url, Path(file).resolve()
        if target.exists():
            raise faults.misused(
                f"{target} 已经存在，备份不会覆盖它。请换一个文件名。",
                f"{target} exists already and is not written over. Choose another name.",
            )
        entries = _copy(url, target)
    print(f"已备份 / Backed up: {target} ({target.stat().st_size / MEGABYTE:.1f} MB)")
    print(f"存证 {entries} 条 / {entries} entries of the record")
    print(NOT_INSIDE)
    return 0


def _copy(url: str, target: Path) -> int:
    """One read transaction into a draft, checked, then under its name; entries of the record."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        if (source := _file_of(url)) is None:
            _copy_postgresql(url, draft)
        else:
            _copy_file(source, draft)
        entries = _checked(draft)
        _to_disk(draft)
        os.link(draft, target)  # fails rather than replace what appeared meanwhile
    finally:
        for ending in ("", *SIDECARS):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)
    return entries


def _copy_file(source: Path, draft: Path) -> None:
    if not source.exists():
        raise faults.at_fault(
            f"没有找到数据库 {source}。请检查 COUNCIL_DATA。",
            f"There is no database {source}. Check COUNCIL_DATA.",
        )
    with closing(sqlite3.connect(source, timeout=30)) as connection:
        connection.execute("VACUUM INTO ?", (str(draft),))


def _copy_postgresql(url: str, draft: Path) -> None:
    try:
        asyncio.run(moving.to_file(url, draft))
    except moving.NotWholeError as error:
        raise faults.at_fault(
            f"数据库里的表与程序不符：{error}。备份没有做。",
            f"The tables of the database are not those of this version: {error}. No backup made.",
        ) from error


def restore(file: str, *, replace: bool) -> int:
    """Put a backup in the place of the database; the one before is kept under another name.

    A backup of either database goes into either.
    """
    with faults.explained():
        url, source = settings.read().database_url, Path(file).resolve()
        if not source.exists():
            raise faults.misused(f"没有找到 {source}。", f"There is no {source}.")
        entries = _checked(source)
        if (target := _file_of(url)) is None:
            where = _into_postgresql(source, url, replace=replace)
        else:
            where = _into_file(source, target, replace=replace)
    print(f"已恢复 / Restored: {where}")
    print(f"存证 {entries} 条 / {entries} entries of the record")
    print(NOT_INSIDE)
    return 0


def _into_file(source: Path, target: Path, *, replace: bool) -> str:
    if target.exists():
        if not replace:
            raise _holds_data(str(target))
        _move_away(target)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.copyfile(source, draft)
    draft.chmod(0o600)
    _to_disk(draft)
    draft.replace(target)
    return str(target)


def _into_postgresql(source: Path, url: str, *, replace: bool) -> str:
    name = urlsplit(url).path[1:] or "PostgreSQL"
    try:
        kept = asyncio.run(moving.from_file(source, url, replace=replace))
    except moving.HoldsDataError as error:
        raise _holds_data(name) from error
    except moving.InUseError as error:
        raise _still_running() from error
    except (
        moving.NotWholeError,
        asyncpg.DataError,
        asyncpg.IntegrityConstraintViolationError,
        ValueError,
    ) as error:
        raise _unsound(source) from error
    return f"{name} ({kept})" if kept else name


def _holds_data(where: str) -> faults.StoppedError:
    return faults.misused(
        f"{where} 已有数据。确定要换成备份，请加 --replace；原来的数据会改名保留。",
        f"{where} holds data. To put the backup in its place add --replace; "
        "what is there now is kept under another name.",
    )


def _still_running() -> faults.StoppedError:
    return faults.at_fault(
        "议事厅还在运行。请先停止它，再恢复备份。",
        "Council is still running. Stop it first, then restore the backup.",
    )


def _move_away(target: Path) -> None:
    _alone(target)
    stamp = local(now()).strftime("%Y%m%d-%H%M%S")
    for ending in ("", *SIDECARS):
        with suppress(FileNotFoundError):
            kept = target.with_name(f"{target.name}.before-{stamp}{ending}")
            target.with_name(target.name + ending).rename(kept)


def _alone(target: Path) -> None:
    """Nobody else has the database open: a running server would go on writing to the old file."""
    with closing(sqlite3.connect(target, timeout=0.5, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise _still_running() from error


def _checked(file: Path) -> int:
    """Entries of the record in a sound database of ours; anything else is refused."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            strays = connection.execute("PRAGMA foreign_key_check").fetchone()
            entries = connection.execute("SELECT count(*) FROM record_entry").fetchone()[0]
    except sqlite3.DatabaseError as error:
        raise _unsound(file) from error
    if not sound or strays is not None:
        raise _unsound(file)
    return int(entries)


def _unsound(file: Path) -> faults.StoppedError:
    return faults.at_fault(
        f"{file.name} 不是完好的议事厅数据库。请换一份备份。",
        f"{file.name} is not a sound database of Council. Use another backup.",
    )


def _file_of(url: str) -> Path | None:
    """The SQLite file; None: the data are in PostgreSQL."""
    parts = urlsplit(url)
    return Path(unquote(parts.path[1:])).resolve() if parts.scheme == "sqlite" else None


def _to_disk(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
