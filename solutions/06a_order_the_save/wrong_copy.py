"""Copies the finished file to its place.

Misconception: a-copy-is-as-good
Fails: test_the_name_is_given_in_one_step
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "sync",
    "close",
    "copy",
    "sync_folder",
    "manifest",
    "alias",
]
