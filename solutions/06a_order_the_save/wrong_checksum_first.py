"""Describes the model before it is bytes.

Misconception: a-checksum-of-nothing
Fails: test_nothing_is_used_before_it_is_there
"""

ORDER = [
    "digest",
    "dump",
    "open_beside",
    "write",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
