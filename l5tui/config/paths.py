"""Every place on disk that the program knows, in one module.

Nothing here makes a folder or reads a file: a path is a fact, and asking for one has no effect. `platformdirs` honours
`$XDG_DATA_HOME` and `$XDG_CONFIG_HOME`, and falls back to the account's home when `HOME` is unset.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from l5tui.config.errors import L5Error

APP = "l5tui"


def _dirs() -> tuple[Path, Path, Path]:
    from platformdirs import PlatformDirs

    try:
        dirs = PlatformDirs(APP, appauthor=False)
        return Path(dirs.user_data_dir), Path(dirs.user_config_dir), Path(dirs.user_state_dir)
    except (RuntimeError, KeyError) as error:
        raise L5Error("no home folder is known", "set HOME, or name a journal with --journal FILE") from error


def journal_file() -> Path:
    """The journal's file, unless `--journal` names another."""
    return _dirs()[0] / "journal.json"


def own_content() -> Path:
    """Where a person's own routines and exercises live."""
    return _dirs()[0] / "content"


def config_file() -> Path:
    """The settings."""
    return _dirs()[1] / "config.toml"


def crash_log() -> Path:
    """Where a fault of the program is written down."""
    return _dirs()[2] / "crash.log"


def spool_folders() -> tuple[Path, ...]:
    """Where an entry waits that the journal's disk refused, the best place first: the state folder, the folder of the
    login, the one for temporary files. Another disk than the journal's is likely among them. They may not be there.
    """
    try:
        state: tuple[Path, ...] = (_dirs()[2],)
    except L5Error:
        state = ()
    login = Path(os.environ.get("XDG_RUNTIME_DIR") or f"/run/user/{os.geteuid()}")
    return (*state, login, Path(os.environ.get("TMPDIR") or "/tmp"))  # noqa: S108  files there are made private


@cache
def content_root() -> Path:
    """The folder of the shipped content.

    A wheel carries it inside the package; in a checkout (and an editable install) it stands beside the package.
    """
    here = Path(__file__).resolve().parents[1]
    inside = here / "content"
    return inside if inside.is_dir() else here.parent / "content"
