"""Answers that were marked on a page of the safety questions and not confirmed, kept as a draft in case of a kill.

A yes that a person has marked counts, however the program ends (clinical data, c5). Where the page is left by the
person, the page says what becomes of its marks; where the program was cut off, the next start keeps each yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Final

from l5tui.config.clock import new_header, now
from l5tui.domain.entry import SafetyEntry
from l5tui.domain.entry_times import moment_of
from l5tui.domain.safety.entries import new_emergency_answer, new_yes
from l5tui.domain.safety.questions import Answer
from l5tui.journal.drafts import MARKED, Draft, Drafts

KEPT_AFTER_CUT_OFF: Final = "The safety answer that you had marked is kept"


def hold_marked(drafts: Drafts, uid: str, marked: Mapping[str, Answer], session: str | None) -> None:
    """Keep what is marked now as a draft; no draft without a mark.

    Args:
        drafts: the journal's.
        uid: the draft's.
        marked: yes and not sure, by the question's id.
        session: the uid of the session in which it is asked; None outside of one.
    """
    if marked:
        answers = {one: answer.value for one, answer in marked.items()}
        drafts.hold(Draft(uid, MARKED, now().isoformat(timespec="seconds"), answers, session))
    else:
        drafts.finish(uid)


def marked_entries(draft: Draft) -> list[SafetyEntry]:
    """Each yes and not sure of a draft as an entry; making it twice gives the same uid."""
    found = []
    for question, said in draft.values.items():
        if said not in (Answer.YES.value, Answer.NOT_SURE.value):
            continue
        uid = sha256(f"{question} of {draft.uid}".encode()).hexdigest()[:32]
        header, answer = new_header(moment_of(draft.at), uid=uid), Answer(said)
        if draft.entry:
            found.append(new_emergency_answer(header, question, draft.entry, answer))
        else:
            found.append(new_yes(header, question, answer))
    return found
