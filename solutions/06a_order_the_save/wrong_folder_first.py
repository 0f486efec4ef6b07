"""Syncs the folder before the file gets its name in it.

Misconception: a-folder-is-synced-for-good
Fails: test_the_manifest_comes_when_all_it_says_is_true
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "sync",
    "close",
    "sync_folder",
    "replace",
    "manifest",
    "alias",
]
