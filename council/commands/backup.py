"""`council backup` and `council restore`: the whole database in one file, also under load."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit

from council import settings
from council.clock import local, now
from council.commands import faults

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
    """Write a consistent copy while the server may be running; never over an existing file."""
    with faults.explained():
        source, target = _database("pg_dump"), Path(file).resolve()
        if target.exists():
            raise faults.misused(
                f"{target} 已经存在，备份不会覆盖它。请换一个文件名。",
                f"{target} exists already and is not written over. Choose another name.",
            )
        if not source.exists():
            raise faults.at_fault(
                f"没有找到数据库 {source}。请检查 COUNCIL_DATA。",
                f"There is no database {source}. Check COUNCIL_DATA.",
            )
        entries = _copy(source, target)
    print(f"已备份 / Backed up: {target} ({target.stat().st_size / MEGABYTE:.1f} MB)")
    print(f"存证 {entries} 条 / {entries} entries of the record")
    print(NOT_INSIDE)
    return 0


def _copy(source: Path, target: Path) -> int:
    """One read transaction into a draft, checked, then under its name; entries of the record."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.touch(mode=0o600, exist_ok=False)
    try:
        with closing(sqlite3.connect(source, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(draft),))
        entries = _checked(draft)
        _to_disk(draft)
        os.link(draft, target)  # fails rather than replace what appeared meanwhile
    finally:
        draft.unlink(missing_ok=True)
    return entries


def restore(file: str, *, replace: bool) -> int:
    """Put a backup in the place of the database; the one before is kept under another name."""
    with faults.explained():
        source, target = Path(file).resolve(), _database("pg_restore")
        if not source.exists():
            raise faults.misused(f"没有找到 {source}。", f"There is no {source}.")
        entries = _checked(source)
        if target.exists():
            _move_away(target, replace=replace)
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        _to_disk(draft)
        draft.replace(target)
    print(f"已恢复 / Restored: {target}")
    print(f"存证 {entries} 条 / {entries} entries of the record")
    print(NOT_INSIDE)
    return 0


def _move_away(target: Path, *, replace: bool) -> None:
    if not replace:
        raise faults.misused(
            f"{target} 已有数据。确定要换成备份，请加 --replace；原来的数据会改名保留。",
            f"{target} holds data. To put the backup in its place add --replace; "
            "what is there now is kept under another name.",
        )
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
            raise faults.at_fault(
                "议事厅还在运行。请先停止它，再恢复备份。",
                "Council is still running. Stop it first, then restore the backup.",
            ) from error


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


def _database(instead: str) -> Path:
    """The SQLite file; PostgreSQL has better tools of its own."""
    parts = urlsplit(settings.read().database_url)
    if parts.scheme != "sqlite":
        raise faults.misused(
            f"数据在 PostgreSQL 里，请用它自己的 {instead}。",
            f"The data are in PostgreSQL: use its own {instead}.",
        )
    return Path(unquote(parts.path[1:])).resolve()


def _to_disk(file: Path) -> None:
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
