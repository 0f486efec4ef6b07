"""Takes Python's hash for a checksum.

Misconception: hash-is-a-checksum
Fails: test_the_checksum_is_one_of_the_bytes
"""

ORDER = [
    "dump",
    "hash_of_model",
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
