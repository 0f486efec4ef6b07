"""Puts the checksum in later.

Misconception: a-digest-can-be-put-in-later
Fails: test_the_manifest_comes_when_all_it_says_is_true
"""

ORDER = [
    "dump",
    "open_beside",
    "write",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "digest",
    "alias",
]
