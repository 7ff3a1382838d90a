"""What every test stands on: a home of its own, so that no developer's journal or settings decide a test."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("l5tui", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("l5tui")


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home folder, and an environment that points nowhere else."""
    place = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(place))
    monkeypatch.setenv("TZ", "Europe/Zurich")
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    return place
