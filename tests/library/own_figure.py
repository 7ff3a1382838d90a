"""The text of an exercise of the person's own with a figure, for tests."""

from __future__ import annotations

from typing import Final

OWN: Final = """\
id = "mine"
name = "My knee lift"
category = "stretch"
posture = "supine"
start = "Lie on your back."
how_to = ["Lift one knee.", "Do {reps}."]
helps = "It moves."
sides = "alternate"
limb = "leg"

[reps]
count = 3

[[phases]]
id = "lift"
label = "Lift"
seconds = 3
breath = "out"
cue = "Lift it"

[[phases]]
id = "hold"
label = "Hold"
seconds = 5
breath = "easy"
cue = "Stay"

[[phases]]
id = "lower"
label = "Lower"
seconds = 3
breath = "in"
cue = "Lower it"

[easier]
id = "mine_small"
text = "Half as far."

[figure]
planted = [
  { joint = "shoulder", target = [25.0, 5.0], solve = "root" },
  { joint = "ankle_far", target = [-22.5, 4.0], solve = "ik2", side = "left" },
]
active = { left = ["leg_near"], right = ["leg_far"] }
props = [{ radius = 2.0, path = [[30.0, 2.0], [40.0, 2.0]] }]

[figure.phases]
lift = ["lying", "knee_up"]
hold = ["knee_up", "knee_up"]
lower = ["knee_up", "lying"]
rest = ["lying", "lying"]

[figure.phases_other_side]
lift = ["lying", "knee_right_half"]
hold = ["knee_right_half", "knee_right_half"]
lower = ["knee_right_half", "lying"]
rest = ["lying", "lying"]

[figure.forms.mine_small.phases]
lift = ["lying", "knee_left_half"]
hold = ["knee_left_half", "knee_left_half"]
lower = ["knee_left_half", "lying"]

[poses.lying]
label = "on the back, knees bent"
facing = -1
pelvis = [-4.793, 4.966]
spine = [9, 2, -7.5, 2, 8]
arm_near = [191.94, 180]
leg_near = [130.62, 257.05, 180]
arm_far = [191.94, 180]
leg_far = [130.62, 257.05, 180]

[poses.knee_up]
label = "one knee up"
facing = -1
pelvis = [-4.793, 4.966]
spine = [9, 2, -7.5, 2, 8]
arm_near = [191.94, 180]
leg_near = [80, 200, 150]
arm_far = [191.94, 180]
leg_far = [130.62, 257.05, 180]
foreshorten = { arm_near = 1.0, shin_near = 0.9 }
"""
"""`[poses]` and `[figure]` as in `poses.toml`; `knee_left_half` and `knee_right_half` are poses of that file."""
