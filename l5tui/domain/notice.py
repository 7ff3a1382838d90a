"""The notice that is read once before the first use: what this is, and what it isn't."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from l5tui.domain.entry import Entry

NOTICE: Final = "notice"
"""What the decision is about that says it was read; the id of its guide, too."""
TITLE: Final = "Before you begin"
SHORT: Final = (
    "This is a timer and a diary for low-back exercises. It is not a diagnosis, and it cannot tell what is wrong.",
    "See a health professional before you start, above all if your pain is severe or persistent.",
    "No clinician has reviewed this app. It is not a medical device and does not replace care.",
)
"""What is said when the notice's own file is missing: it is never left out."""


def notice_was_read(entries: Iterable[Entry]) -> bool:
    """Whether the notice was read once."""
    return any(entry["kind"] == "decision" and entry["about"] == NOTICE for entry in entries)
