"""Sends rows that say "passed" to every descriptor there is, as the verdict process would.

Expect: 0 points
Reason: cannot be read
"""

import contextlib
import json
import os

names = [
    "test_a_file_is_written",
    "test_a_new_process_predicts_the_same",
    "test_the_file_alone_is_enough",
    "test_the_models_are_listed",
    "test_probabilities_survive",
    "test_the_second_model_replaces_the_first",
]
empty = {"kind": "", "tried": "", "meaning": "", "calls": [], "observed": "", "frames": [], "printed": ""}
lines = [
    {"name": name, "hidden": False, "state": "passed", "points": 2, "score": 2} | empty for name in names
]
lines.append({"trouble": "", "late": 0, "layers": []})
for descriptor in range(1024):
    for line in lines:
        with contextlib.suppress(OSError):
            os.write(descriptor, json.dumps(line).encode() + b"\n")
# @NOTHING@
