"""Signatures over records: who may put a model into a store.

A checksum that lies beside the file it describes shows accidents. Whoever can change both shows you a perfect
checksum of another model, and loading a pickle runs what its writer chose. A signature can only be made with
the private key, which need not be where the store is; readers hold the public half.

The signature is Ed25519 (RFC 8032) over the first line of a record, which holds the checksums of the files:
it covers them all. It does not hide anything, does not say that the model is good, and cannot show that newer
records were taken away. The library ``cryptography`` does the work (extra ``sign``).
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rehydrate.errors import SignatureProblem

__all__ = ["generate", "read_key"]


def generate(path: str | os.PathLike[str]) -> Path:
    """Make a new key pair: the private key in this file, the public one beside it in ``.pub``.

    Parameters
    ----------
    path : str or path
        For the private key; its owner only can read it.

    Returns
    -------
    Path
        The public key, for those who load.

    Raises
    ------
    FileExistsError
        If there is a key already; it is not overwritten.
    """
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    beside = Path(f"{os.fspath(path)}.pub")
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, form.NoEncryption()))
    public = form.PublicFormat.SubjectPublicKeyInfo
    beside.write_bytes(key.public_key().public_bytes(form.Encoding.PEM, public))
    return beside


def read_key(path: str | os.PathLike[str]) -> Any:
    """Return the key of a file: a private one for ``sign_with``, a public one for ``trusted_keys``.

    Parameters
    ----------
    path : str or path
        A PEM file, as :func:`generate` writes them.
    """
    from cryptography.hazmat.primitives import serialization

    data = Path(path).read_bytes()
    if b"PRIVATE" in data:
        return serialization.load_pem_private_key(data, password=None)
    return serialization.load_pem_public_key(data)


def sign(line: bytes, key: Any) -> dict[str, str]:
    """Return a signature, and the public key that it can be checked with."""
    return {"ed25519": key.sign(line).hex(), "key": key.public_key().public_bytes_raw().hex()}


def check(line: bytes, seal: dict[str, Any], trusted_keys: Sequence[Any], shown: str) -> None:
    """Raise SignatureProblem unless one of the trusted keys signed this line."""
    from cryptography.exceptions import InvalidSignature

    trusted = {key.public_bytes_raw().hex(): key for key in trusted_keys}
    by, signature = str(seal.get("key")), str(seal.get("ed25519", ""))
    why = ""
    if not signature:
        why = "it is not signed, and this reader loads only what a key that it trusts has signed"
    elif by not in trusted:
        why = f"it was signed with the key {by:.12}.., trusted: {', '.join(key[:12] for key in trusted)}"
    else:
        try:
            trusted[by].verify(bytes.fromhex(signature), line)
        except (InvalidSignature, ValueError):
            why = "its signature does not fit: the record or the signature was changed"
    if why:
        fix = "load another version; or, if you know its writer, add their public key to trusted_keys"
        raise SignatureProblem(f"{shown} is not trusted.", why=why, fix=fix)
