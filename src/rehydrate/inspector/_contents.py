"""What lies inside the objects of a pickle: estimators, versions, arrays, rows of the training data."""

from math import prod
from typing import TYPE_CHECKING

from rehydrate.inspector._limits import Bound
from rehydrate.inspector._opinions import Opinion, opinion, tables
from rehydrate.inspector.arrays import SCALAR, WRAPPERS, array_of
from rehydrate.inspector.graph import TOO_DEEP, Blob, Call, Foreign, Global, Items, Node, Pairs, Root, walk
from rehydrate.inspector.report import ArrayFound, Estimator

if TYPE_CHECKING:
    from rehydrate.inspector._reading import Reading

LONGEST = 60  # characters of a value in the report
BOOSTERS = ("xgboost.sklearn", "lightgbm.sklearn", "catboost.core")  # their estimators record no version
TREES = ("KDTree", "BallTree", "BinaryTree")
TORCH_TYPES = {"Float": "<f4", "Double": "<f8", "Half": "<f2", "BFloat16": "bfloat16", "Long": "<i8"}
TORCH_TYPES |= {"Int": "<i4", "Short": "<i2", "Char": "|i1", "Byte": "|u1", "Bool": "|b1"}


def look(reading: "Reading", root: Root) -> None:
    """Note what lies inside the object that a pickle makes."""
    for path, node in walk(root.node, reading.budget.limits.nesting):
        reading.budget.look_at_the_clock()
        if node is TOO_DEEP:
            raise Bound(f"objects lie deeper in each other than {reading.budget.limits.nesting}")
        if isinstance(node, Call):
            where = f"{root.where}{path}"
            _array(reading, where, node)
            _estimator(reading, where, node)
            _versions(reading, node)


def _array(reading: "Reading", where: str, node: Call) -> None:
    found = array_of(node)
    if found is not None and node.func not in SCALAR:
        reading.report.arrays.append(ArrayFound(where, found.dtype.descr, found.shape, found.n_bytes))
    match node.arguments():  # a tensor of PyTorch: its storage, where it starts there, its shape
        case [Foreign(value=Items(values=[_, Global(name=kind), *_])), _, Items(values=shape), *_]:
            dtype = TORCH_TYPES.get(kind.removesuffix("Storage"), "?")
            n_bytes = 2 if dtype == "bfloat16" else int(dtype[-1].replace("?", "0"))
            if all(isinstance(n, int) for n in shape):
                reading.report.arrays.append(ArrayFound(where, dtype, tuple(shape), n_bytes * prod(shape)))


def _estimator(reading: "Reading", where: str, node: Call) -> None:
    kind, named = node.type, node.attributes()
    if kind is None or opinion(kind)[0] == Opinion.REBUILDS:
        return
    if kind.name.rstrip("3264") in TREES:
        reading.report.training_rows.append(f"{where}: a search tree keeps the training rows")
    fitted = {key: brief(value) for key, value in named.items() if key[:1] != "_" and key.endswith("_")}
    given = {key: brief(value) for key, value in named.items() if key[:1] != "_" and not key.endswith("_")}
    if not ("_sklearn_version" in named or kind.module in BOOSTERS or "n_features_in_" in fitted):
        return
    reading.report.estimators.append(Estimator(where or "the object itself", str(kind), given, fitted))
    rows = tables()["rows"]
    for key, value in named.items():
        if words := rows.get(key) or rows.get(f"{kind.name}.{key}"):
            reading.report.training_rows.append(f"{where}.{key}: {words}, {brief(value)}")


def _versions(reading: "Reading", node: Call) -> None:
    named, versions = node.attributes(), reading.report.versions
    if isinstance(version := named.get("_sklearn_version"), str):
        versions["scikit-learn"] = version[:LONGEST]
    if node.type in WRAPPERS:
        aligned = "numpy_array_alignment_bytes" in named
        versions["joblib"] = "1.2 or newer" if aligned else "older than 1.2"
    module = node.func.module if isinstance(node.func, Global) else ""
    if module.startswith(("numpy._core.", "numpy.core.")):
        versions["numpy"] = "2.0 or newer" if module.startswith("numpy._core.") else "older than 2.0"
    by_value = isinstance(node.func, Call) and node.func.arguments() == ["CodeType"]  # as cloudpickle does
    if by_value or node.func == Global("types", "CodeType"):
        versions["python bytecode"] = python_of(node.arguments())


def python_of(parts: list[Node]) -> str:
    """Return which Python wrote a code object, as far as its parts tell.

    Sources: ``types.CodeType``, which takes 18 parts since 3.11 and 16 from 3.8; the numbers of RESUME,
    PRECALL and RETURN_CONST in the ``opcode`` module of each version.
    """
    body = parts[6] if len(parts) == 18 else None
    if not isinstance(body, bytes):
        return "3.8 to 3.10" if len(parts) == 16 else "not known"
    steps = set(body[::2])
    if 151 in steps:
        return "3.11" if 166 in steps else "3.12" if 121 in steps else "3.11 or 3.12"
    return "3.13" if 149 in steps else "3.14 or newer" if 128 in steps else "not known"


def brief(node: Node, depth: int = 0) -> str:
    """Return a node in a few words."""
    if isinstance(node, (Items, Pairs)):
        values = node.values if isinstance(node, Items) else [key for key, _ in node.pairs]
        kind = node.kind if isinstance(node, Items) else "dict"
        some = ", ".join(brief(value, depth + 1) for value in values[:3]) if depth < 2 else "..."
        text = f"{kind} of {len(values)}: {some}" if values else f"empty {kind}"
    elif found := array_of(node):
        single = found.values() if found.shape in ((), (1,)) else None
        shape = " x ".join(map(str, found.shape))
        text = repr(single[0]) if single else f"array {found.dtype.descr:.20} {shape}"
    elif isinstance(node, Call):
        text = node.type.name if node.type else "an object"
    elif isinstance(node, Blob):
        text = f"{node.kind} of {node.n_bytes:,} bytes"
    else:
        short = node[: LONGEST + 1] if isinstance(node, (str, bytes)) else node
        text = str(node) if isinstance(node, Global) else repr(short)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."
