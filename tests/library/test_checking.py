"""`check` reports what is wrong with a content file, before and after it is put in its place."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from l5tui.config.paths import content_root
from l5tui.library import check

ROUTINE = 'id = "mine"\nname = "Mine"\n\n[[steps]]\nexercise = "cat_cow"\n'


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "here"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def said(*paths: Path, own: Path | None = None) -> list[str]:
    return [str(problem) for problem in check(paths, own=own)]


def test_the_shipped_content_has_no_errors() -> None:
    assert said() == []


@pytest.mark.parametrize(
    "file", [*sorted(content_root().rglob("*/*.*")), content_root() / "safety.toml"], ids=lambda file: file.stem
)
def test_a_shipped_file_is_sound_when_it_is_checked_alone(file: Path) -> None:
    """It must not be reported as a second file with the same id."""
    assert said(file) == []


def test_without_arguments_the_persons_own_files_are_checked_too(own: Path) -> None:
    (own / "routines/mine.toml").write_text(ROUTINE.replace("cat_cow", "cat_cw"))
    file = own / "routines/mine.toml"
    assert said(own=own) == [f'{file}: steps[0].exercise: there is no exercise "cat_cw". Did you mean "cat_cow"?']


def test_own_files_are_found_in_their_folder(home: Path) -> None:
    place = home / ".local/share/l5tui/content/routines"
    place.mkdir(parents=True)
    (place / "mine.toml").write_text("id = 3")
    first, *_ = said()
    assert first == f"{place}/mine.toml: id: it must be a text in quotes, and is a whole number"


def test_a_file_is_reported_by_the_path_that_was_given(here: Path) -> None:
    (here / "mine.toml").write_text(ROUTINE.replace('name = "Mine"', 'nmae = "Mine"'))
    assert said(Path("mine.toml")) == ['mine.toml: nmae: there is no such key. Did you mean "name"?']


def test_a_sound_routine_anywhere_has_no_line(here: Path) -> None:
    (here / "mine.toml").write_text(ROUTINE)
    assert said(Path() / "mine.toml") == []


def test_a_routine_whose_id_is_taken_is_reported(here: Path) -> None:
    (here / "evening.toml").write_text(ROUTINE.replace("mine", "evening"))
    assert said(Path() / "evening.toml") == [
        'evening.toml: id: "evening" is taken by routines/evening.toml. Choose another id and file name'
    ]


def test_an_exercise_and_the_routine_that_needs_it_are_checked_together(here: Path) -> None:
    text = (content_root() / "exercises/glute_bridge.toml").read_text()
    text = text.replace('id = "glute_bridge"', 'id = "my_bridge"').replace("number = 6\n", "")
    text = text.replace('name = "Glute bridge"', 'name = "My bridge"')
    (here / "my_bridge.toml").write_text(text)
    (here / "mine.toml").write_text(ROUTINE.replace("cat_cow", "my_bridge"))
    assert said(Path() / "mine.toml", Path() / "my_bridge.toml") == []
    assert said(Path() / "mine.toml") == [
        'mine.toml: steps[0].exercise: there is no exercise "my_bridge". Did you mean "glute_bridge"?'
    ]


def test_an_own_file_reached_through_a_link_is_accepted(own: Path, tmp_path: Path) -> None:
    (own / "routines/mine.toml").write_text(ROUTINE)
    (tmp_path / "link").symlink_to(own)
    assert said(own / "routines/mine.toml", own=tmp_path / "link") == []
    assert said(tmp_path / "link/routines/mine.toml", own=own) == []


def test_every_file_with_an_error_has_its_own_line(here: Path) -> None:
    for name in ("one", "two"):
        (here / f"{name}.toml").write_text(f'id = "{name}"\nname = "One"\nsteps = 3\n')
    assert said(Path() / "one.toml", Path() / "two.toml", Path() / "one.toml") == [
        "one.toml: steps: it must be an array [...], and is a whole number",
        "two.toml: steps: it must be an array [...], and is a whole number",
    ]


@pytest.mark.parametrize("name", ["nowhere.toml", "nowhere.md", "safety.toml"])
def test_a_missing_file_is_reported(here: Path, name: str) -> None:
    assert said(Path() / name) == [f"{name}: there is no such file"]


def test_a_pipe_is_reported_and_never_read(here: Path) -> None:
    os.mkfifo(here / "odd")
    assert said(Path("odd")) == ["odd: it is not a plain file"]


def test_broken_safety_questions_are_reported(here: Path) -> None:
    shutil.copy(content_root() / "safety.toml", here)
    file = here / "safety.toml"
    file.write_text(file.read_text().replace('id = "E2"', 'id = "E1"'))
    assert said(Path("safety.toml")) == ['safety.toml: questions[1].id: "E1" stands there twice']


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("childs_pose\nhold = 31", "hold: it is 31. For Child's pose it can be 10 to 30 s"),
        ("childs_pose\nhold = 1100", "hold: it is 1100. For Child's pose it can be 10 to 30 s"),
        ("childs_pose\nreps = 4", "reps: it is 4. For Child's pose it can be 1 to 3"),
        ("mckenzie_extension\nhold = 2", "hold: it is 2. For McKenzie extension it can be 10 s only"),
        ("walk\nhold = 60", "hold: it is 60. For Walk it can be 300 to 1800 s"),
        ("walk\nreps = 3", "reps: it is 3. For Walk it can be 1 only"),
    ],
)
def test_a_dose_outside_the_exercises_range_is_named_with_the_range(own: Path, step: str, fault: str) -> None:
    name, setting = step.split("\n")
    text = ROUTINE.replace("cat_cow", name) + setting + "\n"
    (own / "routines/mine.toml").write_text(text)
    [found] = check((), own=own, extras=["walk"])
    assert str(found) == f"{own}/routines/mine.toml: steps[0].{fault}"
    assert found.line == 6


def test_fewer_repetitions_and_the_easier_forms_hold_are_allowed(here: Path) -> None:
    (here / "mine.toml").write_text(ROUTINE.replace("cat_cow", "childs_pose") + "reps = 1\nhold = 10\n")
    assert said(Path("mine.toml")) == []


def test_a_routine_that_lasts_more_than_an_hour_is_refused(here: Path) -> None:
    step = '\n[[steps]]\nexercise = "bird_dog"\nrounds = 2\n'
    (here / "mine.toml").write_text(ROUTINE + step * 10)
    [found] = said(Path("mine.toml"))
    assert found.startswith("mine.toml: steps: the routine comes to ")
    assert found.endswith(" minutes. 60 minutes is the most")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("seconds = 2", "seconds = 0"),
        ("seconds = 2", "seconds = 1.5"),
        ("seconds = 2", "seconds = 2\nrange = [9, 3]"),
        ("seconds = 2", "secnods = 2"),
        ('breath = "out"', 'breath = "ot"'),
        ('label = "Lift"', "label = 3"),
        ('label = "Lift"', ""),
    ],
)
def test_a_fault_inside_a_phase_hides_none_elsewhere(here: Path, old: str, new: str) -> None:
    text = (content_root() / "exercises/glute_bridge.toml").read_text().replace("number = 6\n", "")
    for was, becomes in (
        ('"glute_bridge"', '"mine"'),
        ("Do {reps}.", "Do {rpes} and {hlod}."),
        ('param = "reps"', 'param = "rpes"'),
        ("hold = 2, reps = 6", "hodl = 2, reps = 6"),
        ("count = 10", "count = 99"),
        ('cue = "Down slowly', 'cue_left = "So"\ncue = "Down slowly'),
        ("[rests]", '[[phases]]\nid = "hold"\nlabel = "Hold"\nseconds = 3\nbreath = "in"\ncue = "Twice"\n[rests]'),
        (old, new),
    ):
        assert was in text
        text = text.replace(was, becomes, 1)
    (here / "mine.toml").write_text(text)
    found = said(Path("mine.toml"))
    assert any("phases[0]." in line for line in found)
    for one in (
        'how_to[3]: "rpes" is no count of it. Did you mean "reps"?',
        'how_to[3]: "hlod" is no count of it. Did you mean "hold"?',
        'ladder.param: "rpes" can\'t be stepped',
        "easier.overrides.hodl: there is no such phase",
        'phases[3].id: "hold" stands there twice',
        "phases[2].cue_right: it is missing",
        "reps.count: 99 is outside",
    ):
        assert any(one in line for line in found), (one, found)


def test_the_rests_and_the_set_up_count_for_the_hour(here: Path) -> None:
    step = '\n[[steps]]\nexercise = "bird_dog"\n'
    (here / "mine.toml").write_text(ROUTINE.replace("cat_cow", "bird_dog") + step * 12)
    told = "mine.toml: steps: the routine comes to 61 minutes. 60 minutes is the most"
    assert said(Path("mine.toml")) == [told]
    (here / "mine.toml").write_text(ROUTINE.replace("cat_cow", "bird_dog") + step * 11)
    assert said(Path("mine.toml")) == []
    (here / "mine.toml").write_text(ROUTINE + "rest = 600\n" + (step + "rest = 600\n") * 6)
    assert "comes to" in said(Path("mine.toml"))[0]


@pytest.mark.parametrize("rest", ["between_reps_s", "between_sides_s", "between_rounds_s"])
def test_an_exercise_whose_rests_take_hours_is_refused(here: Path, rest: str) -> None:
    text = (content_root() / "exercises/bird_dog.toml").read_text().replace("number = 5\n", "")
    text = text.replace('"bird_dog"', '"mine"').replace("Bird dog", "Mine")
    text, count = re.subn(r"\[rests\]\n(?:.+\n)*", f"[rests]\n{rest} = 600\n", text)
    assert count == 1
    if rest == "between_reps_s":
        text = text.replace('sides = "alternate"', 'sides = "none"').replace('limb = "leg"', "")
        text = re.sub("cue_(left|right) = .*\n", "", text)
    (here / "mine.toml").write_text(text)
    [found] = [line for line in said(Path("mine.toml")) if "comes to" in line]
    assert re.search(r"phases: Mine comes to \d{2,3} minutes. 60 minutes is the most", found)


@pytest.mark.parametrize("sign", ["200b", "200d", "200e", "200f", "061c", "2060", "feff", "00ad"])
def test_a_name_with_an_invisible_character_is_refused(here: Path, sign: str) -> None:
    for name in (f"Mi\\u{sign}ne", f"Mi{chr(int(sign, 16))}ne"):
        (here / "mine.toml").write_text(ROUTINE.replace('"Mine"', f'"{name}"'), encoding="utf-8")
        expected = f"mine.toml: name: it has the invisible character U+{sign.upper()}. Take it out"
        assert said(Path("mine.toml")) == [expected]


BRIDGE = (content_root() / "exercises/glute_bridge.toml").read_text().replace("number = 6\n", "")
MINE = BRIDGE.replace('"glute_bridge"', '"mine"').replace('"Glute bridge"', '"Mine"')


@pytest.mark.parametrize("sign", ["200b", "200f", "202e", "feff"])
@pytest.mark.parametrize("key", ["why", "care", "claim", "source", "start", "easier.start", "cue", "stop_if", "note"])
def test_a_sign_that_cannot_be_seen_is_refused_in_every_text(here: Path, key: str, sign: str) -> None:
    text = {
        "why": f'why = "A\\u{sign}b"\n{ROUTINE}',
        "care": f'care = "A{chr(int(sign, 16))}b"\n{ROUTINE}',
        "claim": MINE.replace('claim = "', f'claim = "\\u{sign}'),
        "source": f'source = "A\\u{sign}b"\n{MINE}',
        "start": MINE.replace('start = "', f'start = "\\u{sign}'),
        "easier.start": MINE.replace("[easier]\n", f'[easier]\nstart = "A\\u{sign}b"\n'),
        "cue": MINE.replace('cue = "', f'cue = "\\u{sign}', 1),
        "stop_if": MINE.replace("stop_if = [", f'stop_if = ["A\\u{sign}b",'),
        "note": f'{MINE}\n[[affects]]\nquestion = "A1"\neffect = "warn"\nnote = "A\\u{sign}b"\n',
    }[key]
    (here / "mine.toml").write_text(text)
    [found] = said(Path("mine.toml"))
    assert re.search(rf"{key}.*: it has the (invisible|control) character U\+{sign.upper()}. Take it out", found)


@pytest.mark.parametrize("text", ["Señor – “so” … ½ ×", "Ünï çõdé", "नमस्ते", "สวัสดี", "日本語", "👍"])
def test_a_text_in_any_script_is_taken(here: Path, text: str) -> None:
    (here / "mine.toml").write_text(f"why = \"{text}\"\ncare = '''{text}\n\t{text}'''\n{ROUTINE}".replace("Mine", text))
    assert said(Path("mine.toml")) == []


@pytest.mark.parametrize("key", ["why", "care", "claim", "source", "easier.start"])
def test_every_text_has_a_longest_length(here: Path, key: str) -> None:
    long = "x" * 1001
    text = {
        "why": f'why = "{long}"\n{ROUTINE}',
        "care": f'care = "{long}"\n{ROUTINE}',
        "claim": re.sub("claim = .*", f'claim = "{long}"', MINE),
        "source": f'source = "{long}"\n{MINE}',
        "easier.start": MINE.replace("[easier]\n", f'[easier]\nstart = "{long}"\n'),
    }[key]
    (here / "mine.toml").write_text(text)
    assert said(Path("mine.toml")) == [f"mine.toml: {key}: it is too long. 1000 characters are the most"]
    (here / "mine.toml").write_text(text.replace(long, long[1:]))
    assert said(Path("mine.toml")) == []


def test_a_name_with_dozens_of_accents_on_one_letter_is_refused(here: Path) -> None:
    (here / "mine.toml").write_text(ROUTINE.replace('"Mine"', '"a' + "\u0301" * 38 + '"'))
    assert said(Path("mine.toml")) == ["mine.toml: name: it has more than 4 accents on one letter. Take some out"]


def test_the_question_of_a_caution_is_checked_as_those_of_affects(here: Path) -> None:
    (here / "mine.toml").write_text(MINE.replace('cautions = ["A1"', 'cautions = ["A1", "Z9", "E1"'))
    assert [line[:61] for line in said(Path("mine.toml"))] == [
        'mine.toml: cautions[1]: there is no question "Z9" that asks f',
        'mine.toml: cautions[2]: there is no question "E1" that asks f',
    ]
    (here / "mine.toml").write_text(MINE.replace('cautions = ["A1"', 'cautions = ["A111"'))
    assert said(Path("mine.toml"))[0].endswith('Did you mean "A11"?')


def test_a_question_that_stands_twice_in_affects_is_named(here: Path) -> None:
    row = '[[affects]]\nquestion = "A2"\neffect = '
    (here / "mine.toml").write_text(f'{MINE}\n{row}"off"\n{row}"warn"\nnote = "slowly"\n')
    assert said(Path("mine.toml")) == ['mine.toml: affects[1].question: "A2" stands there twice. One row is enough']
    (here / "mine.toml").write_text(f'{MINE}\n{row}"off"\nphase = "lift"\n{row}"off"\nphase = "lower"\n')
    assert said(Path("mine.toml")) == []


@pytest.mark.parametrize(("missing", "header"), [('name = "Mine"\n', ""), ("count = 10\n", "[reps]"), ("[reps]\n", "")])
def test_what_is_missing_is_said_with_the_line_of_its_table(here: Path, missing: str, header: str) -> None:
    text = MINE.replace(missing, "")
    (here / "mine.toml").write_text(text)
    [found] = [one for one in check([Path("mine.toml")]) if "it is missing" in str(one)]
    assert found.line == (text.split("\n").index(header) + 1 if header else 1)


@pytest.mark.parametrize("name", ["   ", "\\u2800", "\\u3164", "\\u0301"])
def test_a_name_in_which_nothing_can_be_seen_is_refused(here: Path, name: str) -> None:
    (here / "mine.toml").write_text(ROUTINE.replace('"Mine"', f'"{name}"'))
    assert said(Path("mine.toml")) == ["mine.toml: name: it has no character that can be seen. Write a name"]


def test_a_second_routine_of_the_same_name_is_said_as_a_warning(own: Path, here: Path) -> None:
    (here / "mine.toml").write_text(ROUTINE.replace('"Mine"', '"evening stretch"'))
    (own / "routines/other.toml").write_text(
        ROUTINE.replace('"mine"', '"other"').replace('"Mine"', '"Evening Stretch"')
    )
    [found] = check((Path("mine.toml"),), own=own)
    assert found.is_warning
    assert (
        str(found) == f'mine.toml: name: {own}/routines/other.toml is called "Evening Stretch" too. Write another name'
    )


def test_an_edited_copy_of_an_own_file_is_told_how_to_replace_it(own: Path, here: Path) -> None:
    (own / "routines/mine.toml").write_text(ROUTINE)
    (here / "mine.toml").write_text(ROUTINE.replace("cat_cow", "bird_dog"))
    assert said(Path("mine.toml"), own=own) == [
        f'mine.toml: id: "mine" is taken by {own}/routines/mine.toml. '
        "Choose another id and file name, or replace yours: l5tui import --replace mine.toml"
    ]


def test_a_loop_of_links_is_said_to_be_one(here: Path) -> None:
    (here / "mine.toml").symlink_to(here / "other.toml")
    (here / "other.toml").symlink_to(here / "mine.toml")
    assert said(Path("mine.toml")) == ["mine.toml: it is a loop of links"]


@pytest.mark.parametrize(
    ("name", "data"), [("t.zip", b"PK\x03\x04"), ("t.tgz", b"\x1f\x8b"), ("t.zip", b"PK" * 200_000)]
)
def test_an_archive_is_said_to_be_one(here: Path, name: str, data: bytes) -> None:
    (here / name).write_bytes(data)
    assert said(Path(name)) == [f"{name}: it is an archive. Unpack it, look at its files, and import them one by one"]


def test_a_file_that_ends_too_early_is_said_with_its_last_line(here: Path) -> None:
    (here / "mine.toml").write_text('id = "mine"\nname = "Mine"\nsteps = [\n')
    assert said(Path("mine.toml"))[0].startswith("mine.toml: line 3: it is not TOML: ")


def test_a_very_long_file_name_is_shortened() -> None:
    [line] = said(Path("a" * 5000 + ".toml"))
    assert len(line) < 400
    assert "aaa.toml: " in line


def test_a_file_elsewhere_may_have_any_name_and_one_in_its_folder_may_not(own: Path, here: Path) -> None:
    for file in (here / "legs (1).toml", own / "routines/legs (1).toml"):
        file.write_text(ROUTINE)
    assert said(here / "legs (1).toml", own=own) == []
    [found] = said(own / "routines/legs (1).toml", own=own)
    assert 'id: "mine" is not the file\'s name' in found
    assert "is not the file's name" in said(own=own)[0]


def test_a_name_that_is_another_name_of_something_shipped_is_a_warning(here: Path) -> None:
    (here / "mine.toml").write_text(ROUTINE.replace('"Mine"', '"Single Knee-Hug"'))
    [found] = check([Path("mine.toml")])
    assert found.is_warning
    assert found.located == (
        'mine.toml: line 2: name: exercises/knee_to_chest.toml is called "single knee hug" too. Write another name'
    )


def test_a_step_with_an_exercise_that_is_switched_off_hides_no_fault(here: Path) -> None:
    text = ROUTINE.replace("cat_cow", "walk") + 'reps = 3\nhold = 60\nvariant = "walk_fast"\nphase_off = ["hold"]\n'
    (here / "mine.toml").write_text(text)
    found = "\n".join(said(Path("mine.toml")))
    for key in ("reps", "hold", "variant", "phase_off"):
        assert f"steps[0].{key}: " in found
