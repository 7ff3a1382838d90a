"""What is asked when it hurts, in words; the rules' own words are content (`content/safety.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from l5tui.domain.hurting import Choice
from l5tui.domain.stopping import Answer

STOPPED: Final = "Stopped. Come out slowly."
COME_OUT: Final = "Rest in any position that feels OK."
WHAT: Final = "What do you feel?"
FELT: Final[Mapping[Answer, str]] = {
    Answer.MORE: "more pain than before",
    Answer.SHARP: "sharp or shooting",
    Answer.SPREADING: "further down the leg",
    Answer.TINGLING: "tingling or numb",
    Answer.WEAK: "a leg feels weak",
    Answer.FAINT: "dizzy, faint or short of breath",
    Answer.CHEST: "pain in the chest",
}
CHOSEN: Final[Mapping[Choice, str]] = {
    Choice.NOTHING: "nothing, go on",
    Choice.END: "end the session",
    Choice.SETTLED: "no, it went back",
    Choice.STAYED: "yes, or not sure",
    Choice.EASE: "ease off: smaller and shorter",
    Choice.SKIP: "skip this exercise today",
    Choice.GO_ON: "go on as it is",
    Choice.SCORE: "give a new score",
    Choice.READ: "I have read this",
}
"""What can be replied."""
OFFERED: Final = "Make it smaller, or stop. Stopping is fine."
STILL_HIGH: Final = "The next exercise waits for a lower score."
SETTLE: Final = "Rest in any position that feels OK. Then there is one question."
STILL_DOWN: Final = "Is it still further down?"
AT_ALL_EVENTS: Final = "Stop here. Rest in any position that feels OK."
"""What is said where the rule's own words can't be read."""
