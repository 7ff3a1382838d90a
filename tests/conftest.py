"""What every test stands on: a home of its own, so that no developer's journal or settings decide a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from textual.css.model import RuleSet

from l5tui.widgets.sheets import Sheets

settings.register_profile("l5tui", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("l5tui")


def pytest_xdist_auto_num_workers() -> int:
    """A test that presses keys waits for a quarter of its time: two workers more than there are cores."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, and an environment that points nowhere else."""
    place = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("TZ", "Europe/Zurich")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return place


@pytest.fixture(autouse=True, scope="session")
def sheets_parsed_once() -> Iterator[None]:
    """Most tests open the whole app, and a sixth of that is reading the same sheets: one worker reads them once."""
    parse_rules = Sheets._parse_rules
    parsed: dict[Any, list[RuleSet]] = {}

    def remember(sheets: Sheets, css: str, *where: Any, **more: Any) -> list[RuleSet]:
        key = (css, where, *sorted(more.items()), frozenset(sheets._variables.items()))
        if key not in parsed:
            parsed[key] = parse_rules(sheets, css, *where, **more)
        return parsed[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sheets, "_parse_rules", remember)
        yield
