"""What is asked when it hurts, in words; the rules' own words are content (`content/safety.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from l5tui.domain.stopping import Answer

QUESTION: Final = "Stopped. Come out slowly. What do you feel?"
FELT: Final[Mapping[Answer, str]] = {
    Answer.MORE: "more pain than before",
    Answer.SHARP: "sharp or shooting",
    Answer.SPREADING: "further down the leg",
    Answer.TINGLING: "tingling or numb",
    Answer.WEAK: "a leg feels weak",
    Answer.FAINT: "dizzy, faint or short of breath",
    Answer.CHEST: "pain in the chest",
}
OFFERED: Final = "Make it smaller, or stop. Stopping is fine."
S2_TITLE: Final = "Rest for a minute."
SETTLE: Final = "Rest in any position that feels OK."
STILL_DOWN: Final = "Is it still further down?"
AT_ALL_EVENTS: Final = "Stop here. Rest in any position that feels OK."
"""What is said where the rule's own words can't be read."""
