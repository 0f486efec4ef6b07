"""Gives the file its name at once, and syncs it under that name.

Misconception: the-name-can-come-first
Fails: test_the_bytes_are_on_disk_before_they_get_their_name
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "replace",
    "sync",
    "close",
    "sync_folder",
    "manifest",
    "alias",
]
