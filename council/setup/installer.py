"""Put exactly the locked packages into an environment: by uv where it is found, else by pip."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from council.setup import faults
from council.setup.progress import step

if TYPE_CHECKING:
    from council.setup.environment import Environment

# Wheels only, nothing that the lock does not name, and every file must have its locked hash.
STRICT = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r"]
# uv does not read pip's configuration: these of pip's settings mean the same to uv.
SAME_IN_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "cert": "SSL_CERT_FILE",
}


def install(environment: Environment, lock: Path) -> None:
    """Install `lock`. Raises EnvironmentFaultError when the registry or the disk is in the way."""
    number = len(first_words(lock))
    with step(f"安装 {number} 个软件包（约一分钟）", f"installing {number} packages"):
        if not _by_uv(environment, lock):
            _reach(environment, lock)
            _by_pip(environment, lock)


def first_words(lock: Path) -> list[str]:
    """The requirements of a lock, one `name==version …` each."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    return [line.removesuffix("\\").strip() for line in lines if line[:1].isalnum()]


def _by_uv(environment: Environment, lock: Path) -> bool:
    uv = shutil.which("uv")
    if uv is None:
        return False
    settings = {**uv_settings(_pip_settings(environment)), "UV_HTTP_RETRIES": "1"}
    python = ["--python", str(environment.python)]
    command = [uv, "pip", "install", "--quiet", *python, *STRICT, str(lock)]
    return _run(environment, command, {**settings, **os.environ}) == 0


def uv_settings(pip: dict[str, str]) -> dict[str, str]:
    """pip's indexes and certificates in uv's words.

    pip takes the best version of all its indexes and uv of the first one that has any. With
    a hash for every file, looking in all of them is no risk.
    """
    same = {uv: " ".join(pip[key].split()) for key, uv in SAME_IN_UV.items() if pip.get(key)}
    return {**same, "UV_INDEX_STRATEGY": "unsafe-best-match"}


def _pip_settings(environment: Environment) -> dict[str, str]:
    """What pip is told by its files and by PIP_… variables; the later source wins."""
    listing = subprocess.run(
        [str(environment.python), "-m", "pip", "config", "list"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return read_settings(listing.stdout)


def read_settings(listing: str) -> dict[str, str]:
    """Read `pip config list`: lines such as `global.index-url='https://…'`."""
    found: dict[str, str] = {}
    for section in ("global.", "install.", ":env:."):
        for line in listing.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(section) and value:
                found[name.removeprefix(section)] = str(ast.literal_eval(value))
    return found


def _reach(environment: Environment, lock: Path) -> None:
    """Fetch one small package first: offline, pip itself would go on trying for a long time."""
    with tempfile.TemporaryDirectory() as folder:
        one = Path(folder) / "one.lock"
        one.write_text(_smallest(lock), encoding="utf-8")
        command = [*_pip(environment), "download", "--retries", "0", "--timeout", "15"]
        command += ["--dest", folder, *STRICT, str(one)]
        if _run(environment, command) != 0:
            raise _why(environment)


def _smallest(lock: Path) -> str:
    """The requirement with the fewest files, as a lock of its own."""
    text = lock.read_text(encoding="utf-8")
    blocks = ["".join(block) for block in _blocks(text) if ";" not in block[0]]
    return min(blocks, key=len)


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = []
    for line in text.splitlines(keepends=True):
        if line[:1].isalnum():
            blocks.append([line])
        elif blocks:
            blocks[-1].append(line)
    return blocks


def _by_pip(environment: Environment, lock: Path) -> None:
    command = [*_pip(environment), "install", "--no-warn-script-location", *STRICT, str(lock)]
    if _run(environment, command) != 0:
        raise _why(environment)


def _pip(environment: Environment) -> list[str]:
    return [str(environment.python), "-m", "pip", "--disable-pip-version-check", "--no-input"]


def _why(environment: Environment) -> faults.EnvironmentFaultError:
    """From what the installer wrote last to the sentence for it."""
    said = environment.log.read_text(encoding="utf-8", errors="replace")
    if "No space left on device" in said or "Disk quota exceeded" in said:
        return faults.disk_full(environment.folder)
    if any(sign in said for sign in UNREACHABLE):
        return faults.registry_unreachable(environment.log)
    errors = [line for line in said.splitlines() if line.startswith("ERROR")]
    return faults.packages_refused(environment.log, (errors or ["pip"])[-1])


UNREACHABLE = (
    "NewConnectionError",
    "ConnectTimeoutError",
    "ReadTimeoutError",
    "Max retries exceeded",
    "ProxyError",
    "SSLError",
    "Could not fetch URL",
    "Temporary failure in name resolution",
    "Connection broken",
    "Connection reset",
    # An index that answers nothing leaves pip without any candidate.
    "(from versions: none)",
)


def _run(environment: Environment, command: list[str], env: dict[str, str] | None = None) -> int:
    """Run to the end with the output in the log; stopped together with us."""
    with environment.log.open("w", encoding="utf-8") as log:
        running = subprocess.Popen(
            command, env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            return running.wait()
        except BaseException:
            running.terminate()
            running.wait()
            raise
