"""Syncs the file, and then empties the buffer.

Misconception: fsync-sees-the-buffer
Fails: test_the_buffer_is_empty_before_the_disk_is_asked
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "sync",
    "flush",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
