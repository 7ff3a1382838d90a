"""Questions in plain lines: an invalid answer gets one line, and no question is answered by accident."""

from __future__ import annotations

import pytest

from l5tui.plain.answers import EndOfInputError, GoneError
from l5tui.plain.prompt import BackError, Prompt
from tests import factories
from tests.plain.scripted_user import Key, ScriptedUser
from tests.rows import each

BAD = ("11", "٣", "", "-1", "4.5", "04", "4 5", "ten", "\x1b[2J", "[b]", "9" * 5000)


def prompt_with(*script: Key, single_keys: bool = False) -> tuple[Prompt, ScriptedUser]:
    person = ScriptedUser(script, factories.ManualClock(), single_keys=single_keys)
    return Prompt(person, person), person


@each("bad", [*BAD, "x", "q"])
def test_an_invalid_score_gets_one_line_and_is_asked_again(bad: str) -> None:
    prompt, person = prompt_with(bad, "4")
    assert prompt.score("How much?") == 4
    [told] = person.lines[2:]
    assert told.isprintable()
    assert len(told) < 160
    assert "Type a whole number from 0 to 10 and enter. s leaves it out." in told


@each("bad", [*BAD, "x"])
def test_an_invalid_choice_gets_one_line_and_is_asked_again(bad: str) -> None:
    prompt, person = prompt_with(bad, "y")
    assert prompt.choose("Well?", {"y": "yes", "n": "no"}) == "y"
    [told] = person.lines[3:]
    assert told.isprintable()
    assert told.endswith(" is no answer here. Type y or n.")


@each("typed, pain", [("0", 0), ("10", 10), (" 7 ", 7), ("s", None), ("S", None), ("ы", None)])
def test_a_score_from_0_to_10_or_none_is_accepted(typed: str, pain: int | None) -> None:
    prompt, _ = prompt_with(typed)
    assert prompt.score("How much?") == pain


@pytest.mark.parametrize("typed", ["Y", "н", "Н", "υ"])
def test_capitals_and_letters_of_other_layouts_answer(typed: str) -> None:
    prompt, _ = prompt_with(typed)
    assert prompt.choose("Well?", {"y": "yes", "n": "no"}) == "y"


def test_keys_in_a_burst_choose_nothing_and_are_reported_once() -> None:
    prompt, person = prompt_with("d", "n", "d", single_keys=True)
    person.together = {0, 1}
    assert prompt.choose("Well?", {"d": "discard it", "n": "no"}) == "d"
    assert person.lines[3:] == ["d came with other keys: press it again."]


def test_a_key_that_may_be_the_rest_of_a_reply_is_refused_with_the_reason() -> None:
    prompt, person = prompt_with("d", "d", single_keys=True)
    person.together = person.cut_off = {0}
    assert prompt.choose("Well?", {"d": "discard it", "n": "no"}) == "d"
    assert person.lines[3:] == ["d may belong to a cut-off reply: press it again."]


def test_a_held_backspace_chooses_nothing_and_prints_nothing() -> None:
    prompt, person = prompt_with(*["backspace"] * 9, "n", single_keys=True)
    assert prompt.choose("Well?", {"y": "yes", "n": "no"}) == "n"
    assert len(person.lines) == 3


def test_q_goes_back_only_where_going_back_is_possible() -> None:
    prompt, person = prompt_with("q")
    with pytest.raises(BackError):
        prompt.score("How much?", back="quits")
    assert person.lines[1].endswith("s leaves it out, q quits.")


@pytest.mark.parametrize("ask", ["score", "choose", "line"])
def test_the_end_of_input_ends_every_question(ask: str) -> None:
    prompt, _ = prompt_with()
    with pytest.raises(EndOfInputError):
        getattr(prompt, ask)(*{"score": ("?",), "choose": ("?", {"y": "yes"})}.get(ask, ()))


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+d"])
@pytest.mark.parametrize("ask", ["score", "choose"])
def test_ctrl_c_leaves_every_question(ask: str, key: str) -> None:
    prompt, _ = prompt_with(key, single_keys=True)
    with pytest.raises(GoneError):
        getattr(prompt, ask)(*{"score": ("?",), "choose": ("?", {"y": "yes"})}[ask])


def test_in_a_terminal_a_score_counts_only_with_enter_and_can_be_corrected_before() -> None:
    prompt, person = prompt_with("4", "backspace", "1", "ctrl+u", "1", "0", "enter", single_keys=True)
    assert prompt.score("How much?") == 10
    assert person.echoed == "4\b \b1\b \b10\n"


def test_a_held_space_answers_nothing_and_is_reported_once() -> None:
    prompt, person = prompt_with(*["space"] * 20, "y", single_keys=True)
    assert prompt.choose("Well?", {"y": "yes"}) == "y"
    assert len(person.lines) == 3
    held, told = prompt_with(*["space"] * 20, "enter", "4", "enter", single_keys=True)
    assert held.score("How much?") == 4
    assert len(told.lines) == 3


def test_a_line_in_a_terminal_is_the_typed_text() -> None:
    prompt, person = prompt_with(*"né", "space", "漢", "backspace", "escape", "up", *"[b]", "enter", single_keys=True)
    assert prompt.line() == "né [b]"
    assert person.echoed == "né 漢\b \b\b \b[b]\n"


def test_after_a_suspension_the_question_is_asked_again() -> None:
    prompt, person = prompt_with("ctrl+z", "y", single_keys=True)
    prompt.choose("Well?", {"y": "yes"})
    assert person.suspended == 1
    assert person.lines == ["Well?", "y: yes"] * 2
