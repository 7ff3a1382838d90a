"""What a logged score says about safety when nobody is there to be asked: new tingling or numbness, both legs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from l5tui.cli.files import load_content
from l5tui.config.clock import now, stamp
from l5tui.domain.entry import Entry, LogEntry, SafetyEntry
from l5tui.domain.new_entry import Stamp
from l5tui.domain.safety.fold import safety_state
from l5tui.domain.safety.new_symptoms import Signs, entries_for, nothing_known, signs_in
from l5tui.domain.safety.questions import Level
from l5tui.domain.safety.reading import instant
from l5tui.domain.safety.words import ASK, HELP, STOP_FOR_TODAY, own_number


def signs_of(entry: LogEntry, entries: Iterable[Entry], number: str) -> tuple[list[SafetyEntry], list[str]]:
    """What the entry counts as from now on (E4, S4), and the words for it, in full.

    A score of a time before the last full check was covered by that check, and counts as nothing.

    Args:
        entry: the logged score.
        entries: the journal before it.
        number: the person's own emergency number.
    """
    content = load_content()
    safety = content.safety
    if safety is None:
        signs = nothing_known(entry["left"], entry["right"], entry["kinds"])
    else:
        state = safety_state(safety, entries, now())
        asked, at = instant(state.asked), instant(entry["started"])
        if asked is not None and at is not None and at < asked:
            return [], []
        signs = signs_in(state, entry["left"], entry["right"], entry["kinds"])
    page = safety.pages[Level.EMERGENCY] if safety else None
    title, body = (page.title, page.body) if page else HELP
    help_lines = (title, *own_number(number), body)
    stop_line = safety.stop_texts["S4"] if safety else STOP_FOR_TODAY
    return entries_for(signs, _stamps()), list(_words(signs, help_lines, stop_line))


def _stamps() -> Iterator[Stamp]:
    while True:
        yield stamp()


def _words(signs: Signs, help_lines: Iterable[str], stop_line: str) -> Iterator[str]:
    if signs.both_legs:
        yield from help_lines
        yield f"New signs in both legs: no session starts until all questions are answered again: {ASK}."
    if signs.kinds:
        yield stop_line
        yield f"No session starts until then. What was said, and how it is recorded: {ASK}."
