"""A folder for content of the person's own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An empty folder of the person's own content."""
    place = tmp_path / "own"
    (place / "exercises").mkdir(parents=True)
    (place / "routines").mkdir()
    return place
