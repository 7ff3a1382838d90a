"""Constructors of safety entries: one entry for each yes, stop, clearing and full check, so that each is kept alone.

Pure: the caller passes the header, and writes each entry to the journal before the next screen is shown. An entry names
the entries that it replaces by uid (`over`) instead of by time, so two logins that answer at once undo nothing of each
other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from hashlib import sha256
from typing import Final

from msgspec.structs import replace

from l5tui.domain.entry import Asked, Clearing, Entry, Occasion, SafetyAnswer, SafetyEntry, Stop
from l5tui.domain.new_entry import EntryHeader, new_safety
from l5tui.domain.safety.questions import Answer, Safety

RECHECK: Final = "recheck"
"""The id under which the one question before a session is answered."""
FURTHER: Final = "further"
"""The id under which "further down the leg than before you began?" is answered, at a check-out with leg watch."""
PROFESSIONAL: Final = "professional"
"""`by` of a clearing that a health professional gave."""
PASSED: Final = "passed"
"""`by` of a clearing by the person: it was gone within minutes and did not come back (S6 only)."""
FOLLOWED_UP: Final = "S3"
"""The rule whose question is asked at the next check-in."""
_ANSWERS: Final[Mapping[Answer, SafetyAnswer]] = {
    Answer.NO: "no",
    Answer.YES: "yes",
    Answer.NOT_SURE: "not_sure",
}


def stored(answer: Answer) -> SafetyAnswer:
    """An answer as entries store it."""
    return _ANSWERS[answer]


def clearing(on: date, by: str) -> Clearing:
    """A clearing as entries store it: its date and who gave it."""
    return {"date": on.isoformat(), "by": by}


def new_yes(
    header: EntryHeader,
    question_id: str,
    answer: Answer,
    *,
    occasion: Occasion = "answer",
    session: str | None = None,
    kept: Clearing | None = None,
) -> SafetyEntry:
    """A yes or not sure, which is written at once.

    Args:
        header: when it was said.
        question_id: the question's id.
        answer: yes or not sure.
        occasion: `answer` within a full check, `session` or `log` apart from one.
        session: the uid of the session in which it was said.
        kept: the recorded clearing that still holds ("still so, nothing new since DATE").
    """
    cleared = {question_id: kept} if kept else None
    return new_safety(header, occasion, answers={question_id: stored(answer)}, cleared=cleared, session=session)


def new_emergency_answer(
    header: EntryHeader, question_id: str, session: str, answer: Answer = Answer.YES
) -> SafetyEntry:
    """A yes or not sure to an emergency question within a session.

    The uid is derived from session and question, so writing the entry twice stores it once.
    """
    uid = sha256(f"{question_id} of {session}".encode()).hexdigest()[:32]
    return new_yes(replace(header, uid=uid), question_id, answer, occasion="session", session=session)


def new_full_check(
    header: EntryHeader,
    safety: Safety,
    answers: Mapping[str, Answer],
    *,
    over: Iterable[str],
    kept: Mapping[str, Clearing] | None = None,
) -> SafetyEntry:
    """A full check that was finished. Questions that are missing in `answers` were answered with no.

    Args:
        header: when the check ended.
        safety: the questions that were asked.
        answers: by the question's id.
        over: the uids known when it was begun, and those of its own answers.
        kept: recorded clearings that still hold, by the question's id.
    """
    every = {one.id: stored(answers.get(one.id, Answer.NO)) for one in safety.questions}
    asked: Asked = {"version": safety.version, "digest": safety.digest}
    return new_safety(header, "full_check", questions=asked, answers=every, cleared=kept, over=over)


def new_something_new(header: EntryHeader, answer: Answer = Answer.YES) -> SafetyEntry:
    """A yes or not sure to the recheck: a full check is due from now on, even if this start is cancelled."""
    return new_safety(header, RECHECK, answers={RECHECK: stored(answer)})


def new_stop(
    header: EntryHeader, rule: Stop, session: str | None = None, *, occasion: Occasion = "stop"
) -> SafetyEntry:
    """A stop rule (S3 to S6) that holds from now on.

    Within a session the uid is derived from session and rule, so writing the entry twice stores it once.
    """
    if session is not None:
        uid = sha256(f"{rule} of {session}".encode()).hexdigest()[:32]
        header = replace(header, uid=uid)
    return new_safety(header, occasion, stop=rule, session=session)


def is_kept(said: SafetyEntry, entries: Iterable[Entry]) -> bool:
    """Whether the entry is in the journal already.

    Writing it again would give it a later date, and a clearing that was given in between would no longer lift it.
    """
    return any(one["uid"] == said["uid"] for one in entries)


def new_further_down(header: EntryHeader, answer: Answer, session: str) -> SafetyEntry:
    """Symptoms further down the leg at the check-out: S3's question is asked before the next check-in."""
    uid = sha256(f"{FURTHER} of {session}".encode()).hexdigest()[:32]
    return new_safety(
        replace(header, uid=uid),
        "session",
        answers={FURTHER: stored(answer)},
        stop="S3",
        session=session,
    )


def new_shown(header: EntryHeader, over: Iterable[str]) -> SafetyEntry:
    """S3's question was shown. The hours without an answer count from the first such entry."""
    return new_safety(header, "follow_up", over=over)


def new_follow_up(header: EntryHeader, answer: Answer, over: Iterable[str]) -> SafetyEntry:
    """S3's question was answered; a yes or not sure counts as S4 from now on."""
    stop: Stop | None = "S4" if answer.counts_as_yes else None
    return new_safety(header, "follow_up", answers={FOLLOWED_UP: stored(answer)}, stop=stop, over=over)


def new_clearing(header: EntryHeader, about: str, on: date, by: str, over: Iterable[str]) -> SafetyEntry:
    """A clearing with its date, by a professional, or for S6 by the person.

    Args:
        header: the time now.
        about: the id of the question, or the rule.
        on: the date of the clearing.
        by: `PROFESSIONAL` or `PASSED`.
        over: the uids of the entries that it clears.
    """
    return new_safety(header, "clearing", cleared={about: clearing(on, by)}, over=over)
