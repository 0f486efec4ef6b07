"""Opens the file first, and computes the checksum when the file is safe."""

ORDER = [
    "open_beside",
    "dump",
    "write",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "digest",
    "manifest",
    "alias",
]
