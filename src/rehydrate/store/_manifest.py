"""What a store knows of a version without loading it."""

import re
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from rehydrate.errors import BrokenRecord

SCHEMA = 1
BLOBS = ("payload", "checkpoint", "golden")  # the fields that name a stored file


@dataclass(frozen=True)
class Blob:
    """A stored file: where it lies in the model's folder, and what shows that it is what was saved.

    Attributes
    ----------
    file : str
        Such as ``blobs/0b5e...pkl``.
    size : int
        Bytes.
    algorithm, digest : str
        Such as ``"sha256"``, and the checksum in hexadecimal.
    """

    file: str
    size: int
    algorithm: str
    digest: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"blobs/\w[^/\\]*", self.file):  # a record must not lead out of the store
            raise ValueError(f"{self.file!r} is not a file of a model")


@dataclass(frozen=True)
class Manifest:
    """What is recorded with a version.

    Attributes
    ----------
    name, version : str, int
        Of the model.
    created : str
        When it was saved; ISO 8601, UTC.
    format, model_class : str
        The name of the file format, and the full name of the model's class.
    payload : Blob
        The model's file, with its size in bytes and its checksum.
    hyperparameters, metrics : dict
        Plain data.
    training : dict or None
        State of the training, as plain data.
    checkpoint : Blob or None
        A file with the state of the training.
    features : dict
        ``count``, ``names`` and ``dtypes`` of the columns of X; each None where it is not known.
    classes : list or None
        The labels of a classifier.
    environment : dict
        ``python``, ``platform``, and ``libraries``: versions of what the model's classes come from.
    lineage : dict
        Where it comes from, as the saver said; an imported version has its origin under ``imported``.
    golden : Blob or None
        Rows of X with the predictions made for them when the model was saved.
    notes : str
        Free text.
    schema : int
        Of this record.
    extra : dict
        Fields that this version of rehydrate does not know; kept as they are.
    """

    name: str
    version: int
    created: str
    format: str
    model_class: str
    payload: Blob
    hyperparameters: dict[str, Any] = field(default_factory=dict)
    metrics: dict[str, Any] = field(default_factory=dict)
    training: dict[str, Any] | None = None
    checkpoint: Blob | None = None
    features: dict[str, Any] = field(default_factory=dict)
    classes: list[Any] | None = None
    environment: dict[str, Any] = field(default_factory=dict)
    lineage: dict[str, Any] = field(default_factory=dict)
    golden: Blob | None = None
    notes: str = ""
    schema: int = SCHEMA
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def blobs(self) -> list[Blob]:
        """The files of this version."""
        return [getattr(self, key) for key in BLOBS if getattr(self, key)]

    def record(self) -> dict[str, Any]:
        """Return plain data for the log; name and version are given by the place there."""
        known = {key: getattr(self, key) for key in _FIELDS}
        known |= {key: asdict(known[key]) for key in BLOBS if known[key]}
        return self.extra | known


_FIELDS = dict.fromkeys(f.name for f in fields(Manifest) if f.name not in ("name", "version", "extra"))


def from_record(record: dict[str, Any], name: str, version: int) -> Manifest:
    """Return the manifest of a version from its record.

    Raises
    ------
    BrokenRecord
        If the record was written by a newer version of rehydrate.
    KeyError, TypeError, ValueError
        If it is no manifest.
    """
    if record["schema"] > SCHEMA:
        raise BrokenRecord(
            f"The record of {name} {version} has schema {record['schema']}.",
            why=f"it was written by a newer version of rehydrate; this one reads schemas up to {SCHEMA}",
            fix="pip install -U rehydrate",
        )
    known = {key: record[key] for key in _FIELDS if key in record}
    for key in BLOBS:
        if known.get(key):
            known[key] = Blob(**known[key])
    extra = {key: record[key] for key in record if key not in _FIELDS and key != "at"}
    return Manifest(name=name, version=version, extra=extra, **known)


def differences(old: Manifest, new: Manifest) -> dict[str, tuple[Any, Any]]:
    """Return what differs between two manifests, by dotted name: ``hyperparameters.max_depth: (3, 5)``.

    None stands for what one of them does not have. Names of files and times are left out.
    """
    before, after = _flat(old.record()), _flat(new.record())
    keys = [key for key in before | after if key != "created" and not key.endswith(".file")]
    return {key: (before.get(key), after.get(key)) for key in keys if before.get(key) != after.get(key)}


def _flat(data: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        flat |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return flat
