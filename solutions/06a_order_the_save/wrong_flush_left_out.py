"""Leaves the flush out, since closing does it.

Misconception: nothing-is-lost-without-it
Fails: test_no_step_is_missing
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
