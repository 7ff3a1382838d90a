"""When a place or a kind is new in a way that stops: the rule's words, and the emergency questions (clinical data, b).

What is known is in the journal before the first of these pages is shown, so that no page can be closed on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from l5tui.config.clock import new_header
from l5tui.domain.entry import Entry, Stop
from l5tui.domain.safety.full_check import NewSymptomsCheck
from l5tui.domain.safety.new_symptoms import NewSymptoms, new_symptoms_in_correction, new_symptoms_in_entry
from l5tui.domain.safety.stop_words import new_symptoms_words

if TYPE_CHECKING:
    from l5tui.tui.app import L5App


def signs_of(app: L5App, entry: Entry) -> NewSymptoms:
    """What is new in a logged score, or in a session before and after."""
    state = app.gate().state
    return new_symptoms_in_entry(state, entry) if state else NewSymptoms()


async def act_on_correction(app: L5App, uid: str, changed: Iterable[str]) -> None:
    """What a corrected place means, if the entry is of the time since the last full check."""
    await act_on_signs(app, *new_symptoms_in_correction(app.gate().state, uid, changed))


async def act_on_signs(
    app: L5App, signs: NewSymptoms, session: str | None = None, *, kept: bool = True
) -> Stop | Literal["open"] | None:
    """Keep what is new, say what it means, and ask the emergency questions.

    Args:
        app: the app.
        signs: what is new.
        session: the uid of the session after which it was said; None before one, and without one.
        kept: the place is in the journal, so it is known from now on.

    Returns:
        What stops, as `NewSymptomsCheck.stop` says; None where nothing does.
    """
    if not signs:
        return None
    asked = NewSymptomsCheck(signs, app.library.safety, app.gate().state, new_header, session=session, kept=kept)
    for entry in asked.first:
        await app.keep(entry)
    await _ask_emergency(app, asked, new_kind=bool(signs.kinds))
    return asked.stop


async def _ask_emergency(app: L5App, asked: NewSymptomsCheck, *, new_kind: bool) -> None:
    """The emergency questions alone, under the rule's words; each yes is kept before its page is shown."""
    from l5tui.tui.safety.emergency import EmergencyScreen, Left
    from l5tui.tui.safety.question_page import SafetyPageScreen, Within

    number = app.settings.emergency_number
    within = Within(*new_symptoms_words(app.library.safety, number, new_kind=new_kind))
    answer = await app.push_screen_wait(SafetyPageScreen(asked.check, within=within)) if asked.check else None
    for entry in asked.answer(answer.marked if answer else None):
        await app.keep(entry)
    if answer is not None and answer.closes:
        await app.end()
    elif asked.stop == "S5" and (
        await app.push_screen_wait(EmergencyScreen(number=number, in_session=True)) is Left.CLOSE
    ):
        app.exit(0)
