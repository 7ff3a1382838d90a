"""When a place or a kind is new in a way that stops: the rule's words, and the emergency questions (clinical data, b).

What is known is in the journal before the first of these pages is shown, so that no page can be closed on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from l5tui.domain.entry import Entry, Stop
from l5tui.domain.hurting import Ask
from l5tui.domain.safety_check import EmergencyCheck, FullCheck
from l5tui.domain.safety_entries import new_something_new, new_stop
from l5tui.domain.safety_signs import Signs, signs_in
from l5tui.domain.stopping_words import GET_HELP_IF, asked, numbers_line, stop_words
from l5tui.screens.place_fields import felt_in
from l5tui.stamp import stamp

if TYPE_CHECKING:
    from l5tui.app import L5App

BOTH_LEGS: Final = "Signs in both legs"
Said = Literal["none", "yes", "open"]


def signs_of(app: L5App, entry: Entry) -> Signs:
    """What is new in a logged score, or in a session before and after."""
    state = app.gate().state
    if state is None:
        return Signs()
    body: Mapping[str, Any] = entry
    scores = [body] if body.get("kind") == "log" else [body.get("before"), body.get("after")]
    found = Signs()
    for score in scores:
        if isinstance(score, Mapping):
            felt = felt_in(score)
            new = signs_in(state, *felt.ranks, felt.kinds, but=entry["uid"])
            found = Signs(found.kinds + new.kinds, found.both_legs or new.both_legs)
    return found


async def act_on_correction(app: L5App, uid: str, changed: Iterable[str]) -> None:
    """What a corrected place means, if the entry is of the time since the last full check."""
    state = app.gate().state
    entry = next((one for one in (state.since_check if state else ()) if one["uid"] == uid), None)
    if entry is not None and any(field.rpartition(".")[2] in ("left", "right", "kinds") for field in changed):
        await act_on_signs(app, signs_of(app, entry), uid if entry["kind"] == "session" else None)


async def act_on_signs(
    app: L5App, signs: Signs, session: str | None = None, *, kept: bool = True
) -> Stop | Literal["open"] | None:
    """Keep what is new, say what it means, and ask the emergency questions.

    Args:
        app: the app.
        signs: what is new.
        session: the uid of the session after which it was said; None before one, and without one.
        kept: the place is in the journal, so it is known from now on: the full check comes before the next session
            whatever happens to the page with the emergency questions.

    Returns:
        The rule that stops: S4 or S5. "open" where the emergency questions were left unanswered: then the full check
        comes before the next session. None where nothing stops.
    """
    if not signs:
        return None
    if signs.kinds:
        await app.keep(new_stop(stamp(), "S4", session))
    elif kept:
        await app.keep(new_something_new(stamp()))
    said = await _ask_emergency(app, session, new_kind=bool(signs.kinds))
    if said == "yes":
        return "S5"
    if signs.kinds:
        return "S4"
    if said == "open" and not kept:
        await app.keep(new_something_new(stamp()))
    return "open" if said == "open" else None


async def _ask_emergency(app: L5App, session: str | None, *, new_kind: bool) -> Said:
    """The emergency questions alone, under the words of S4 where a kind is new; each yes is kept at once."""
    from l5tui.screens.emergency import EmergencyScreen, Left
    from l5tui.screens.safety_page import SafetyPageScreen, Within

    safety, state = app.library.safety, app.gate().state
    if safety is None or state is None:
        return "open"
    heading, words = (
        stop_words("S4", safety)
        if new_kind
        else (
            BOTH_LEGS,
            f"{GET_HELP_IF} {numbers_line(app.settings.emergency_number)}",
        )
    )
    within = Within(heading, words, asked(Ask.SIGNS_TOO if new_kind else Ask.SIGNS))
    check = EmergencyCheck(safety, session, stamp) if session else FullCheck(safety, state, stamp)
    answer = await app.push_screen_wait(SafetyPageScreen(check, within=within))
    if answer is None:
        return "open"
    for entry in check.answer(answer.marked):
        await app.keep(entry)
    if answer.closes:
        await app.end()
        return "yes"
    if not check.emergency:
        return "none"
    number = app.settings.emergency_number
    if await app.push_screen_wait(EmergencyScreen(number=number, in_session=True)) is Left.CLOSE:
        app.exit(0)
    return "yes"
