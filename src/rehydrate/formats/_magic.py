"""What the first bytes of a file say about its format; used to name a stranger, never to trust it."""

_STARTS = [
    (b"\x93NUMPY", "npy"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"PK\x03\x04", "zip"),
    (b"CBM1", "catboost"),
    (b"tree\nversion", "lightgbm"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x5d\x00\x00", "lzma"),
    (b"\x04\x22M\x18", "lz4"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"{", "json"),
]


def looks_like(head: bytes) -> str:
    """Return a short name for what a file with these first bytes looks like, empty if nothing is known.

    Parameters
    ----------
    head : bytes
        The first bytes; 64 are enough.
    """
    if head[:1] == b"\x80" and head[1:2] <= b"\x20":
        return "pickle"
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    if head[:1] == b"\x08" and head[2:3] in (b"\x12", b":"):  # a version, then who made it or the graph
        return "onnx"
    if head[:1] == b"x" and int.from_bytes(head[:2], "big") % 31 == 0:
        return "zlib"
    if head[8:9] == b"{" and head[6:8] == b"\0\0":  # a length of eight bytes, then JSON
        return "safetensors"
    return ""
