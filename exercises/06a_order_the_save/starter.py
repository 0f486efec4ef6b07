"""Order the save: delete the three steps that have a fault, and put the others in an order that is safe."""

ORDER = [
    "alias",
    "close",
    "copy",
    "digest",
    "dump",
    "flush",
    "hash_of_model",
    "manifest",
    "open_beside",
    "open_in_tmp",
    "replace",
    "sync",
    "sync_folder",
    "write",
]
