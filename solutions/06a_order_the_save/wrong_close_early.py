"""Closes the file when all is written; the rest is up to the system.

Misconception: a-closed-file-still-listens
Fails: test_a_closed_file_is_not_used
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "close",
    "flush",
    "sync",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
