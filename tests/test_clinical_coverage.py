"""`docs/clinical-coverage.md` names tests and files that are there, and has a row for each stop rule."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "clinical-coverage.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)(?:\[([^\]]+)\])?`", PAGE)
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| row", "|--"))]


def test_every_test_that_is_named_is_there() -> None:
    assert len(NAMED) >= 15
    for path, name, row in NAMED:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert f"def {name}(" in source, f"{path}::{name}"
        assert not row or f'id="{row}' in source, f"{path}::{name}[{row}]"


def test_every_row_names_a_test_and_a_file_that_is_there() -> None:
    for row in ROWS:
        assert "`tests/" in row, row
        files = re.findall(r"`((?!tests/)[\w/]+\.py)`", row)
        assert files, row
        for file in files:
            assert (ROOT / "l5tui" / file).exists(), file


def test_every_stop_rule_has_a_row() -> None:
    for rule in ("S1", "S2", "S3", "S4", "S5", "S6"):
        assert any(line.startswith(f"| {rule} |") for line in ROWS), rule
