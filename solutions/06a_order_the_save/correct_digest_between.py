"""Computes the checksum while the bytes are on their way."""

ORDER = [
    "dump",
    "open_beside",
    "write",
    "digest",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
]
