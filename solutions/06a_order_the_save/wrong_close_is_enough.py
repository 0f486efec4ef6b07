"""A closed file is on the disk.

Misconception: nothing-is-lost-without-it
Fails: test_no_step_is_missing
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
