"""The words of the stop page and of "it hurts", which leads to it.

The stop page's heading, and what stands around the rule's text, are here; the text of each rule S1 to S7 is
`[[stop_now]]` in `content/safety.toml`. `stop_page_words` puts both together, for the full screen
(`tui/session/it_hurts.py`) and for plain lines (`plain/it_hurts.py`). The full screen's emergency page (S5) is laid
out in `tui/safety/emergency.py`, and has the words that it shows large there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from l5tui.domain.entry import SessionEntry
from l5tui.domain.place import said_to_stay
from l5tui.domain.safety.gate import Gate, Need
from l5tui.domain.safety.it_hurts import Ask, Choice
from l5tui.domain.safety.questions import Level, Safety
from l5tui.domain.safety.stop_rules import BOTH, EARLIER, EMERGENCY, STOP_FROM, HurtAnswer, Then, felt_of
from l5tui.domain.safety.words import HELP, refused_lines

STOPPED: Final = "Stopped. Come out slowly."
COME_OUT: Final = "Rest in any position that feels OK."
WHAT: Final = "What do you feel?"
IN_ONE_LINE: Final = f"{STOPPED} What is it?"
"""The text of rule S1 and its question in 38 columns."""
FELT: Final[Mapping[HurtAnswer, str]] = {
    HurtAnswer.MORE: "more pain than before",
    HurtAnswer.SHARP: "sharp or shooting",
    HurtAnswer.SPREADING: "further down the leg",
    HurtAnswer.TINGLING: "new tingling or numbness",
    HurtAnswer.WEAK: "new weakness",
    HurtAnswer.DIZZY: "dizzy or light-headed",
    HurtAnswer.CHEST: "chest pain, trouble breathing, or faint",
    HurtAnswer.SIGNS: "bladder, bowel, numb between the legs, or both legs at once",
}
_FELT_EARLIER: Final[Mapping[str, str]] = {"faint": "dizzy, faint or short of breath", "chest": "pain in the chest"}
"""The texts of answers that earlier versions stored: one for each of `EARLIER`."""
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
"""The texts of the replies."""
IN_LITTLE_ROOM: Final[Mapping[HurtAnswer | Choice, str]] = {
    HurtAnswer.CHEST: "chest pain, hard to breathe, faint",
    Choice.END: "end",
    Choice.NOTHING: "nothing, go on anew",
}
"""Shorter texts for a window of 40 columns and 12 rows."""
LEADS_TO: Final[Mapping[HurtAnswer, str]] = {
    HurtAnswer.MORE: "a score decides",
    HurtAnswer.SHARP: "a score decides",
    HurtAnswer.SPREADING: "a rest of five minutes, then a question",
    HurtAnswer.TINGLING: "we stop for today",
    HurtAnswer.WEAK: "we stop for today",
    HurtAnswer.DIZZY: "we stop for today",
    HurtAnswer.CHEST: "we stop for today",
    HurtAnswer.SIGNS: "the emergency questions",
}
"""The consequence of each answer in words."""
LEADS_IN_SHORT: Final = (
    "1, 2: a score decides. 3: a rest of five minutes. 4-7: we stop for today. 8: the emergency questions."
)
"""The consequences of all answers in one paragraph."""
SCORE_LEADS_TO: Final[Mapping[Then, str]] = {
    Then.GO_ON: "go on slowly: get ready, then this repetition anew",
    Then.OFFER: "smaller, skip it, or go on",
    Then.STOP_EXERCISE: "this exercise stops; a minute of rest",
    Then.SKIP: "on to the next exercise",
}
"""The consequence of a score in words."""
SLIP: Final = "none of these; back to the list"
GET_HELP_IF: Final = "If any of these is so, do not exercise, and get help now."
"""Shown above the emergency questions."""
OFFERED: Final = "Make it smaller, or stop. Stopping is fine."
STILL_HIGH: Final = "The next exercise waits for a lower score."
SETTLE: Final = "Rest in any position that feels OK. Then there is one question."
FURTHER_DOWN: Final = "Further down the leg? {key}"
"""Shown in the rest after an exercise with leg watch; `key` is the key of "it hurts"."""
STILL_DOWN: Final = "Is it still further down?"
WHICH_LEGS: Final = "In one leg, or in both?"
WHICH: Final = "Lie or sit down. Which is it?"
ANY_AS_WELL: Final = "Is any of these so as well?"
ANY: Final = "Is any of these so?"
AT_ALL_EVENTS: Final = "Stop here. Rest in any position that feels OK."
"""Shown if the rule's own text can't be read."""
S4_WITHOUT_CONTENT: Final = (
    "New numbness, tingling or weakness: stop here. "
    "Please ask a health professional about it before you exercise again."
)
"""The text of rule S4 after a note in the journal, if the content can't be read."""
STOP_FOR_TODAY: Final = "Stop for today"
"""The heading of the stop page after S3, S4 and S6. "Get help now" is only for S5."""
BOTH_LEGS: Final = "Signs in both legs"
"""The heading of the emergency questions when symptoms are newly in both legs."""
NUMBERS: Final = "Emergency number: 112, 999 or 911 in many places."
"""Shown below the text of S6, which asks to call it."""
WHAT_IT_WAS: Final[Mapping[str, str]] = {
    "S1": "stopped",
    "S2": "stopped at a high score",
    "S3": "stopped: further down the leg",
    "S4": "stopped: new numbness, tingling or weakness",
    "S5": "stopped: an emergency sign",
    "S6": "stopped: dizzy or light-headed",
}
"""What ended a session, by rule. S3's text also fits a session that ended before the five minutes were over."""
COUNTS_AS_STAYED: Final = "You said it went further down. It was not asked whether it stayed, so that counts as a yes."
"""Replaces S3's first sentence if the person didn't say that it stayed (clinical data, b: unanswered counts as
stayed)."""
MAY_HAVE_STAYED: Final = "It may have moved down and stayed."
"""Shown before S3's question at the next check-in if the person didn't say that it stayed."""
IN_SHORT: Final[Mapping[str, str]] = {
    "S1": "stopped",
    "S2": "stop: high pain",
    "S3": "stop: spreading",
    "S4": "stop: numb/weak",
    "S5": "stop: emergency",
    "S6": "stop: dizzy",
}
"""The same in short, for a row of a list."""
STOPPED_BY: Final[Mapping[str, str]] = {
    "person": "ended early",
    "S1": "stopped",
    "S2": "high pain",
    "S3": "spreading",
    "S4": "numb or weak",
    "S5": "emergency",
    "S6": "dizzy",
}
"""What ended a session, in words short enough to be written in a correction."""


def stop_in_short(stop: object, worst: object) -> str:
    """What ended a session, for a row of a list; empty if no rule did.

    Args:
        stop: the session's stop.
        worst: its highest score. Below the app's own limit, a programme's limit or Flare-up's comparison with the score
            before held, and the score itself is said.
    """
    if stop == "S2" and isinstance(worst, int) and worst < STOP_FROM:
        return f"stop: pain {worst}"
    return IN_SHORT.get(stop, "") if isinstance(stop, str) else ""


def limit_words(worst: object, limit: int | None) -> str:
    """Which limit of rule S2 held, where it is known not to be the app's own; empty otherwise.

    Args:
        worst: the session's highest score.
        limit: the limit of the programme that was in force; None without one.
    """
    if not isinstance(worst, int):
        return ""
    if limit is not None and limit < STOP_FROM and limit <= worst:
        return f"stopped at {worst}: your programme stops an exercise from {limit} on"
    return f"stopped at {worst}, more than before it" if worst < STOP_FROM else ""


NOTED_ELSEWHERE: Final = "This was noted in another login."
"""Shown on the page that ends a session because of what another login kept."""
NEW_ELSEWHERE: Final = "Something is new, or not sure. The safety questions come first, before any exercise."
"""Shown there if something new was said and the questions haven't been answered yet."""
NEXT_TIME: Final[Mapping[str, str]] = {
    "S3": "The next check-in begins with one question: is it still further down?",
    "S4": "No session begins until a health professional knows about this and the safety questions are answered again.",
    "S5": "No session begins until the safety questions are answered again, with no to every emergency sign.",
    "S6": "No session begins until the safety questions are answered again, and until it was gone within minutes "
    "and did not come back, or a health professional knows about it.",
}
"""What a stop requires before the next session."""


def asked(ask: Ask) -> str:
    """The text of a question; empty if the text of a rule is shown instead."""
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
    """The emergency numbers in one line, the person's own (setting `emergency_number`) first."""
    return f"Emergency number: {own}. In other places 112, 999 or 911." if own else NUMBERS


def felt_words(answer: str) -> str:
    """A stored answer in words; one that a newer version wrote is shown as stored."""
    felt = felt_of(answer)
    if felt is None:
        return answer
    if answer in EARLIER:
        return _FELT_EARLIER[answer]
    return f"{FELT[felt]}, both legs" if answer.endswith(BOTH) else FELT[felt]


def rule_words(rule: str | None, safety: Safety | None) -> str:
    """The text of a rule."""
    return safety.stop_texts.get(rule or "", AT_ALL_EVENTS) if safety else AT_ALL_EVENTS


def too_much_words(safety: Safety | None, *, limit: int = STOP_FROM, by: str = "") -> str:
    """The text of rule S2, which stops an exercise; below the app's own limit it names the one of the programme.

    Args:
        safety: the content; None gives the built-in text.
        limit: the programme's limit, where only that stops the exercise.
        by: who wrote the programme.
    """
    words = rule_words("S2", safety)
    if limit >= STOP_FROM:
        return words
    said = f"{by}'s limit for this is {limit}."
    return f"{said} {words if words == AT_ALL_EVENTS else _after_first_sentence(words)}"


def stop_page_words(rule: str, safety: Safety | None, *, stayed: bool = True) -> tuple[str, str]:
    """The heading and the text of the stop page. The full screen and plain lines show the same.

    Args:
        rule: S3, S4, S5 or S6.
        safety: the content; None gives the built-in texts.
        stayed: for S3, whether the person said that it stayed; if not, the text doesn't claim it.
    """
    if rule == EMERGENCY:
        page = safety.pages.get(Level.EMERGENCY) if safety else None
        return (page.title, page.body) if page else HELP
    words = rule_words(rule, safety)
    if rule == "S3" and not stayed and words != AT_ALL_EVENTS:
        words = f"{COUNTS_AS_STAYED} {_after_first_sentence(words)}"
    return STOP_FOR_TODAY, words


def stopped_elsewhere_words(rule: str, found: Gate, safety: Safety | None) -> tuple[str, str]:
    """The heading and the text of the page that ends a session because of what another login kept.

    Args:
        rule: what `stop_while_running` says.
        found: the gate.
        safety: the content.
    """
    state = found.state
    if found.need is Need.URGENT:
        heading, *lines = refused_lines(Need.URGENT, state, safety)
        text = "\n".join(lines)
    elif found.need is Need.FULL_CHECK:
        heading, text = STOP_FOR_TODAY, NEW_ELSEWHERE
    else:
        heading, text = stop_page_words(rule, safety, stayed=state is None or state.follow_up_stayed)
    return heading, f"{text}\n{NOTED_ELSEWHERE}"


def new_symptoms_words(safety: Safety | None, number: str, *, new_kind: bool) -> tuple[str, str, str]:
    """The heading, text and question above the emergency questions when symptoms are new.

    Args:
        safety: the content.
        number: the person's own emergency number.
        new_kind: tingling or numbness is new (S4); else both legs are.
    """
    if new_kind:
        return (*stop_page_words("S4", safety), asked(Ask.SIGNS_TOO))
    return BOTH_LEGS, f"{GET_HELP_IF} {numbers_line(number)}", asked(Ask.SIGNS)


def words_after_stop(entry: SessionEntry, safety: Safety | None) -> tuple[str, str, str]:
    """The texts of a summary after a stop: heading, the rule's text with whom to ask, and what is required next
    time."""
    rule = entry["stop"] or ""
    return (*stop_page_words(rule, safety, stayed=said_to_stay(entry)), NEXT_TIME.get(rule, ""))


def follow_up_words(text: str, *, stayed: bool) -> str:
    """S3's question before the next check-in.

    Args:
        text: the rule's text: a statement, then the question.
        stayed: whether the person said that it stayed.
    """
    return text if stayed else f"{MAY_HAVE_STAYED} {_after_first_sentence(text)}"


def _after_first_sentence(text: str) -> str:
    return text.partition(". ")[2] or text
