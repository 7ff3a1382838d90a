"""Pictures as plain text, kept beside the tests, so that a change of what is drawn is seen in a diff.

They are drawn anew only when asked for by name (`REDRAW=1 make test`), and whoever does that looks at them.
"""

from __future__ import annotations

import os
from pathlib import Path


def matches(picture: Path, drawn: str) -> None:
    """Fail when what is drawn isn't the picture that is kept."""
    text = "\n".join(line.rstrip() for line in drawn.split("\n")).rstrip("\n") + "\n"
    if os.environ.get("REDRAW") == "1":
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(text, encoding="utf-8")
    assert picture.exists(), f"there is no {picture.name}: draw it with REDRAW=1, and look at it"
    kept = picture.read_text(encoding="utf-8")
    assert text == kept, f"{picture.name} is drawn otherwise\n\nkept:\n{kept}\ndrawn:\n{text}"
