"""Opens the file and writes before there is anything to write.

Misconception: a-later-step-can-be-used
Fails: test_nothing_is_used_before_it_is_there
"""

ORDER = [
    "open_beside",
    "write",
    "dump",
    "digest",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
