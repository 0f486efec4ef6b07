"""Empties the buffer first, to begin with a clean one.

Misconception: flush-prepares-the-buffer
Fails: test_the_buffer_is_empty_before_the_disk_is_asked
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "flush",
    "write",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
