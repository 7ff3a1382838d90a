"""`l5tui import` shows a file, asks about it, and saves it among the person's own files."""

from __future__ import annotations

import io
import os
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from l5tui.config.clock import now
from l5tui.config.paths import content_root
from l5tui.library import load
from tests.cli.conftest import ROOT, L5tui, journal_of
from tests.domain.safety.safety_journal import SafetyJournal
from tests.e2e.terminal import Terminal
from tests.library.own_figure import OWN

ROUTINE = """\
# from Anna
id = "mine"
name = "Mine for the evening"
why = "Slow."

[[steps]]
exercise = "knee_to_chest"
rounds_left = 2
rounds_right = 1

[[steps]]
exercise = "cat_cow"
variant = "catcow_small"
phase_off = ["cat"]
"""


@pytest.fixture
def file(home: Path) -> Path:
    path = home / "from_anna (1).toml"
    path.write_text(ROUTINE)
    return path


@pytest.fixture
def own(home: Path) -> Path:
    return home / ".local/share/l5tui/content/routines"


def test_the_file_is_described_and_without_a_terminal_nothing_is_imported(called: L5tui, file: Path, own: Path) -> None:
    ran = called("import", str(file))
    assert ran.out.splitlines() == [
        "Routine: Mine for the evening (mine)",
        "Slow.",
        "   1  Knee-to-chest  6 left, 3 right, 15 s",
        "   2  Cat-cow        5 slow cycles, easier form, without cat",
        "Time at level 1: 5 min",
    ]
    assert (ran.status, ran.err) == (2, "l5tui: only a person at a terminal can say yes to this. Or add --yes\n")
    assert not own.exists()


def test_with_yes_the_file_is_saved_unchanged_and_private(called: L5tui, file: Path, own: Path) -> None:
    ran = called("import", "--yes", str(file))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith(f"Taken: {own}/mine.toml\n")
    assert (own / "mine.toml").read_text() == ROUTINE
    assert (own / "mine.toml").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in own.iterdir()] == ["mine.toml"]
    assert "Mine for the evening" in called("routines").said


def test_what_the_safety_answers_leave_out_is_named(called: L5tui, file: Path, home: Path) -> None:
    someone = SafetyJournal(now())
    someone.check("A5")
    journal_of(home).put_all(someone.entries)
    out = called("import", str(file)).out
    assert "Because of your safety answers:\n  Knee-to-chest is left out" in out


def test_an_exercise_is_described_with_its_start_and_reasons_to_stop(called: L5tui, home: Path) -> None:
    text = (content_root() / "exercises/glute_bridge.toml").read_text()
    (home / "b.toml").write_text(text.replace('"glute_bridge"', '"my_bridge"').replace("number = 6\n", ""))
    ran = called("import", "--yes", "b.toml")
    assert ran.status == 0
    for line in (
        "Exercise: Glute bridge (my_bridge)",
        "Start: Lie on your back",
        "Dose at level 1: 10 × 5 s",
        "Stop if: A cramp",
    ):
        assert line in ran.out
    assert (home / ".local/share/l5tui/content/exercises/my_bridge.toml").is_file()


def test_an_exercises_figure_is_kept_and_a_broken_one_refused(called: L5tui, home: Path) -> None:
    (home / "m.toml").write_text(OWN)
    assert called("import", "--yes", "m.toml").status == 0
    kept = home / ".local/share/l5tui/content"
    assert (kept / "exercises/mine.toml").read_text() == OWN
    assert list(load(own=kept).figures) == ["mine"]
    (home / "m.toml").write_text(OWN.replace("leg_near = [80, 200, 150]", "leg_near = [80, 20, nan]"))
    ran = called("import", "--yes", "--replace", "m.toml")
    assert ran.status == 1
    assert ran.out == "m.toml: line 80: poses.knee_up.leg_near[2]: it is nan. -720 is the least\n"
    assert (kept / "exercises/mine.toml").read_text() == OWN


def test_importing_the_same_file_again_changes_nothing(called: L5tui, file: Path, own: Path) -> None:
    called("import", "--yes", str(file))
    ran = called("import", str(file))
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("You have it already. Nothing was changed.\n")


def test_another_file_with_the_same_id_is_refused_with_a_way_to_keep_both(called: L5tui, file: Path, own: Path) -> None:
    called("import", "--yes", str(file))
    file.write_text(ROUTINE.replace("Slow", "Fast"))
    ran = called("import", "--yes", str(file))
    assert ran.status == 1
    assert ran.err == (
        'l5tui: you have another routine with the id mine. Write another id into the file, such as id = "mine_2",'
        " or add --replace, which keeps the old one\n"
    )
    assert (own / "mine.toml").read_text() == ROUTINE


def test_replace_keeps_every_replaced_file(called: L5tui, file: Path, own: Path) -> None:
    texts = [ROUTINE.replace("Slow", word) for word in ("One", "Two", "Three")]
    for text in texts:
        file.write_text(text)
        ran = called("import", "--yes", "--replace", str(file))
        assert ran.status == 0
    assert ran.out.endswith(f"Yours is kept: {own}/mine.toml.bak2\n")
    kept = [(own / name).read_text() for name in ("mine.toml.bak", "mine.toml.bak2", "mine.toml")]
    assert kept == texts
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in own.iterdir())


def test_the_id_of_shipped_content_is_refused_even_with_replace(called: L5tui, file: Path, own: Path) -> None:
    file.write_text(ROUTINE.replace('"mine"', '"evening"'))
    ran = called("import", "--yes", "--replace", str(file))
    assert ran.status == 1
    assert ran.out == (
        f'{file}: line 2: id: "evening" is taken by routines/evening.toml. Choose another id and file name\n'
    )
    assert not own.exists()


def test_a_file_with_faults_is_refused_with_the_lines_of_check(called: L5tui, file: Path, own: Path) -> None:
    file.write_text(ROUTINE.replace("cat_cow", "cat_cw").replace("rounds_left = 2", "rounds_left = 9"))
    ran = called("import", "--yes", str(file))
    assert ran.out.splitlines() == [
        f"{file}: line 8: steps[0].rounds_left: it is 9. 2 is the most",
        f'{file}: line 12: steps[1].exercise: there is no exercise "cat_cw". Did you mean "cat_cow"?',
    ]
    assert (ran.status, ran.err) == (1, "l5tui: 2 mistakes found. Nothing was imported\n")
    assert not own.exists()


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mine.toml", ROUTINE)


def tarred(path: Path, mode: Any) -> None:
    with tarfile.open(path, mode) as archive:
        archive.addfile(tarfile.TarInfo("mine.toml"))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (Path.mkdir, "it is a folder. Import the files in it one by one"),
        (zipped, "it is an archive. Unpack it, look at its files, and import them one by one"),
        (lambda path: tarred(path, "w:gz"), "it is an archive."),
        (lambda path: tarred(path, "w:"), "it is an archive."),
        (os.mkfifo, "it is not a plain file"),
        (lambda path: path.symlink_to(path), "it is a loop of links"),
        (lambda path: None, "there is no such file"),
        (lambda path: path.write_bytes(b"\xff\xfe\x00"), "line 1: it is not UTF-8 text. Save the file as UTF-8"),
        (lambda path: path.write_text("x" * 300_000), "it is too large for a content file"),
    ],
    ids=["folder", "zip", "tar.gz", "tar", "pipe", "circle", "none", "bytes", "huge"],
)
def test_a_path_that_is_no_file_is_refused_with_what_to_do(make: Any, says: str, called: L5tui, home: Path) -> None:
    make(home / "given.toml")
    ran = called("import", "--yes", "given.toml")
    assert ran.status == 1
    assert ran.complaint.startswith(f"given.toml: {says}")


def test_a_name_that_is_too_long_for_a_file_is_said_in_one_line(called: L5tui) -> None:
    assert "can't be read (File name too long)" in called("import", "--yes", f"{'a' * 5000}.toml").complaint


def test_a_programme_is_left_to_its_own_command(called: L5tui, home: Path) -> None:
    called("new", "programme")
    ran = called("import", "--yes", "programme.toml")
    assert ran.status == 1
    assert ran.complaint == (
        "programme.toml: it is a programme. l5tui programme programme.toml shows what it changes, and takes it"
    )


def test_several_files_are_refused_with_what_to_do(called: L5tui, file: Path) -> None:
    ran = called("import", "--yes", str(file), str(file))
    assert ran.status == 2
    assert ran.complaint == (
        "l5tui import takes one file at a time. Each is shown before it is taken: run it once for each file"
    )


def give(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_imported_only_with_yes(called: L5tui, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    give(monkeypatch, ROUTINE.encode())
    ran = called("import", "-")
    assert ran.status == 2
    assert "Mine for the evening" in ran.out
    assert ran.err == ("l5tui: nothing was imported: from standard input nobody can be asked. Add --yes to take it\n")
    assert not own.exists()
    give(monkeypatch, ROUTINE.encode())
    assert called("import", "-", "--yes").status == 0
    assert (own / "mine.toml").read_text() == ROUTINE


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"#" * 300_000, "standard input: it is too large for a content file"),
        (b"PK\x03\x04", "standard input: it is an archive"),
        (b"\xff", "standard input: line 1: it is not UTF-8 text"),
        (b'name = "' + b"x" * 1_000_000 + b'"', "standard input: it is too large for a content file"),
    ],
)
def test_invalid_bytes_on_standard_input_are_reported_in_one_line(
    data: bytes, says: str, called: L5tui, monkeypatch: pytest.MonkeyPatch
) -> None:
    give(monkeypatch, data)
    ran = called("import", "-", "--yes")
    assert ran.status == 1
    assert ran.complaint.startswith(says)


@pytest.mark.parametrize("sign", ["\u202e", "\\u001b[2J", "\u2066"])
def test_a_name_with_control_characters_is_refused_and_never_printed(
    sign: str, called: L5tui, file: Path, own: Path
) -> None:
    file.write_text(ROUTINE.replace("Mine for", f"Mine {sign}for"))
    ran = called("import", "--yes", str(file))
    assert ran.status == 1
    assert "line 3: name: it has the control character U+" in ran.out
    assert all(one.isprintable() for one in ran.out.splitlines())
    assert not own.exists()


def test_a_folder_without_write_permission_is_reported_and_nothing_is_lost(
    called: L5tui, file: Path, own: Path
) -> None:
    own.parent.mkdir(parents=True)
    own.write_text("not a folder")
    ran = called("import", "--yes", str(file))
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "can't be written" in ran.err or "can't be read" in ran.err
    assert own.read_text() == "not a folder"


def test_a_routine_that_a_replaced_exercise_would_break_is_named_before_the_question(
    called: L5tui, home: Path, own: Path
) -> None:
    bridge = (content_root() / "exercises/glute_bridge.toml").read_text()
    text = bridge.replace('"glute_bridge"', '"my_bridge"').replace("number = 6\n", "")
    (home / "b.toml").write_text(text)
    called("import", "--yes", "b.toml")
    (home / "r.toml").write_text('id = "r"\nname = "R"\n[[steps]]\nexercise = "my_bridge"\nvariant = "bridge_march"\n')
    assert called("import", "--yes", "r.toml").status == 0
    (own / "broken.toml").write_text(ROUTINE.replace('"mine"', '"broken"').replace("cat_cow", "cat_cw"))
    (home / "b.toml").write_text(text.replace("bridge_march", "bridge_walk"))
    ran = called("import", "--replace", "b.toml")
    assert ran.status == 2  # nobody can say yes here
    assert "A routine of yours would not work with it:\n" in ran.out
    assert f'  {own}/r.toml: line 5: steps[0].variant: Glute bridge has no form "bridge_march"' in ran.out
    assert "broken.toml" not in ran.out
    assert called("import", "--yes", "--replace", "b.toml").status == 0
    (home / "b.toml").write_text(text.replace("Lift only half", "Lift half"))
    assert "would not work" not in called("import", "--replace", "b.toml").out


def test_an_exercise_is_said_to_be_outside_the_article_with_whom_it_concerns(called: L5tui, home: Path) -> None:
    bridge = (content_root() / "exercises/glute_bridge.toml").read_text()
    text = bridge.replace('"glute_bridge"', '"my_bridge"').replace("number = 6\n", 'source = "A book, page 3."\n')
    (home / "b.toml").write_text(text)
    none = "It has no affects: any yes among the questions that ask first switches it off."
    lines = called("import", "b.toml").out.splitlines()
    assert "Not in the article: ask a health professional first." in lines
    assert "A book, page 3." in lines
    assert none in lines
    assert any(line.startswith("Ask first if: ") for line in lines)
    (home / "b.toml").write_text(f'{text}\n[[affects]]\nquestion = "A2"\neffect = "off"\n')
    lines = called("import", "b.toml").out.splitlines()
    assert none not in lines
    assert any(line.startswith("Ask first if: ") for line in lines)


@pytest.mark.long
def test_a_person_at_a_terminal_is_asked_before_importing(
    file: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for answer, taken in (("n", False), ("y", True)):
        with Terminal("import", str(file)) as terminal:
            terminal.until("Take it? y: yes, n: no, then enter")
            terminal.press(answer)
            terminal.press("enter")
            assert terminal.until_end() == 0
        assert (own / "mine.toml").exists() is taken


def test_a_programme_is_taken_by_its_own_command(called: L5tui, home: Path, own: Path) -> None:
    called("new", "programme", "from_anna.toml")
    assert "l5tui programme from_anna.toml" in called("import", "from_anna.toml", "--yes").complaint
    assert not list(own.rglob("*.toml"))
