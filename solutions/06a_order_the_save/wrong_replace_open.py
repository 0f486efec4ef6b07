"""Renames the file while it is open.

Misconception: an-open-file-can-be-renamed
Fails: test_the_bytes_are_on_disk_before_they_get_their_name
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "sync",
    "replace",
    "close",
    "sync_folder",
    "manifest",
    "alias",
]
