"""The file is synced, so its name is.

Misconception: closed-is-on-disk
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
