"""The paths of all files and folders that the program uses.

The functions only compute paths; they create and read nothing. `platformdirs` honours
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
    """The folder of the person's own routines and exercises."""
    return _dirs()[0] / "content"


def programme_folder() -> Path:
    """The folder with the text of every programme that was taken."""
    return own_content() / "programmes"


def config_file() -> Path:
    """The file of the settings."""
    return _dirs()[1] / "config.toml"


def systemd_folder() -> Path:
    """The folder of the person's own units of systemd, beside the folder of the settings."""
    return _dirs()[1].parent / "systemd" / "user"


def crash_log() -> Path:
    """The file of the crash log."""
    return _dirs()[2] / "crash.log"


def spool_folders() -> tuple[Path, ...]:
    """Folders for entries that can't be written to the journal's disk, best first: state, runtime and temporary folder.

    One of them is probably on another disk than the journal. They may be missing.
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

    A wheel has it inside the package; in a checkout or an editable install it is beside the package.
    """
    here = Path(__file__).resolve().parents[1]
    inside = here / "content"
    return inside if inside.is_dir() else here.parent / "content"
