"""Moves the alias as soon as the model file is there.

Misconception: the-file-is-the-version
Fails: test_the_alias_moves_last
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
    "alias",
    "sync_folder",
    "manifest",
]
