"""What becomes of every estimator of scikit-learn in every format made for them: the table of the book.

``python tests/formats/fidelity.py`` fits each with as few arguments as it takes, writes it, loads it in a
fresh process and compares. It rewrites ``book/data/formats_fidelity.csv`` and the page made from it, which
takes a few minutes.
"""

import csv
import importlib.util
import inspect
import tempfile
import warnings
from pathlib import Path

import joblib
import numpy as np

from rehydrate import formats
from rehydrate.errors import CannotHold

ROOT = Path(__file__).resolve().parents[2]
TABLE = ROOT / "book" / "data" / "formats_fidelity.csv"
PAGE = ROOT / "book" / "formats_fidelity.md"
WORDS = ("bitwise", "bitwise, if trusted", "close", "refused", "FAILED")
FORMATS = ("pickle", "joblib", "cloudpickle", "hickle", "skops", "onnx", "npz_linear", "npz_trees")
PAGE_TEXT = """\
# Which format keeps which estimator

<!-- Made by tests/formats/fidelity.py from book/data/formats_fidelity.csv: change those, not this page. -->

Each of the {n_estimators} estimators of scikit-learn was fitted with as few arguments as it takes, on 80 rows
that float32 can hold, written in each format, loaded in a fresh process, and asked again: `predict`,
`predict_proba`, `decision_function`, `transform` and `score_samples`, as far as it has them. One that has
none is compared by what it has learned. The ONNX format was given the rows as its `sample`. A test repeats a
part of the table with every change.

- **bitwise**: every answer has the same bits.
- **bitwise, if trusted**: the same, once the reader has named the types in the file that skops does not trust
  by itself.
- **close**: every label is the same, and every number to one part in 100,000. ONNX computes in float32.
- **refused**: `dump` raises `CannotHold`, says why, and names a format that can. No file is written.

{summary}
No cell says that a model came back different without a word, and the test fails if one ever does.

{rows}"""


def sibling(name):
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


child = sibling("child")


def data():
    """Return 80 rows of 6 columns that float32 holds, their class of three, and a positive number."""
    generator = np.random.default_rng(0)
    X = generator.integers(0, 400, (80, 6)) / 32
    score = X[:, 0] - X[:, 1] + X[:, 2] / 2 + generator.normal(0, 1, 80)
    return X, np.digitize(score, np.quantile(score, [1 / 3, 2 / 3])), score - score.min() + 1


def arguments():
    """Return what a class cannot be made without, or not for this data."""
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.preprocessing import StandardScaler

    labels, numbers, scaler = LogisticRegression(), Ridge(), StandardScaler()
    grid = {"C": [0.1, 1.0]}
    both, two = ("a", labels), [("a", numbers), ("b", numbers)]
    return {
        "ColumnTransformer": {"transformers": [("scale", scaler, [0, 1])], "remainder": "passthrough"},
        "FeatureUnion": {"transformer_list": [("scale", scaler)]},
        "FrozenEstimator": {"estimator": LogisticRegression().fit(*data()[:2])},
        "GaussianRandomProjection": {"n_components": 2},
        "GridSearchCV": {"estimator": labels, "param_grid": grid},
        "HalvingGridSearchCV": {"estimator": labels, "param_grid": grid},
        "HalvingRandomSearchCV": {"estimator": labels, "param_distributions": grid},
        "MultiOutputRegressor": {"estimator": numbers},
        "Pipeline": {"steps": [("scale", scaler), ("model", labels)]},
        "RandomizedSearchCV": {"estimator": labels, "param_distributions": grid, "n_iter": 2},
        "RegressorChain": {"estimator": numbers},
        "SelfTrainingClassifier": {"estimator": labels},
        "SparseCoder": {"dictionary": np.eye(6)},
        "SparseRandomProjection": {"n_components": 2},
        "StackingClassifier": {"estimators": [both, ("b", labels)]},
        "StackingRegressor": {"estimators": two},
        "VotingClassifier": {"estimators": [both, ("b", labels)]},
        "VotingRegressor": {"estimators": two},
    }


def fitted(name, kind):
    """Return an estimator of a class, fitted, and what to ask it about."""
    from sklearn.base import is_regressor
    from sklearn.linear_model import LogisticRegression

    X, y, number = data()
    made = arguments().get(name)
    if made is None:
        made = {"estimator": LogisticRegression()} if "estimator" in _needed(kind) else {}
    model = kind(**made)
    if "random_state" in model.get_params():
        model.set_params(random_state=0)
    target = number if is_regressor(model) else y
    if name.startswith(("MultiTask", "PLS", "CCA", "RegressorChain", "MultiOutputR")):
        target = np.column_stack([number, X[:, 0]])
    elif name in ("ClassifierChain", "MultiOutputClassifier"):
        target = np.column_stack([y > 0, y > 1]).astype(int)
    elif "Threshold" in name and name != "VarianceThreshold":
        target = y > 0
    elif name in ("CountVectorizer", "TfidfVectorizer", "HashingVectorizer"):
        X = [f"word{row[0]:.0f} and word{row[1]:.0f}" for row in X]
    elif name in ("DictVectorizer", "FeatureHasher"):
        X = [{"a": float(row[0]), f"b{row[1]:.0f}": 1.0} for row in X]
    elif name in ("LabelBinarizer", "LabelEncoder"):
        return model.fit(y), y
    elif name == "MultiLabelBinarizer":
        labels = [(int(label), int(label) + 1) for label in y]
        return model.fit(labels), labels
    elif name == "IsotonicRegression":
        X = X[:, 0]
    elif name == "KernelCenterer":
        X = X @ X.T
    elif name == "PatchExtractor":
        model.set_params(patch_size=(2, 2))
        X = X.reshape(-1, 4, 6)
    return model.fit(X, target), X


def _needed(kind):
    parameters = inspect.signature(kind.__init__).parameters.values()
    return [each.name for each in parameters if each.default is each.empty]


def format_for(name, X):
    """Return a format with what it needs to know about the data."""
    sample = name == "onnx" and isinstance(X, np.ndarray) and X.ndim == 2
    return formats.get(name, sample=X) if sample else formats.get(name)


def dumped(models, name, folder):
    """Write every model in one format; return the orders for the child, and what was refused."""
    orders, refused = {}, {}
    for key, (model, X) in models.items():
        fmt = format_for(name, X)
        path = folder / f"{name}-{key}{fmt.suffix}"
        try:
            fmt.dump(model, path)
        except CannotHold as error:
            refused[key] = f"refused: {error.why}"
            continue
        orders[key] = {"format": name, "path": str(path), "X": str(folder / f"{key}.X")}
        if name == "skops":  # this process wrote the file, so it may trust what it asks for
            import skops.io

            orders[key]["options"] = {"trusted": skops.io.get_untrusted_types(file=path)}
    return orders, refused


def judged(expected, order, report, place):
    """Return the outcome for one file: bitwise, bitwise if trusted, close, or FAILED and why."""
    if "error" in report:
        return f"FAILED: {report['said']}"
    assert expected
    with np.load(place) as found:
        if order["format"] != "onnx" and set(found) != set(expected):
            return f"FAILED: answers {sorted(found)}, expected {sorted(expected)}"
        pairs = [(expected[name], found[name]) for name in found]
    if all(a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f") for a, b in pairs):
        return "bitwise, if trusted" if order.get("options", {}).get("trusted") else "bitwise"
    tolerance = formats.get(order["format"]).tolerance
    near = all(
        np.allclose(a, b, tolerance, tolerance, equal_nan=True) if a.dtype.kind == "f" else (a == b).all()
        for a, b in pairs
    )
    return "close" if near and tolerance else "FAILED: other answers"


def measure(names, which=FORMATS):
    """Return the outcomes of some estimators: name of the estimator, then of the format, to what happened.

    Parameters
    ----------
    names : list of str
        Classes of ``sklearn.utils.all_estimators``.
    which : tuple of str
        The formats.
    """
    from sklearn.utils import all_estimators

    kinds = dict(all_estimators())
    outcomes = {name: {} for name in names}
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as made:
        warnings.simplefilter("ignore")
        folder = Path(made)
        models = {name: fitted(name, kinds[name]) for name in names}
        expected = {name: child.answers(*each) for name, each in models.items()}
        for name, (_, X) in models.items():
            joblib.dump(X, folder / f"{name}.X")
        orders = {}
        for fmt in which:
            found, refused = dumped(models, fmt, folder)
            orders |= {(name, fmt): order for name, order in found.items()}
            for name, reason in refused.items():
                outcomes[name][fmt] = reason
        reports = child.run(list(orders.values()), folder / "answers")
        for ((name, fmt), order), report in zip(orders.items(), reports, strict=True):
            place = folder / "answers" / f"{report['number']}.npz"
            outcomes[name][fmt] = judged(expected[name], order, report, place)
    return outcomes


def recorded():
    """Return the table of the book: name of the estimator, then of the format, to what happened."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row.pop("estimator"): row for row in csv.DictReader(file)}


def record(outcomes):
    """Write the table of the book; why a model was refused stays out, for it is the libraries' wording."""
    TABLE.parent.mkdir(exist_ok=True)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["estimator", *FORMATS])
        writer.writerows(
            [name, *(found[fmt].split(":")[0] for fmt in FORMATS)] for name, found in outcomes.items()
        )


def page(table):
    """Return the page of the book for a table."""
    counts = {word: [sum(row[fmt] == word for row in table.values()) for fmt in FORMATS] for word in WORDS}
    head = f"| {{}} | {' | '.join(f'`{fmt}`' for fmt in FORMATS)} |\n|---|{'---|' * len(FORMATS)}\n"
    summary = "".join(f"| {word} | {' | '.join(map(str, row))} |\n" for word, row in counts.items())
    rows = "".join(f"| {name} | {' | '.join(row[fmt] for fmt in FORMATS)} |\n" for name, row in table.items())
    return PAGE_TEXT.format(
        n_estimators=len(table),
        summary=head.format("outcome") + summary,
        rows=head.format("estimator") + rows,
    )


if __name__ == "__main__":
    from sklearn.utils import all_estimators

    record(measure([name for name, _ in all_estimators()]))
    PAGE.write_text(page(recorded()), encoding="utf-8")
