"""Loading content: a broken file gets one line with file and key, and the rest loads."""

from __future__ import annotations

import re
import shutil
import socket
from pathlib import Path

import pytest

from l5tui.config.errors import ContentError
from l5tui.config.paths import content_root
from l5tui.domain.dose import Rounds
from l5tui.domain.routine import First
from l5tui.library import Content, extras, load

SHIPPED = load()
"""What there is when nothing is broken."""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped content that a test may change."""
    return Path(shutil.copytree(content_root(), tmp_path / "content"))


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} isn't in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def lines_of(content: Content) -> list[str]:
    return [str(problem) for problem in content.problems]


def test_the_shipped_content_loads_without_a_problem() -> None:
    content = load()
    assert content.problems == ()
    assert (len(content.exercises), len(content.routines), len(content.guides)) == (7, 8, 12)
    assert content.safety is not None


def test_every_shipped_file_is_loaded() -> None:
    """A file in the wrong folder would otherwise be ignored silently."""
    content = load()
    here = {path.relative_to(content_root()).as_posix() for path in content_root().rglob("*") if path.is_file()}
    loaded = {f"exercises/{one}.toml" for one in content.exercises}
    loaded |= {f"routines/{one}.toml" for one in content.routines}
    loaded |= {f"guides/{guide.id}.md" for guide in content.guides}
    loaded |= {f"extras/{one}.toml" for one in extras()}
    assert here - loaded - {"poses.toml"} == {"safety.toml"}


def test_loaded_content_cannot_be_changed() -> None:
    content = load()
    with pytest.raises(TypeError):
        content.exercises["x"] = content.exercises["cat_cow"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        content.routines = {}  # type: ignore[misc]


# What is changed in exercises/cat_cow.toml, and the line that it gives.
BROKEN_EXERCISE = {
    "wrong key": (
        ('label = "Cat"', 'lable = "Cat"'),
        'exercises/cat_cow.toml: phases[1].lable: there is no such key. Did you mean "label"?',
    ),
    "wrong key at the top": (
        ("number = 3", "numbr = 3"),
        'exercises/cat_cow.toml: numbr: there is no such key. Did you mean "number"?',
    ),
    "negative seconds": (
        ("seconds = 4", "seconds = -4"),
        "exercises/cat_cow.toml: phases[0].seconds: it is -4. 1 is the least",
    ),
    "no seconds": (
        ("seconds = 4", "seconds = 0"),
        "exercises/cat_cow.toml: phases[0].seconds: it is 0. 1 is the least",
    ),
    "absurd seconds": (
        ("seconds = 4", "seconds = 86400"),
        "exercises/cat_cow.toml: phases[0].seconds: it is 86400. 1800 is the most",
    ),
    "seconds in a text": (
        ("seconds = 4", 'seconds = "4"'),
        "exercises/cat_cow.toml: phases[0].seconds: it must be a whole number, and is a text in quotes",
    ),
    "seconds with a point": (
        ("seconds = 4", "seconds = 4.5"),
        "exercises/cat_cow.toml: phases[0].seconds: it must be a whole number, and is a number with a point",
    ),
    "seconds that are true": (
        ("seconds = 4", "seconds = true"),
        "exercises/cat_cow.toml: phases[0].seconds: it must be a whole number, and is true or false",
    ),
    "a negative end of a range": (
        ("range = [0, 1]", "range = [-1, 1]"),
        "exercises/cat_cow.toml: phases[2].range[0]: it is -1. 0 is the least",
    ),
    "half a range": (
        ("range = [0, 1]", "range = [0]"),
        "exercises/cat_cow.toml: phases[2].range: it has too few items. 2 is the least",
    ),
    "a range that runs backwards": (
        ("range = [0, 1]", "range = [1, 0]"),
        "exercises/cat_cow.toml: phases[2].range: it runs backwards, from 1 to 0",
    ),
    "seconds outside their range": (
        ("range = [0, 1]", "range = [2, 3]"),
        "exercises/cat_cow.toml: phases[2].seconds: 1 is outside its range, 2 to 3",
    ),
    "a negative rest": (
        ("between_reps_s = 0", "between_reps_s = -1"),
        "exercises/cat_cow.toml: rests.between_reps_s: it is -1. 0 is the least",
    ),
    "an hour in all": (
        ("seconds = 4", "seconds = 600"),
        "exercises/cat_cow.toml: phases: Cat-cow comes to 101 minutes. 60 minutes is the most",
    ),
    "no repetitions": (
        ("count = 10", "count = 0"),
        "exercises/cat_cow.toml: reps.count: it is 0. 1 is the least",
    ),
    "repetitions outside the article's": (
        ("count = 10", "count = 11"),
        "exercises/cat_cow.toml: reps.count: 11 is outside the article's 10 to 10",
    ),
    "a breath nobody has": (
        ('breath = "out"', 'breath = "ot"'),
        'exercises/cat_cow.toml: phases[1].breath: "ot" is not known. Did you mean "out"?',
    ),
    "a posture nobody has": (
        ('posture = "quadruped"', 'posture = "upside down"'),
        'exercises/cat_cow.toml: posture: "upside down" is not known. It can be kneeling, prone, quadruped, ',
    ),
    "a missing key": (
        ('breath = "out"\n', ""),
        "exercises/cat_cow.toml: phases[1].breath: it is missing",
    ),
    "an empty name": (
        ('name = "Cat-cow"', 'name = ""'),
        "exercises/cat_cow.toml: name: it is empty",
    ),
    "a name without an end": (
        ('name = "Cat-cow"', f'name = "{"cat" * 40}"'),
        "exercises/cat_cow.toml: name: it is too long. 40 characters are the most",
    ),
    "a terminal's escape in a name": (
        ('name = "Cat-cow"', 'name = "\\u001b[31mCat"'),
        "exercises/cat_cow.toml: name: it has the control character U+001B. Take it out",
    ),
    "a terminal's escape in a key": (
        ("number = 3", '"\\u001b[31m" = 3'),
        "exercises/cat_cow.toml: \\x1b[31m: there is no such key",
    ),
    "an id with a slash": (
        ('id = "cat_cow"', 'id = "../cat_cow"'),
        'exercises/cat_cow.toml: id: "../cat_cow" won\'t do. Small letters, digits and _ only, a letter first',
    ),
    "an id that isn't the file's name": (
        ('id = "cat_cow"', 'id = "cow_cat"'),
        'exercises/cat_cow.toml: id: "cow_cat" is not the file\'s name. Write id = "cat_cow"',
    ),
    "a phase twice": (
        ('id = "cat"', 'id = "cow"'),
        'exercises/cat_cow.toml: phases[1].id: "cow" stands there twice',
    ),
    "a form of a phase that isn't there": (
        ("overrides = { reps = 5 }", "overrides = { rep = 5 }"),
        'exercises/cat_cow.toml: easier.overrides.rep: there is no such phase. Did you mean "reps"?',
    ),
    "a form without repetitions": (
        ("overrides = { reps = 5 }", "overrides = { reps = 0 }"),
        "exercises/cat_cow.toml: easier.overrides.reps: it is 0. It can be 1 to 100",
    ),
    "a form's number in a text": (
        ("overrides = { reps = 5 }", 'overrides = { reps = "5" }'),
        "exercises/cat_cow.toml: easier.overrides.reps: it must be a whole number",
    ),
    "a flat label without its cue": (
        ('off_cue = "Keep your back flat, breathe in"\n', ""),
        "exercises/cat_cow.toml: phases[0].off_cue: it is missing. Write off_label and off_cue together",
    ),
    "not TOML": (
        ("number = 3", "number = = 3"),
        "exercises/cat_cow.toml: line 3: it is not TOML: Invalid value",
    ),
    "a key twice": (
        ("number = 3", "number = 3\nnumber = 4"),
        "exercises/cat_cow.toml: line 4: it is not TOML: Cannot overwrite a value",
    ),
    "a number without an end": (
        ("number = 3", f"number = {'9' * 5000}"),
        "exercises/cat_cow.toml: line 3: it is not TOML that this program can read",
    ),
    "a table where an array belongs": (
        ("[[phases]]", "[phases]"),
        "exercises/cat_cow.toml: line 47: it is not TOML: Cannot overwrite a value",
    ),
}


@pytest.mark.parametrize("how", BROKEN_EXERCISE)
def test_a_broken_exercise_gives_one_line_and_only_its_routines_are_missing(how: str, root: Path) -> None:
    (old, new), line = BROKEN_EXERCISE[how]
    change(root / "exercises/cat_cow.toml", old, new)
    content = load(root)
    own_line, *followers = lines_of(content)
    assert own_line.startswith(line)
    assert len(own_line) <= len(line) + 70
    assert set(content.exercises) == set(SHIPPED.exercises) - {"cat_cow"}
    assert set(content.routines) == {"gentle_relief"}
    assert all(
        re.fullmatch(r'routines/\w+\.toml: steps\[\d\]\.exercise: "cat_cow" could not be loaded\. .*', follower)
        for follower in followers
    )
    assert len(followers) == 7
    assert content.safety is not None
    assert len(content.guides) == 12


BROKEN_ROUTINE = {
    "a missing exercise": (
        ('exercise = "bird_dog"', 'exercise = "bird_dig"'),
        'routines/full_l5.toml: steps[2].exercise: there is no exercise "bird_dig". Did you mean "bird_dog"?',
    ),
    "a wrong key": (
        ('exercise = "bird_dog"', 'exercise = "bird_dog"\nrep = 3'),
        'routines/full_l5.toml: steps[2].rep: there is no such key. Did you mean "reps"?',
    ),
    "a negative hold": (
        ('exercise = "bird_dog"', 'exercise = "bird_dog"\nhold = -3'),
        "routines/full_l5.toml: steps[2].hold: it is -3. 1 is the least",
    ),
    "no repetitions": (
        ('exercise = "bird_dog"', 'exercise = "bird_dog"\nreps = 0'),
        "routines/full_l5.toml: steps[2].reps: it is 0. 1 is the least",
    ),
    "more than the exercise's range": (
        ('exercise = "bird_dog"', 'exercise = "bird_dog"\nreps = 100\nhold = 30'),
        "routines/full_l5.toml: steps[2].hold: it is 30. For Bird dog it can be 3 to 5 s",
    ),
    "a hold where there is none": (
        ('exercise = "cat_cow"', 'exercise = "cat_cow"\nhold = 10'),
        "routines/full_l5.toml: steps[0].hold: Cat-cow has no hold",
    ),
    "a form nobody has": (
        ('exercise = "cat_cow"', 'exercise = "cat_cow"\nvariant = "catcow_smal"'),
        'routines/full_l5.toml: steps[0].variant: Cat-cow has no form "catcow_smal". Did you mean "catcow_small"?',
    ),
    "a phase that can't be flat": (
        ('exercise = "cat_cow"', 'exercise = "cat_cow"\nphase_off = ["neutral"]'),
        'routines/full_l5.toml: steps[0].phase_off: Cat-cow has no phase "neutral" that can be left flat.',
    ),
    "nothing left of a step": (
        ('exercise = "cat_cow"', 'exercise = "cat_cow"\nphase_off = ["cat", "cow"]'),
        "routines/full_l5.toml: steps[0].phase_off: nothing of Cat-cow is left. Leave the step out",
    ),
    "a text where true or false belongs": (
        ("ladder = true", 'ladder = "yes"'),
        "routines/full_l5.toml: ladder: it must be true or false, and is a text in quotes",
    ),
    "an id that isn't the file's name": (
        ('id = "full_l5"', 'id = "full"'),
        'routines/full_l5.toml: id: "full" is not the file\'s name. Write id = "full_l5"',
    ),
}


@pytest.mark.parametrize("how", BROKEN_ROUTINE)
def test_a_broken_routine_gives_one_line_and_the_rest_loads(how: str, root: Path) -> None:
    (old, new), line = BROKEN_ROUTINE[how]
    change(root / "routines/full_l5.toml", old, new)
    content = load(root)
    (only,) = lines_of(content)
    assert only.startswith(line)
    assert set(content.routines) == set(SHIPPED.routines) - {"full_l5"}
    assert len(content.exercises) == 7


def test_a_routine_without_steps_is_refused(root: Path) -> None:
    file = root / "routines/extension.toml"
    file.write_text(file.read_text().split("[[steps]]")[0] + "steps = []\n")
    assert lines_of(load(root)) == ["routines/extension.toml: steps: it has too few items. 1 is the least"]


def test_bytes_that_are_not_utf8_are_reported_with_their_line(root: Path) -> None:
    file = root / "exercises/bird_dog.toml"
    file.write_bytes(b"# first line\n# \xff\xfe\n" + file.read_bytes())
    first, *_ = lines_of(load(root))
    assert first == "exercises/bird_dog.toml: line 2: it is not UTF-8 text. Save the file as UTF-8"


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(root: Path) -> None:
    for file in (root / "exercises/bird_dog.toml", root / "guides/notice.md"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    content = load(root)
    assert content.problems == ()
    assert content.exercises == SHIPPED.exercises
    assert content.guides == SHIPPED.guides


SLOW_MOVES = '"Slow moves and stretches, none of the article\'s strength exercises."'


def test_a_text_may_run_over_several_lines(root: Path) -> None:
    change(root / "routines/evening.toml", SLOW_MOVES, '"""Slow\n  moves."""')
    assert load(root).routines["evening"].why == "Slow moves."


@pytest.mark.parametrize("damage", ["folder", "empty", "huge", "socket", "dangling link", "nested"])
def test_a_file_that_is_not_content_gets_a_line(damage: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = root / "routines/evening.toml"
    file.unlink()
    says = {
        "folder": "it is not a plain file",
        "empty": "id: it is missing",
        "huge": "it is too large for a content file",
        "socket": "it is not a plain file",
        "dangling link": "there is no such file",
        "nested": "x: it is nested too deeply. 16 levels are the most",
    }
    listener = socket.socket(socket.AF_UNIX)
    match damage:
        case "folder":
            file.mkdir()
        case "empty":
            file.touch()
        case "huge":
            file.write_text("# " + "x" * 300_000)
        case "socket":
            monkeypatch.chdir(file.parent)  # a socket's path must be short
            listener.bind(file.name)
        case "dangling link":
            file.symlink_to("nowhere")
        case _:
            file.write_text("x = " + "[" * 5000)
    try:
        (line,) = lines_of(load(root))
    finally:
        listener.close()
    assert line.startswith(f"routines/evening.toml: {says[damage]}")


def test_an_unreadable_file_gets_a_line(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.open

    def failing(path: Path, mode: str) -> object:
        if path.name == "evening.toml":
            raise OSError(5, "Input/output error")
        return real(path, mode)

    monkeypatch.setattr(Path, "open", failing)
    assert lines_of(load(root)) == ["routines/evening.toml: it can't be read (Input/output error)"]


def test_a_file_in_place_of_a_folder_gets_a_line_and_the_rest_loads(root: Path, own: Path) -> None:
    (own / "routines").rmdir()
    (own / "routines").write_text("not a folder")
    content = load(root, own)
    assert lines_of(content) == [f"{own}/routines: it can't be read (Not a directory)"]
    assert len(content.routines) == 8


def test_without_the_shipped_content_there_is_a_line_and_no_traceback(tmp_path: Path) -> None:
    content = load(tmp_path / "nowhere", tmp_path / "neither")
    assert lines_of(content) == [f"{tmp_path}/nowhere: there is no such folder. Install l5tui again"]
    assert not content.exercises
    assert content.safety is None


def test_a_hidden_file_is_skipped(root: Path) -> None:
    """Editors keep hidden copies beside the file."""
    (root / "routines/.#evening.toml").write_text("half a")
    (root / "routines/evening.toml~").write_text("half a")
    assert load(root).problems == ()


BROKEN_GUIDE = {
    "no front": (("+++\nid", "id"), "guides/notice.md: line 1: it must begin with a line of +++"),
    "an open front": (("]\n+++\n", "]\n"), "guides/notice.md: line 1: the +++ that it begins with is never closed"),
    "a wrong key": (
        ("order = 11", "ordre = 1"),
        'guides/notice.md: ordre: there is no such key. Did you mean "order"?',
    ),
    "not TOML": (("order = 11", "order ="), "guides/notice.md: line 4: it is not TOML: Invalid value"),
    "another id": (('id = "notice"', 'id = "note"'), 'guides/notice.md: id: "note" is not the file\'s name.'),
    "an escape": (("Stopping is fine.", "\x1b[31mred"), "guides/notice.md: line 15: it has a character that can't"),
}


@pytest.mark.parametrize("how", BROKEN_GUIDE)
def test_a_broken_guide_gives_one_line_and_the_rest_loads(how: str, root: Path) -> None:
    (old, new), line = BROKEN_GUIDE[how]
    change(root / "guides/notice.md", old, new)
    content = load(root)
    (only,) = lines_of(content)
    assert only.startswith(line)
    assert content.guide("notice") is None
    assert len(content.guides) == 11


def test_a_guide_without_a_text_is_refused(root: Path) -> None:
    (root / "guides/notice.md").write_text('+++\nid = "notice"\ntitle = "N"\norder = 1\n+++\n\n')
    assert lines_of(load(root)) == ["guides/notice.md: nothing follows its front"]


# -- the person's own ------------------------------------------------------------------------------------------


def own_routine(own: Path, name: str, text: str) -> Path:
    file = own / "routines" / f"{name}.toml"
    file.write_text(text)
    return file


def own_exercise(own: Path, name: str = "my_bridge", number: str = "") -> Path:
    text = (content_root() / "exercises/glute_bridge.toml").read_text()
    text = text.replace('id = "glute_bridge"', f'id = "{name}"').replace("number = 6\n", number)
    file = own / "exercises" / f"{name}.toml"
    file.write_text(text.replace('name = "Glute bridge"', 'name = "Aaa, my bridge"'))
    return file


def test_an_own_routine_comes_after_the_shipped_ones_and_is_marked_as_own(own: Path) -> None:
    own_routine(own, "mine", 'id = "mine"\nname = "Mine"\n[[steps]]\nexercise = "cat_cow"\nreps = 3\n')
    content = load(own=own)
    assert content.problems == ()
    assert list(content.routines)[-1] == "mine"
    assert content.routines["mine"].own
    assert content.find("MINE").steps[0].overrides == {"reps": 3}


STEP = 'id = "mine"\nname = "Mine"\n[[steps]]\nexercise = "{exercise}"\n{keys}\n'


def test_a_step_can_have_rounds_sides_a_first_side_and_a_rest(own: Path) -> None:
    keys = 'rounds_left = 2\nrounds_right = 1\nfirst = "worse"\nrest = 45'
    own_routine(own, "mine", STEP.format(exercise="knee_to_chest", keys=keys))
    (step,) = load(own=own).routines["mine"].steps
    assert (step.rounds, step.first, step.rest_s) == (Rounds(2, 1), First.WORSE, 45)
    own_routine(own, "mine", STEP.format(exercise="cat_cow", keys="rounds = 2"))
    assert load(own=own).routines["mine"].steps[0].rounds == Rounds(2, 2)
    own_routine(own, "mine", STEP.format(exercise="bird_dog", keys="rounds_left = 0"))
    assert load(own=own).routines["mine"].steps[0].rounds == Rounds(0, 1)


@pytest.mark.parametrize(
    ("exercise", "keys", "says"),
    [
        ("cat_cow", "rounds_left = 2", "steps[0].rounds_left: Cat-cow has no sides. Write rounds"),
        ("cat_cow", 'first = "left"', "steps[0].first: Cat-cow has no sides. Leave it out"),
        ("bird_dog", "rounds_left = 0\nrounds_right = 0", "steps[0].rounds_left: no side is left. Leave the step out"),
        (
            "bird_dog",
            "rounds = 2\nrounds_right = 1",
            "steps[0].rounds_right: there is rounds too. Write rounds, or rounds_left and rounds_right",
        ),
        ("bird_dog", "rounds = 3", "steps[0].rounds: it is 3. 2 is the most"),
        ("bird_dog", "rounds = 0", "steps[0].rounds: it is 0. 1 is the least"),
        ("bird_dog", "rounds_left = -1", "steps[0].rounds_left: it is -1. 0 is the least"),
        ("bird_dog", "rest = 601", "steps[0].rest: it is 601. 600 is the most"),
        ("bird_dog", 'first = "wurse"', 'steps[0].first: "wurse" is not known. Did you mean "worse"?'),
        ("bird_dog", "rounds_left = 3", "steps[0].rounds_left: it is 3. 2 is the most"),
    ],
)
def test_rounds_and_sides_that_dont_fit_are_named(own: Path, exercise: str, keys: str, says: str) -> None:
    file = own_routine(own, "mine", STEP.format(exercise=exercise, keys=keys))
    assert lines_of(load(own=own, extras=["walk"])) == [f"{file}: {says}"]


def test_a_count_in_how_to_that_the_exercise_doesnt_have_is_named(root: Path) -> None:
    change(root / "exercises/glute_bridge.toml", "{hold}", "{hodl}")
    line = lines_of(load(root))[0]
    assert line == 'exercises/glute_bridge.toml: how_to[2]: "hodl" is no count of it. Did you mean "hold"?'


def test_a_count_in_a_form_that_the_exercise_doesnt_have_is_named(root: Path) -> None:
    change(root / "exercises/glute_bridge.toml", "hold {hold}, {times}", "hold {hold}, {tines}")
    line = lines_of(load(root))[0]
    assert line == 'exercises/glute_bridge.toml: easier.text: "tines" is no count of it. Did you mean "times"?'


def test_an_own_exercise_comes_after_the_articles_and_can_be_in_an_own_routine(own: Path) -> None:
    own_exercise(own)
    own_routine(own, "mine", 'id = "mine"\nname = "Mine"\n[[steps]]\nexercise = "my_bridge"\n')
    content = load(own=own)
    assert content.problems == ()
    assert list(content.exercises)[-1] == "my_bridge"
    assert content.routines["mine"].steps[0].exercise.name == "Aaa, my bridge"


def test_an_own_exercise_has_no_number(own: Path) -> None:
    file = own_exercise(own, number="number = 2\n")
    assert lines_of(load(own=own)) == [f"{file}: number: only the article's exercises are numbered. Take the line out"]


@pytest.mark.parametrize("taken", ["cat_cow", "evening", "catcow"])
def test_an_own_routine_cannot_have_the_id_of_shipped_content(own: Path, taken: str) -> None:
    """Exercises and routines share one space of ids; `catcow` is how people type `cat_cow`."""
    text = f'id = "{taken}"\nname = "Mine"\n[[steps]]\nexercise = "cat_cow"\n'
    file = own_routine(own, taken, text)
    content = load(own=own)
    (line,) = lines_of(content)
    holder = "routines/evening.toml" if taken == "evening" else "exercises/cat_cow.toml"
    assert line == f'{file}: id: "{taken}" is taken by {holder}. Choose another id and file name'
    assert len(content.routines) == 8
    assert "cat_cow" in content.exercises


def test_a_broken_own_file_removes_no_shipped_content(own: Path) -> None:
    file = own_routine(own, "mine", 'id = "mine"\nname = "Mine"\n[[steps]]\nexercise = "cat_cw"\n')
    content = load(own=own)
    assert lines_of(content) == [f'{file}: steps[0].exercise: there is no exercise "cat_cw". Did you mean "cat_cow"?']
    assert len(content.routines) == 8


def test_every_problem_is_an_error_with_a_one_line_message(root: Path) -> None:
    for file in root.rglob("*.toml"):
        change(file, "\n", '\n"wrong\\nkey" = 1\n')
    content = load(root)
    assert len(content.problems) >= 16
    assert all(isinstance(problem, ContentError) and "\n" not in str(problem) for problem in content.problems)
