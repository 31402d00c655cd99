"""Chromium for tests: where it is, how it is started, and with which letters."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.missing import cannot_run

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserType

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
]
HOW_TO_GET_IT = "Debian, Ubuntu: apt install chromium"
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
"""


def find_chromium() -> str | None:
    """The path of an installed Chromium, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def write_fontconfig(folder: Path) -> Path:
    """A font configuration with Chinese letters, for FONTCONFIG_FILE.

    The fonts come from the package that the printed minutes use; the machine needs none.
    """
    package = importlib.util.find_spec("pylopdf_fonts_zh_cn")
    if package is None or package.origin is None:
        message = "pylopdf-fonts-zh-cn is not installed"
        raise RuntimeError(message)
    file = folder / "fonts.conf"
    fonts = Path(package.origin).parent
    file.write_text(FONTCONFIG.format(fonts=fonts, cache=folder / "cache"), encoding="utf-8")
    return file


async def launch(kind: BrowserType, folder: Path) -> Browser:
    """Start Chromium with Chinese letters; the test is left out where there is none."""
    path = find_chromium()
    if path is None:
        cannot_run("there is no Chromium on this machine", HOW_TO_GET_IT)
    env: dict[str, str | float | bool] = {**os.environ}
    env["FONTCONFIG_FILE"] = str(write_fontconfig(folder))
    return await kind.launch(executable_path=path, args=ARGUMENTS, env=env)
