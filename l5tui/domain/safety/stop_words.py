"""What is asked when it hurts, in words; the rules' own words are content (`content/safety.toml`)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from l5tui.domain.entry import SessionEntry
from l5tui.domain.place import said_to_stay
from l5tui.domain.safety.it_hurts import Ask, Choice
from l5tui.domain.safety.questions import Level, Safety
from l5tui.domain.safety.stop_rules import BOTH, EARLIER, EMERGENCY, Answer, Then, felt_of
from l5tui.domain.safety.words import HELP

STOPPED: Final = "Stopped. Come out slowly."
COME_OUT: Final = "Rest in any position that feels OK."
WHAT: Final = "What do you feel?"
IN_ONE_LINE: Final = f"{STOPPED} What is it?"
"""Rule S1 and its question in 38 columns."""
FELT: Final[Mapping[Answer, str]] = {
    Answer.MORE: "more pain than before",
    Answer.SHARP: "sharp or shooting",
    Answer.SPREADING: "further down the leg",
    Answer.TINGLING: "new tingling or numbness",
    Answer.WEAK: "new weakness",
    Answer.DIZZY: "dizzy or light-headed",
    Answer.CHEST: "chest pain, trouble breathing, or faint",
    Answer.SIGNS: "bladder, bowel, numb between the legs, or both legs at once",
}
_FELT_EARLIER: Final[Mapping[str, str]] = {"faint": "dizzy, faint or short of breath", "chest": "pain in the chest"}
"""The words of answers that are asked otherwise now; each of `EARLIER` has them."""
CHOSEN: Final[Mapping[Choice, str]] = {
    Choice.NOTHING: "nothing: get ready, then this repetition anew",
    Choice.END: "end the session",
    Choice.SETTLED: "no, it went back",
    Choice.STAYED: "yes, or not sure",
    Choice.ONE_LEG: "one leg",
    Choice.BOTH_LEGS: "both legs",
    Choice.DIZZY_ONLY: "dizzy or light-headed only",
    Choice.CHEST: "chest pain, trouble breathing, or fainted",
    Choice.NO_SIGN: "none of these",
    Choice.SIGN: "at least one, or not sure",
    Choice.EASE: "ease off: smaller and shorter",
    Choice.SKIP: "skip this exercise today",
    Choice.GO_ON: "go on as it is: get ready, then this repetition anew",
    Choice.SCORE: "give a new score",
    Choice.READ: "I have read this",
}
"""What can be replied."""
IN_LITTLE_ROOM: Final[Mapping[Answer | Choice, str]] = {
    Answer.CHEST: "chest pain, hard to breathe, faint",
    Choice.END: "end",
    Choice.NOTHING: "nothing, go on anew",
}
"""The same in fewer words, for a window of 40 columns and 12 rows."""
LEADS_TO: Final[Mapping[Answer, str]] = {
    Answer.MORE: "a score decides",
    Answer.SHARP: "a score decides",
    Answer.SPREADING: "a rest of five minutes, then a question",
    Answer.TINGLING: "we stop for today",
    Answer.WEAK: "we stop for today",
    Answer.DIZZY: "we stop for today",
    Answer.CHEST: "we stop for today",
    Answer.SIGNS: "the emergency questions",
}
"""What each answer does."""
LEADS_IN_SHORT: Final = (
    "1, 2: a score decides. 3: a rest of five minutes. 4-7: we stop for today. 8: the emergency questions."
)
"""The same for all of them, in one paragraph."""
SCORE_LEADS_TO: Final[Mapping[Then, str]] = {
    Then.GO_ON: "go on slowly: get ready, then this repetition anew",
    Then.OFFER: "smaller, skip it, or go on",
    Then.STOP_EXERCISE: "this exercise stops; a minute of rest",
    Then.SKIP: "on to the next exercise",
}
"""What a score does."""
SLIP: Final = "none of these; back to the list"
GET_HELP_IF: Final = "If any of these is so, do not exercise, and get help now."
"""Over the emergency questions that were asked for."""
OFFERED: Final = "Make it smaller, or stop. Stopping is fine."
STILL_HIGH: Final = "The next exercise waits for a lower score."
SETTLE: Final = "Rest in any position that feels OK. Then there is one question."
FURTHER_DOWN: Final = "Further down the leg? {key}"
"""In the rest after an exercise with leg watch; the key is that of "it hurts"."""
STILL_DOWN: Final = "Is it still further down?"
WHICH_LEGS: Final = "In one leg, or in both?"
WHICH: Final = "Lie or sit down. Which is it?"
ANY_AS_WELL: Final = "Is any of these so as well?"
ANY: Final = "Is any of these so?"
AT_ALL_EVENTS: Final = "Stop here. Rest in any position that feels OK."
"""What is said where the rule's own words can't be read."""
STOP_FOR_TODAY: Final = "Stop for today"
"""The heading over the words of S3, S4 and S6. "Get help now" is S5's alone."""
BOTH_LEGS: Final = "Signs in both legs"
"""The heading over the emergency questions where both legs are new."""
NUMBERS: Final = "Emergency number: 112, 999 or 911 in many places."
"""Under the words of S6, whose last clause asks to call it."""
WHAT_IT_WAS: Final[Mapping[str, str]] = {
    "S1": "stopped",
    "S2": "stopped at a high score",
    "S3": "stopped: further down the leg",
    "S4": "stopped: new numbness, tingling or weakness",
    "S5": "stopped: an emergency sign",
    "S6": "stopped: dizzy or light-headed",
}
"""What ended a session, by the rule. S3's words are true of an end before its five minutes were over, too."""
COUNTS_AS_STAYED: Final = "You said it went further down. It was not asked whether it stayed, so that counts as a yes."
"""Instead of S3's first sentence where nobody said that it stayed (clinical data, b: unanswered counts as stayed)."""
MAY_HAVE_STAYED: Final = "It may have moved down and stayed."
"""Before S3's question at the next check-in, where nobody said that it stayed."""
IN_SHORT: Final[Mapping[str, str]] = {
    "S1": "stopped",
    "S2": "stop: high pain",
    "S3": "stop: spreading",
    "S4": "stop: numb/weak",
    "S5": "stop: emergency",
    "S6": "stop: dizzy",
}
"""The same for a row of a list."""
NEXT_TIME: Final[Mapping[str, str]] = {
    "S3": "The next check-in begins with one question: is it still further down?",
    "S4": "No session begins until a health professional knows about this and the safety questions are answered again.",
    "S5": "No session begins until the safety questions are answered again, with no to every emergency sign.",
    "S6": "No session begins until the safety questions are answered again, and until it was gone within minutes "
    "and did not come back, or a health professional knows about it.",
}
"""What a stop asks for before another session."""


def asked(ask: Ask) -> str:
    """The question in words; empty where a rule's own words stand."""
    return {
        Ask.FELT: f"{STOPPED} {WHAT}",
        Ask.SETTLED: STILL_DOWN,
        Ask.LEGS: WHICH_LEGS,
        Ask.WHICH: WHICH,
        Ask.SIGNS: ANY,
        Ask.SIGNS_TOO: ANY_AS_WELL,
        Ask.OFFER: OFFERED,
    }.get(ask, "")


def numbers_line(own: str) -> str:
    """The emergency numbers in a line; one's own (setting `emergency_number`) stands first."""
    return f"Emergency number: {own}. In other places 112, 999 or 911." if own else NUMBERS


def felt_words(answer: str) -> str:
    """What was felt, as the journal keeps it, in words; what a newer version wrote stands as it is."""
    felt = felt_of(answer)
    if felt is None:
        return answer
    if answer in EARLIER:
        return _FELT_EARLIER[answer]
    return f"{FELT[felt]}, both legs" if answer.endswith(BOTH) else FELT[felt]


def rule_words(rule: str | None, safety: Safety | None) -> str:
    """A rule's own words."""
    return safety.stop_texts.get(rule or "", AT_ALL_EVENTS) if safety else AT_ALL_EVENTS


def stop_words(rule: str, safety: Safety | None, *, stayed: bool = True) -> tuple[str, str]:
    """The heading and the words of a stop: both say the same.

    Args:
        rule: S3, S4, S5 or S6.
        safety: the content; without it the words that need none.
        stayed: of S3, whether the person said so. What nobody said isn't said for them.
    """
    if rule == EMERGENCY:
        page = safety.pages.get(Level.EMERGENCY) if safety else None
        return (page.title, page.body) if page else HELP
    words = rule_words(rule, safety)
    if rule == "S3" and not stayed and words != AT_ALL_EVENTS:
        words = f"{COUNTS_AS_STAYED} {_after_first_sentence(words)}"
    return STOP_FOR_TODAY, words


def new_symptoms_words(safety: Safety | None, number: str, *, new_kind: bool) -> tuple[str, str, str]:
    """What stands with the emergency questions when a place is new: heading, words, question.

    Args:
        safety: the content.
        number: the person's own emergency number.
        new_kind: tingling or numbness is new (S4); else both legs are.
    """
    if new_kind:
        return (*stop_words("S4", safety), asked(Ask.SIGNS_TOO))
    return BOTH_LEGS, f"{GET_HELP_IF} {numbers_line(number)}", asked(Ask.SIGNS)


def words_after_stop(entry: SessionEntry, safety: Safety | None) -> tuple[str, str, str]:
    """What a summary says after a stop: heading, the rule's own words with whom to ask, and what comes next time."""
    rule = entry["stop"] or ""
    return (*stop_words(rule, safety, stayed=said_to_stay(entry)), NEXT_TIME.get(rule, ""))


def follow_up_words(text: str, *, stayed: bool) -> str:
    """S3's question before the next check-in.

    Args:
        text: the rule's own words for it: what was so, then the question.
        stayed: whether the person had said that it stayed.
    """
    return text if stayed else f"{MAY_HAVE_STAYED} {_after_first_sentence(text)}"


def _after_first_sentence(text: str) -> str:
    return text.partition(". ")[2] or text
