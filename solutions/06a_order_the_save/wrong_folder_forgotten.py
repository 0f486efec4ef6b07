"""The file is synced, so its name is.

Misconception: nothing-is-lost-without-it
Fails: test_no_step_is_missing
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "sync",
    "close",
    "replace",
    "manifest",
    "alias",
]
