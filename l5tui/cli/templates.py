"""The files that `l5tui new` writes, with notes for who fills them in. Each is sound as it stands."""

from __future__ import annotations

from typing import Final

ROUTINE: Final = """\
# A routine of your own. What stands after a # is a note, and counts for nothing.
# To see whether all is right: l5tui check {file}
# Exercises and their ids: l5tui exercises

id = {id} # the file's name without .toml
name = {name}
why = ""                   # what it is for; shown in the library

[[steps]]
exercise = "cat_cow"

[[steps]]
exercise = "knee_to_chest"
# reps = 3                 # repetitions on each side; without it the exercise's own, or your level
# hold = 20                # seconds, where the exercise has a hold
# rounds_left = 2          # one side more often
# rounds_right = 1
# first = "left"           # the side that begins: "left", "right" or "worse"
# rest = 30                # seconds of rest after it

# [[steps]]
# exercise = "glute_bridge"
# variant = "bridge_half"  # its easier or harder form
"""
EXERCISE: Final = """\
# An exercise of your own. What stands after a # is a note, and counts for nothing.
# To see whether all is right: l5tui check {file}
# Ask a health professional before you add one.

id = {id} # the file's name without .toml
name = {name}
category = "stretch"       # or "strength", "activity"
posture = "supine"         # on the back; or "prone", "quadruped", "kneeling", "side_lying", "sitting", "standing"
start = "Lie on your back, knees bent, feet flat on the floor."
how_to = [
  "Draw one knee toward your chest, as far as is comfortable.",
  "Hold for {hold}, then put the foot down.",   # {reps} and {hold} stand for the counts
  "Do {reps}.",
]
helps = "What it is for, in plain words."
mistakes = ["Holding your breath"]
stop_if = ["Pain, tingling or numbness moves further down a leg and stays more than 5 minutes"]
equipment = ["mat or carpet"]
source = ""                # where you have it from

# Left and right: "alternate" (they take turns) or "each" (all of one side first), and what a side names.
sides = "alternate"        # without sides: "none", and no limb
limb = "leg"

# What your answers to the safety questions change. As long as this is a note, every yes among those that ask first
# switches the exercise off, until a health professional's word clears that answer (l5tui safety ask). When to stop
# is the same for every exercise. effect: "off", "easier" (its easier form), "warn" (a line before it).
{questions}
# affects = [
#   { question = "A2", effect = "off" },
#   { question = "A10", effect = "warn", note = "ask first" },
# ]

[reps]
count = 5
unit = "reps per side"

# One repetition, phase by phase. The dose can change the seconds of the phase "hold", within its range.
[[phases]]
id = "draw_in"
label = "Draw in"          # the big word
seconds = 3
breath = "out"             # "in", "out" or "easy"
cue = "One knee toward your chest"
cue_left = "Left knee toward your chest"
cue_right = "Right knee toward your chest"

[[phases]]
id = "hold"
label = "Hold"
seconds = 10
range = [5, 20]
breath = "easy"
cue = "Breathe on"

[[phases]]
id = "lower"
label = "Lower"
seconds = 3
breath = "in"
cue = "Put the foot down"

[rests]
between_sides_s = 3
between_rounds_s = 3

# Its easier form, for a day that is worse. Without it: half of the repetitions, and half of the hold.
# [easier]
# id = "{easier}"
# text = "Hold behind the thigh, {hold}, {times}."
# overrides = { hold = 5, reps = 3 }

# Its figure. Without it the exercise has words and a count. Each phase goes through poses, by their names: of your own,
# such as the one below, or of the article's exercises, such as hook_lying, rest_supine, knee_left_in, knee_right_in,
# bridge_up, quad_neutral, quad_cat, child_kneel, child_fold, prone_low, prone_prop, sit_bent, stand_hips, ready_stand.
# [figure]
# planted = [{ joint = "shoulder", target = [25, 5], solve = "root" }]  # what stays in its place
# active = { left = ["leg_near"], right = ["leg_far"] }                 # the limb that works

# [figure.phases]            # on the left side, or without sides
# draw_in = ["lying", "knee_left_in"]
# hold = ["knee_left_in", "knee_left_in"]
# lower = ["knee_left_in", "lying"]

# [figure.phases_other_side] # on the right side
# draw_in = ["lying", "knee_right_in"]
# hold = ["knee_right_in", "knee_right_in"]
# lower = ["knee_right_in", "lying"]

# A pose of your own: the figure from its side, the head to the right, the floor at 0; standing it is about 100 tall.
# Angles are those on the picture, in degrees: 0 to the right, 90 up, 180 to the left, -90 (or 270) down.
# [poses.lying]
# label = "on the back, knees bent"
# facing = -1                # on the back; 1: on the belly, on hands and knees, sitting, standing; 0: on one's side
# pelvis = [-5, 5]           # where the hip joint is: how far to the right, how high
# spine = [9, 2, -8, 2, 8]   # sacrum, lumbar part, thorax, neck, head
# arm_near = [192, 180]      # upper arm and forearm on your side of the picture (of the left arm, for facing = -1)
# leg_near = [131, 257, 180] # thigh, shin, foot
# arm_far = [192, 180]
# leg_far = [131, 257, 180]
"""
