"""The questions that are asked now and then, at the check-in in plain lines: how hard an activity is, the week's pain.

Each is one line, and nobody has to answer it.
"""

from __future__ import annotations

from typing import Final

from l5tui.config.clock import new_header, now
from l5tui.domain.pain import parse_pain
from l5tui.domain.regular_questions import RegularQuestion, due, form_is_due
from l5tui.journal.drafts import answer_draft
from l5tui.plain.prompt import LEAVE_OUT, SCALE, Prompt
from l5tui.plain.questionnaire import COMMAND
from l5tui.plain.records import Records

HOW: Final = f"An empty line leaves it for next time, {LEAVE_OUT} leaves it out."
FORM_DUE: Final = f"Your questionnaire is due. To fill it in, another time: {COMMAND}"


def ask_regular_questions(prompt: Prompt, records: Records) -> None:
    """Ask the questions that are due, and store each answer as an entry of its own.

    Raises:
        GoneError: nobody answers; a number that was typed and not entered stays a draft.
    """
    for question in due(records.entries(), now().date()):
        _ask(prompt, records, question)
    if form_is_due(records.entries(), now().date()):
        prompt.say(FORM_DUE)


def _ask(prompt: Prompt, records: Records, question: RegularQuestion) -> None:
    uid = new_header().uid

    def hold(typed: str) -> None:
        score = parse_pain(typed.strip())
        if score is None:
            records.drafts.finish(uid)
        else:
            records.drafts.hold(answer_draft(question, uid, score, new_header().at))

    scale = f"0 is {question.ends[0]}. 10 is: {question.ends[1]}." if question.ends else SCALE
    name = f"{question.name}: " if question.name else ""
    stop = "" if question.words.endswith("?") else "."
    prompt.say(f"{name}{question.words}{stop} {scale} {HOW}")
    prompt.on_typed = hold
    try:
        while typed := prompt.line().strip():
            score = parse_pain(typed)
            if score is not None or LEAVE_OUT in prompt.spellings(typed):
                records.keep(question.entry(new_header(uid=uid), score))
                break
            prompt.say_unknown(typed, f"Type a whole number from 0 to 10. {HOW}")
            prompt.count_answer(valid=False)
    finally:
        prompt.on_typed = None
    prompt.count_answer(valid=True)
    records.drafts.finish(uid)
