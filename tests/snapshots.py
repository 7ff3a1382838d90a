"""Snapshots of drawings as plain text, kept beside the tests, so that a diff shows what changed.

They are redrawn only on request (`REDRAW=1 make test`), and must be looked at then.
"""

from __future__ import annotations

import os
from pathlib import Path


def assert_matches(picture: Path, drawn: str) -> None:
    """Fail when a drawing differs from its snapshot."""
    text = "\n".join(line.rstrip() for line in drawn.split("\n")).rstrip("\n") + "\n"
    if os.environ.get("REDRAW") == "1":
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(text, encoding="utf-8")
    assert picture.exists(), f"there is no {picture.name}: draw it with REDRAW=1, and look at it"
    kept = picture.read_text(encoding="utf-8")
    assert text == kept, f"{picture.name} is drawn otherwise\n\nkept:\n{kept}\ndrawn:\n{text}"
