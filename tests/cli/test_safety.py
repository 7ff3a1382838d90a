"""`l5tui safety`, and what `l5tui log` says about warning signs."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from l5tui.cli.main import main
from l5tui.config.clock import new_header, now
from l5tui.config.paths import content_root
from l5tui.domain.safety.entries import new_clearing, new_full_check, new_stop, new_yes
from l5tui.domain.safety.questions import Answer, Level
from tests.cli.conftest import L5tui, Ran, journal_of
from tests.domain.safety.safety_journal import CONTENT, SAFETY, C, G, M, SafetyJournal, put_full_check_all_no_at


def keep(home: Path, life: SafetyJournal) -> None:
    journal_of(home).put_all(life.entries)


def life(*yes: str) -> SafetyJournal:
    someone = SafetyJournal(now())
    someone.check(*yes)
    return someone


# l5tui safety


def test_safety_without_any_answer_says_so(called: L5tui) -> None:
    said = called("safety").said.splitlines()
    assert said[0] == "The safety questions were never answered to the end."
    assert any("only a person at a terminal can answer them" in line for line in said)
    assert said[-1].endswith("l5tui safety ask")


def test_safety_doesnt_say_that_none_apply_once_something_is_new(called: L5tui, home: Path) -> None:
    someone = life()
    keep(home, someone)
    assert "None of these apply today." in called("safety").said
    someone.pass_(seconds=5).something_new()
    keep(home, someone)
    assert "None of these apply" not in called("safety").said


def test_safety_doesnt_say_that_none_apply_while_the_full_check_is_due(called: L5tui, home: Path) -> None:
    someone = SafetyJournal(now() - timedelta(days=31))
    someone.check()
    keep(home, someone)
    said = called("safety").said
    assert "30 days ago or more" in said
    assert "None of these apply" not in said


def test_after_a_sign_in_a_logged_score_no_line_says_that_a_session_was_stopped(called: L5tui, home: Path) -> None:
    keep(home, life())
    called("log", "3", "--left", "calf", "--kind", "tingling")
    said = called("safety").said
    assert f"a new sign was noted on {now().day} {now():%B} {now().year}" in said
    assert "stopped" not in said


def test_safety_lists_answers_with_dates_what_is_off_with_reasons_and_clearances(called: L5tui, home: Path) -> None:
    someone = life("A3", "A5")
    someone.pass_(seconds=5).clear("A5")
    keep(home, someone)
    said = called("safety").said
    day = f"{now().day} {now():%B} {now().year}"
    assert f"The safety questions were answered on {day}." in said
    assert f"  A3 Spinal stenosis: yes, {day}\n" in said
    assert f"  off: {CONTENT.exercises[M].name} (A3)\n" in said
    assert f"  off: {CONTENT.exercises[C].name}, cow (A3)\n" in said
    assert f"  take care: {CONTENT.exercises[G].name} (A3): stop before the back arches\n" in said
    assert f"  A5 Thin bones: yes, {day}. a health professional's word, {day}\n" in said
    assert "(A5)" not in said, "what is cleared switches nothing off"


def test_safety_as_json_has_the_state_without_words(called: L5tui, home: Path) -> None:
    someone = life("A7", "U1")
    someone.stop("S4", "s1")
    keep(home, someone)
    found = called("safety", "--json").json
    assert (found["may_start"], found["first"]) == (False, "stop")
    assert found["questions"] == {"version": SAFETY.version, "digest": SAFETY.digest}
    assert [(one["id"], one["answer"], one["cleared"]) for one in found["standing"]] == [
        ("U1", "yes", None),
        ("A7", "yes", None),
    ]
    assert [stop["rule"] for stop in found["stops"]] == ["S4"]
    assert {row["exercise"] for row in found["restrictions"]} == {"childs_pose", "knee_to_chest"}
    assert set(found["due"]) == {"answer", "stop"}
    assert found["answers"]["E1"] == "no"


def test_safety_after_a_clean_check_says_the_only_allowed_sentence(called: L5tui, home: Path) -> None:
    put_full_check_all_no_at(home)
    said = called("safety").said
    assert SAFETY.all_no in said
    assert called("safety", "--json").json["may_start"] is True


def test_safety_ask_without_a_terminal_says_that_it_needs_one(called: L5tui) -> None:
    ran = called("safety", "ask")
    assert ran.status == 2
    assert "ssh -t HOST l5tui safety ask" in ran.complaint


@pytest.mark.parametrize("arguments", [("safety", "show"), ("safety", "ask", "--json")])
def test_safety_refuses_unknown_arguments(called: L5tui, arguments: tuple[str, ...]) -> None:
    ran = called(*arguments)
    assert ran.status == 2
    assert "See l5tui safety --help" in ran.complaint


# A start that safety refuses


@pytest.mark.parametrize("how", [("start", "bird dog"), ("again",)])
@pytest.mark.parametrize("plain", [True])
def test_a_start_refused_by_safety_exits_1_with_one_line(
    l5tui: L5tui, home: Path, how: tuple[str, ...], plain: bool
) -> None:
    someone = life()
    someone.session(routine={"id": "bird_dog", "name": "Bird Dog"})
    someone.say("E1")
    keep(home, someone)
    decide(home)
    ran = l5tui(*how, "--plain")
    assert ran.status == 1
    [line] = ran.err.splitlines()
    assert line.startswith("l5tui: no session starts: ")
    page = SAFETY.pages[Level.EMERGENCY]
    assert page.title in ran.out
    assert page.body in ran.out


def test_a_start_that_needs_the_full_check_exits_2_without_a_terminal(l5tui: L5tui, home: Path) -> None:
    decide(home)
    ran = l5tui("start", "bird dog", "--plain")
    assert (ran.status, ran.out) == (2, "")
    assert "only a person at a terminal can answer them" in ran.complaint


def decide(home: Path) -> None:
    from l5tui.domain.entry_reading import NOTICE
    from l5tui.domain.new_entry import new_decision

    journal_of(home).put(new_decision(new_header(), NOTICE, "read"))


# safety.toml missing, broken, or newer


@pytest.fixture(params=["missing", "broken", "newer"])
def without_questions(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The shipped content with an unusable file of safety questions; returns what is wrong with it."""
    root = Path(shutil.copytree(content_root(), tmp_path / "content"))
    file = root / "safety.toml"
    if request.param == "missing":
        file.unlink()
    elif request.param == "broken":
        file.write_text(file.read_text().replace('id = "E1"', 'id = "E2"', 1))
    else:
        file.write_text(file.read_text().replace("schema = 1", "schema = 2", 1))
    monkeypatch.setattr("l5tui.library.loading.content_root", lambda: root)
    return {"missing": "there is no such file", "broken": "stands there twice", "newer": "of a newer l5tui"}[
        request.param
    ]


def test_without_the_safety_questions_no_plain_session_starts_and_one_line_says_why(
    without_questions: str, called: L5tui, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put_full_check_all_no_at(home)
    decide(home)
    status = main(["start", "bird dog", "--plain"])
    assert status == 1
    [line] = capsys.readouterr().err.splitlines()
    assert "no session starts" in line
    assert without_questions in line
    ran: Ran = called("safety")
    assert ran.status == 1
    assert without_questions in ran.complaint


def test_without_the_safety_questions_journal_export_and_log_work(
    without_questions: str, called: L5tui, home: Path
) -> None:
    assert called("log", "4").status == 0
    assert called("journal").status == 0
    assert called("export", "scores.csv").status == 0
    assert "The safety questions can't be read" in called("report").out
    assert without_questions


# l5tui log


def entries(home: Path) -> list[dict[str, Any]]:
    """The safety entries, oldest first."""
    return [dict(one) for one in reversed(journal_of(home).entries()) if one["kind"] == "safety"]


def test_log_with_numbness_in_both_feet_keeps_the_score_and_says_to_get_help(called: L5tui, home: Path) -> None:
    ran = called("log", "9", "--left", "foot", "--right", "foot", "--kind", "numbness")
    assert ran.status == 0
    assert ran.out.startswith("Noted for ")
    page = SAFETY.pages[Level.EMERGENCY]
    assert f"l5tui: {page.title}\n" in ran.err
    assert f"l5tui: {page.body}\n" in ran.err
    assert f"l5tui: {SAFETY.stop_texts['S4']}\n" in ran.err
    assert [(one["answers"], one["stop"]) for one in entries(home)] == [({"E4": "yes"}, None), ({}, "S4")]
    assert [one["pain"] for one in journal_of(home).entries() if one["kind"] == "log"] == [9]
    decide(home)
    assert called("safety", "--json").json["first"] == "emergency"


def test_log_with_new_tingling_counts_as_s4_from_then_on(called: L5tui, home: Path) -> None:
    put_full_check_all_no_at(home)
    ran = called("log", "4", "--left", "calf", "--kind", "tingling")
    assert f"l5tui: {SAFETY.stop_texts['S4']}\n" in ran.err
    assert SAFETY.pages[Level.EMERGENCY].title not in ran.err
    assert called("safety", "--json").json["first"] == "stop"
    again = called("log", "4", "--left", "calf", "--kind", "tingling")
    assert again.err == "", "it isn't new any more"


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--left", "calf"),
        ("--left", "calf", "--kind", "pain"),
        ("--left", "foot", "--right", "buttock"),
        ("--note", "numb between the legs, cannot pee, both legs weak"),
    ],
)
def test_log_without_signs_says_nothing(called: L5tui, home: Path, options: tuple[str, ...]) -> None:
    put_full_check_all_no_at(home)
    assert called("log", "4", *options).said.startswith("Noted")
    assert called("safety", "--json").json["may_start"] is True


def test_log_with_a6_tingling_on_a_side_is_not_new(called: L5tui, home: Path) -> None:
    keep(home, life("A6"))
    assert called("log", "4", "--left", "calf", "--kind", "tingling").said.startswith("Noted")


def test_a_logged_time_before_the_last_full_check_is_covered_by_that_check(called: L5tui, home: Path) -> None:
    put_full_check_all_no_at(home)
    assert called("log", "4", "--left", "calf", "--kind", "tingling", "--at", "2026-01-02 08:00").said
    assert called("safety", "--json").json["may_start"] is True


@pytest.mark.parametrize("pain", ["8", "9", "10"])
def test_log_of_8_to_10_says_s7s_words_and_exits_0(called: L5tui, pain: str) -> None:
    said = called("log", pain).said.splitlines()
    assert said[1] == SAFETY.stop_texts["S7"]


def test_safety_entries_cannot_be_deleted_corrected_or_purged(called: L5tui, home: Path) -> None:
    put_full_check_all_no_at(home)
    stop = new_stop(new_header(), "S4", "s1")
    journal = journal_of(home)
    journal.put(stop)
    from l5tui.config.errors import JournalError

    for change in (
        lambda: journal.delete(stop["uid"], now()),
        lambda: journal.edit(stop["uid"], {"stop": None}, now()),
    ):
        with pytest.raises(JournalError, match="can't be changed"):
            change()
    assert journal.undo() is None
    journal.put({**stop, "deleted": now().isoformat()})
    assert len([one for one in journal.entries() if one["kind"] == "safety"]) == 2, "it is never hidden"
    said = called("journal", "purge", "--yes").said
    assert "What was answered for safety, and what stopped a session, stays" in said
    assert len(entries(home)) == 2
    assert called("safety", "--json").json["first"] == "stop"


def test_the_journal_list_leaves_out_safety_entries_and_json_and_export_have_them(called: L5tui, home: Path) -> None:
    put_full_check_all_no_at(home)
    called("log", "4")
    assert len(called("journal").said.splitlines()) == 1
    assert {one["kind"] for one in called("journal", "--json").json} == {"safety", "log"}
    called("export", "all.csv")
    assert "full check" in (home / "all.csv").read_text()


def test_a_clearing_names_who_gave_it(called: L5tui, home: Path) -> None:
    yes = new_yes(new_header(), "U1", Answer.YES)
    check = new_full_check(new_header(), SAFETY, {"U1": Answer.YES}, over=[yes["uid"]])
    word = new_clearing(new_header(), "U1", now().date(), "professional", [check["uid"]])
    journal_of(home).put_all([yes, check, word])
    assert "U1 Cancer, now or before: yes" in called("safety").said
    assert called("safety", "--json").json["first"] == "full_check"
