"""Temporary files belong in /tmp.

Misconception: temporary-means-tmp
Fails: test_the_new_name_is_on_the_same_disk
"""

ORDER = [
    "dump",
    "digest",
    "open_in_tmp",
    "write",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
