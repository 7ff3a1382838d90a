"""New safety entries: one for each yes, stop, clearing and full check, so that none can be lost with another.

Pure: who asks hands in the stamp. Each is to be in the journal before the next screen is shown. What an entry answers
anew is named by uid (`over`), never told by the clock: two logins that answer at once take nothing from each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Final

from l5tui.domain.entry import Asked, Clearing, Entry, Occasion, SafetyAnswer, SafetyEntry, Stop
from l5tui.domain.new_entry import EntryHeader, new_safety
from l5tui.domain.safety.questions import Answer, Safety

RECHECK: Final = "recheck"
"""The id under which the one question before a session is answered."""
FURTHER: Final = "further"
"""The id under which "further down the leg than before you began?" is answered, at a check-out with leg watch."""
PROFESSIONAL: Final = "professional"
"""`by` of a clearing: a health professional's word."""
PASSED: Final = "passed"
"""`by` of a clearing: the person's own word that it was gone within minutes and did not come back (S6 only)."""
FOLLOWED_UP: Final = "S3"
"""The rule that asks again at the next check-in."""
_ANSWERS: Final[Mapping[Answer, SafetyAnswer]] = {
    Answer.NO: "no",
    Answer.YES: "yes",
    Answer.NOT_SURE: "not_sure",
}


def stored(answer: Answer) -> SafetyAnswer:
    """An answer as entries have it."""
    return _ANSWERS[answer]


def clearing(on: date, by: str) -> Clearing:
    """A word and its date, as entries have it."""
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
    """A yes or not sure, to be written at once.

    Args:
        header: when it was said.
        question_id: what was answered.
        answer: yes or not sure.
        occasion: `answer` within a full check, `session` or `log` apart from one.
        session: the uid of the session in which it was said.
        kept: a recorded check that still holds for it ("still so, nothing new since DATE").
    """
    cleared = {question_id: kept} if kept else None
    return new_safety(header, occasion, answers={question_id: stored(answer)}, cleared=cleared, session=session)


def new_emergency_answer(
    header: EntryHeader, question_id: str, session: str, answer: Answer = Answer.YES
) -> SafetyEntry:
    """A yes or not sure to an emergency question that came within a session.

    Of one session and question the uid is always the same, so that writing it twice leaves one.
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
    """A full check that came to its end. Questions that `answers` leaves out were answered with no.

    Args:
        header: when the check ended.
        safety: what was asked.
        answers: by the question's id.
        over: the entries known when it was begun, and those of its own answers.
        kept: recorded checks that still hold, by the question's id.
    """
    every = {one.id: stored(answers.get(one.id, Answer.NO)) for one in safety.questions}
    asked: Asked = {"version": safety.version, "digest": safety.digest}
    return new_safety(header, "full_check", questions=asked, answers=every, cleared=kept, over=over)


def new_something_new(header: EntryHeader, answer: Answer = Answer.YES) -> SafetyEntry:
    """The recheck was answered with yes or not sure: a full check is due, whatever becomes of this start."""
    return new_safety(header, RECHECK, answers={RECHECK: stored(answer)})


def new_stop(
    header: EntryHeader, rule: Stop, session: str | None = None, *, occasion: Occasion = "stop"
) -> SafetyEntry:
    """A stop rule (S3 to S6) that holds from now on.

    Of one session and rule the uid is always the same, so that writing it twice leaves one.
    """
    if session is not None:
        uid = sha256(f"{rule} of {session}".encode()).hexdigest()[:32]
        header = replace(header, uid=uid)
    return new_safety(header, occasion, stop=rule, session=session)


def is_kept(said: SafetyEntry, entries: Iterable[Entry]) -> bool:
    """Whether it is in the journal already. Written again it would move to a later day, so that a word that was given
    in between would lie before it and lift nothing any more.
    """
    return any(one["uid"] == said["uid"] for one in entries)


def new_further_down(header: EntryHeader, answer: Answer, session: str) -> SafetyEntry:
    """Further down the leg than before, said at a check-out: the question of S3 comes before the next check-in."""
    uid = sha256(f"{FURTHER} of {session}".encode()).hexdigest()[:32]
    return new_safety(
        replace(header, uid=uid),
        "session",
        answers={FURTHER: stored(answer)},
        stop="S3",
        session=session,
    )


def new_shown(header: EntryHeader, over: Iterable[str]) -> SafetyEntry:
    """The question of S3 was shown; from the first time on, hours without an answer count."""
    return new_safety(header, "follow_up", over=over)


def new_follow_up(header: EntryHeader, answer: Answer, over: Iterable[str]) -> SafetyEntry:
    """The question of S3 was answered; a yes or not sure holds as S4 from now on."""
    stop: Stop | None = "S4" if answer.counts_as_yes else None
    return new_safety(header, "follow_up", answers={FOLLOWED_UP: stored(answer)}, stop=stop, over=over)


def new_clearing(header: EntryHeader, about: str, on: date, by: str, over: Iterable[str]) -> SafetyEntry:
    """A professional's word, with its date; of S6 also the person's own.

    Args:
        header: the time now.
        about: the id of the question, or the rule.
        on: the date of the word.
        by: `PROFESSIONAL` or `PASSED`.
        over: the entries that it clears this of.
    """
    return new_safety(header, "clearing", cleared={about: clearing(on, by)}, over=over)
