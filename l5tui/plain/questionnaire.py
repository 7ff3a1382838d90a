"""The RMDQ in plain lines: its instruction, its statements one by one in their exact wording, its source and score.

It is kept only when each statement was answered. One that was begun is a draft, with which the next time goes on.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from l5tui.config.clock import new_header, new_uid, now
from l5tui.config.errors import ExitStatus
from l5tui.domain.entry_times import local_date
from l5tui.domain.new_entry import new_form
from l5tui.domain.rmdq import HIGHEST, INSTRUCTION, NAME, RMDQ, SOURCE, STATEMENTS
from l5tui.journal.drafts import Draft
from l5tui.plain.answers import GoneError
from l5tui.plain.prompt import BACK, BackError, Prompt
from l5tui.plain.records import Records

COMMAND: Final = "l5tui log --rmdq"
ANSWERS: Final = {"y": "tick it: it describes you today", "n": "leave it blank"}
BEFORE: Final = "b"
HOW: Final = f"{BEFORE} goes back to the statement before; {BACK} quits, and your answers wait."
END: Final = {"k": "keep it", BEFORE: "back to the last statement"}
WAITS: Final = f"Not in your journal yet. {COMMAND} goes on with it today."
READ: Final = "read"
"""The draft's field that has the number of statements that were answered."""


class _Begun(NamedTuple):
    """A form that was begun: the uid of its draft, what was ticked, and how many statements were answered."""

    uid: str
    ticks: set[int]
    answered: int


def fill_in(prompt: Prompt, records: Records) -> ExitStatus:
    """Ask for each statement whether it describes the person today, and store the form."""
    form = _begun_today(records) or _Begun(new_uid(), set(), 0)
    prompt.say(f"{NAME}.", *INSTRUCTION, HOW)
    if form.answered:
        prompt.say(f"It goes on after statement {form.answered}.")
    try:
        _ask(prompt, records, form)
    except (BackError, GoneError) as error:
        prompt.say(WAITS)
        return ExitStatus.OK if isinstance(error, BackError) else ExitStatus.FAILED
    kept = records.keep(new_form(new_header(uid=form.uid), RMDQ, form.ticks))
    records.drafts.finish(form.uid)
    records.drafts.drop(form.uid)  # of an earlier start
    prompt.say("Kept in your journal." if kept else "Not saved.")
    return ExitStatus.OK if kept else ExitStatus.FAILED


def _begun_today(records: Records) -> _Begun | None:
    """The form that was begun here today, as each statement is about today; None without one."""
    kept = {entry["uid"] for entry in records.entries()}
    for draft in reversed(records.drafts.left()):
        read, ticks = draft.values.get(READ), draft.values.get("ticks")
        mine = (draft.form, draft.about) == ("form", RMDQ) and local_date(draft.at) == now().date()
        if mine and draft.uid not in kept and isinstance(read, int) and isinstance(ticks, list):
            ticked = {one for one in ticks if isinstance(one, int) and 1 <= one <= read}
            return _Begun(draft.uid, ticked, min(max(0, read), HIGHEST))
    return None


def _ask(prompt: Prompt, records: Records, form: _Begun) -> None:
    """Ask from the first statement without an answer to the end.

    Raises:
        BackError: the person quits.
        GoneError: nobody answers.
    """
    ticks, number, listed = form.ticks, form.answered, True
    while True:
        while number < HIGHEST:
            question = f"{number + 1} of {HIGHEST}: {STATEMENTS[number]}"
            key = prompt.choose(question, ANSWERS, hidden={BEFORE: BEFORE, BACK: BACK}, listed=listed)
            listed = False
            if key == BACK:
                raise BackError
            if key == BEFORE:
                number = max(0, number - 1)
                continue
            number += 1
            (ticks.add if key == "y" else ticks.discard)(number)
            values = {"ticks": sorted(ticks), READ: number}
            records.drafts.hold(Draft(form.uid, "form", new_header().at, values, None, RMDQ))
            records.drafts.save()
        ticked = ", ".join(map(str, sorted(ticks))) or "none"
        prompt.say(f"Ticked: {ticked}. The score is the number of ticks: {len(ticks)}/{HIGHEST}.", SOURCE)
        key = prompt.choose("Keep it?", END, hidden={BACK: BACK})
        if key == BACK:
            raise BackError
        if key != BEFORE:
            return
        number = HIGHEST - 1
