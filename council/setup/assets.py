"""htmx comes out of an installed package, so that no file of others stands in the repository."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from council.setup import faults
from council.setup.environment import CHECKOUT

if TYPE_CHECKING:
    from pathlib import Path

    from council.setup.environment import Environment

SOURCE = "django_htmx/static/django_htmx/htmx-2.min.js"


def copy_htmx(environment: Environment, checkout: Path = CHECKOUT) -> None:
    """Copy htmx to static/vendor/htmx.min.js, unless the same file is there already."""
    source = environment.packages / SOURCE
    if not source.is_file():
        raise faults.assets_missing("htmx")
    target = checkout / "static" / "vendor" / "htmx.min.js"
    if target.exists() and target.read_bytes() == source.read_bytes():
        return
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    except OSError as error:
        raise faults.not_writable(target.parent, error) from error
