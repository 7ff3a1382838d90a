"""The README's pictures are there, for dark and light pages, and small."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES: Final = [ROOT / name for name in re.findall(r'(?:src|srcset)="(.*?)"', README)]


def test_the_readme_opens_with_a_moving_picture() -> None:
    assert "animation:" in PICTURES[0].read_text(encoding="utf-8")


def test_each_picture_is_there_in_dark_and_in_light() -> None:
    assert {path.name for path in PICTURES} == {path.name for path in (ROOT / "docs").glob("*.svg")}
    dark = {path.stem.removesuffix("-dark") for path in PICTURES if path.stem.endswith("-dark")}
    light = {path.stem.removesuffix("-light") for path in PICTURES if path.stem.endswith("-light")}
    assert dark == light


def test_each_picture_is_smaller_than_a_megabyte() -> None:
    assert all(path.stat().st_size < 1_000_000 for path in PICTURES)
