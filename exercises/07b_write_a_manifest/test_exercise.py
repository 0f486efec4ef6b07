"""Checks of 07b, in teaching order. `submission` is the learner's module in a process of its own."""

import hashlib
import json
import pickle
import platform
import re
import shutil
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

FIELDS = {
    "files": dict,
    "environment": dict,
    "features": list,
    "classes": list,
    "metrics": dict,
    "data": str,
    "golden": dict,
    "created": str,
}
METRICS = {"accuracy": 0.96, "rows": 150}
NOTES = {"notes.txt": b"trained on a Sunday\n", "log.csv": b"epoch,loss\n1,0.52\n2,0.31\n"}


def iris_table():
    """Return the flowers by column; one column is of another dtype than the others."""
    X = load_iris().data
    names = ["sepal length", "sepal width", "petal length", "petal width"]
    table = {name: X[:, place].copy() for place, name in enumerate(names)}
    table["petal width"] = (10 * table["petal width"]).astype("int32")
    return table


@cache
def fitted():
    """Return a classifier of flowers whose labels are words."""
    iris = load_iris()
    X = np.column_stack(list(iris_table().values()))
    return LogisticRegression(max_iter=1000).fit(X, iris.target_names[iris.target])


@pytest.fixture
def folder(tmp_path):
    """A folder with two files that lie there before the save."""
    place = tmp_path / "churn-7"
    place.mkdir()
    for name, content in NOTES.items():
        (place / name).write_bytes(content)
    return place


def saved(submission, folder, table=None, metrics=METRICS):
    """Let the learner save, and return what the manifest says."""
    submission.save(folder, fitted(), iris_table() if table is None else table, metrics)
    path = folder / "manifest.json"
    there = sorted(each.name for each in folder.iterdir())
    assert path.is_file(), f"after save there is no manifest.json; the folder holds {there}"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise AssertionError(f"manifest.json is no JSON: {error}") from None
    assert isinstance(found, dict), f"manifest.json holds a {type(found).__name__}, not an object"
    return found


def part(manifest, field):
    """Return a field of a manifest, of the kind that the task says."""
    assert field in manifest, f"the manifest has no field {field!r}; it has {sorted(manifest)}"
    value, kind = manifest[field], FIELDS[field]
    assert isinstance(value, kind), (
        f"{field!r} is {short(value)}, not {'an object' if kind is dict else kind.__name__}"
    )
    return value


def short(value):
    """Tell a value in a few characters; the beginning of a checksum is enough to compare."""
    text = re.sub("[0-9a-f]{64}", lambda match: f"{match[0][:10]}..", repr(value))
    return text if len(text) <= 90 else text[:87] + "..."


def found_by(program, folder):
    """Return the problems as sorted pairs, whatever sequences they came in."""
    problems = program.verify(folder)
    assert isinstance(problems, list | tuple), f"verify returned {short(problems)}, not a list"
    for problem in problems:
        pair = isinstance(problem, list | tuple) and [type(word) for word in problem] == [str, str]
        assert pair, f"{short(problem)} in the list is not a tuple of a file's name and a word"
    return sorted(tuple(problem) for problem in problems)


def expect_problems(program, folder, expected, what):
    found = found_by(program, folder)
    assert found == sorted(expected), (
        f"{what}: verify gave {short(found)}, expected {short(sorted(expected))}"
    )


def recorded(path):
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}


def test_the_manifest_has_every_field(submission, folder):
    """A model is saved, and manifest.json is read as JSON.

    The manifest is for programs that cannot or must not load the model. They find each field under the name
    that the task gives it, as plain data.
    """
    manifest = saved(submission, folder)
    for field in FIELDS:
        part(manifest, field)
    assert (folder / "model.joblib").is_file(), "after save there is no model.joblib"


def test_every_file_has_the_checksum_of_its_bytes(submission, folder):
    """The size and the sha256 of every file in the folder are computed again from its bytes.

    A version is all files of the folder but the manifest itself. Whoever checks them later has bytes and no
    object, so the checksum has to be one of the bytes as they lie on the disk.
    """
    files = part(saved(submission, folder), "files")
    present = {path.name for path in folder.iterdir()} - {"manifest.json"}
    assert set(files) == present, f"'files' names {sorted(files)}; in the folder are {sorted(present)}"
    for name in sorted(present):
        expected = recorded(folder / name)
        for key in ("size", "sha256"):
            value = files[name].get(key) if isinstance(files[name], dict) else None
            assert value == expected[key], (
                f"{name}: {key!r} is {short(value)}, of the bytes it is {short(expected[key])}"
            )


def test_the_model_is_described(submission, folder):
    """Forty flowers of one kind are the table; environment, features, classes and metrics are compared.

    A person, or a program without scikit-learn, should see from the manifest what the model needs and what
    it can say, whatever rows happen to lie beside it. Each column has its own dtype.
    """
    table = {name: column[:40] for name, column in iris_table().items()}
    manifest = saved(submission, folder, table)
    environment = {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
    }
    for name, expected in environment.items():
        found = part(manifest, "environment").get(name)
        assert found == expected, f"'environment': {name!r} is {short(found)}, expected {expected!r}"
    features = [[name, str(column.dtype)] for name, column in table.items()]
    found = part(manifest, "features")
    assert len(found) == len(features), f"'features' has {len(found)} columns, the table has {len(features)}"
    for place, pair in enumerate(zip(found, features, strict=True)):
        assert pair[0] == pair[1], f"'features': number {place + 1} is {short(pair[0])}, expected {pair[1]}"
    for field, expected in (("classes", fitted().classes_.tolist()), ("metrics", METRICS)):
        found = part(manifest, field)
        assert found == expected, f"{field!r} is {short(found)}, expected {short(expected)}"


def test_the_golden_answers_are_exact(submission, folder):
    """The golden rows and answers are compared with the first five rows and their probabilities.

    Golden answers are what a reload is compared with, years later. They have to be all the model said, in
    plain data, with every digit: JSON keeps all bits of a float.
    """
    golden = part(saved(submission, folder), "golden")
    rows = np.column_stack(list(iris_table().values()))[:5]
    for key, expected in (("rows", rows), ("answers", fitted().predict_proba(rows))):
        try:
            found = np.array(golden.get(key), dtype=float)
        except (TypeError, ValueError):
            raise AssertionError(
                f"'golden': {key!r} is {short(golden.get(key))}, not a list of lists of numbers"
            ) from None
        assert found.shape == expected.shape, (
            f"'golden': {key!r} has the shape {found.shape}, expected {expected.shape}"
        )
        gap = float(np.abs(found - expected).max())
        assert gap < 1e-12, (
            f"'golden': {key!r} is off by up to {gap:.1g}; the first is {short(golden[key][0])}"
        )


def test_the_checksum_of_the_data_tells_tables_apart(submission, new_process, tmp_path):
    """Tables are saved that are equal, or differ in one value, name, dtype, or in the order of columns.

    Whoever asks later whether two models saw the same rows has only these checksums. Equal rows have to give
    equal ones, whatever objects hold them; any difference has to show.
    """
    middle, zeros = np.arange(3000) / 8, np.zeros(3000)
    table = {"a": middle, "b": middle, "c": zeros}
    other = middle.copy()
    other[1500] += 1
    variants = {
        "one value is another": {**table, "b": other},
        "a column has another name": {"a": middle, "B": middle, "c": zeros},
        "a column has another dtype": {**table, "b": middle.astype("float32")},
        "a column of zeros has another dtype": {**table, "c": zeros.astype("int64")},
        "two columns have changed places": {"b": middle, "a": middle, "c": zeros},
    }
    copied = {name: column.copy() for name, column in table.items()}
    another = new_process()
    another.probes.take_another_hash_seed()
    first, again = data_of(submission, tmp_path, table), data_of(another, tmp_path, copied)
    assert first == again, (
        f"two equal tables, each in a process of its own, have {short(first)} and {short(again)}"
    )
    for what, variant in variants.items():
        assert data_of(submission, tmp_path, variant) != first, f"{what}, and 'data' is the same"


def data_of(program, tmp_path, table):
    """Return the checksum that a table is given."""
    folder = tmp_path / f"data-{len(list(tmp_path.iterdir()))}"
    folder.mkdir()
    model = tiny(len(table))
    program.save(folder, model, table, {})
    data = part(json.loads((folder / "manifest.json").read_text(encoding="utf-8")), "data")
    assert re.fullmatch("[0-9a-f]{64}", data), f"'data' is {short(data)}, not 64 hexadecimal digits"
    return data


@cache
def tiny(n_columns):
    return LogisticRegression().fit(np.eye(n_columns), range(n_columns))


def test_the_time_is_utc(submission, folder):
    """A process whose local time is five and a half hours ahead saves a model.

    Servers stand in many places, and twice a year some of them turn the clock. Times of all of them can be
    compared if each says its offset, and all say the same.
    """
    submission.probes.move_east()
    before = datetime.now(UTC)
    created = part(saved(submission, folder), "created")
    after = datetime.now(UTC)
    try:
        time = datetime.fromisoformat(created)
    except ValueError:
        raise AssertionError(f"'created' is {created!r}, which is not ISO 8601") from None
    assert time.tzinfo is not None, f"'created' is {created!r}: it does not say its offset"
    assert time.utcoffset() == timedelta(0), f"'created' is {created!r}, which is not in UTC"
    slack = timedelta(seconds=2)
    assert before - slack <= time <= after + slack, (
        f"'created' is {created!r}; in UTC it was {after.isoformat()}"
    )


def test_a_folder_that_was_copied_has_no_problems(submission, new_process, folder, tmp_path):
    """Nothing was changed. The folder is verified, then a copy of it elsewhere, in a new process.

    A check that cries without a reason will be switched off. What is compared is what lies in the folder, by
    names that hold wherever the folder is.
    """
    saved(submission, folder)
    expect_problems(submission, folder, [], "the folder as it was saved")
    shutil.copytree(folder, tmp_path / "elsewhere")
    shutil.rmtree(folder)
    expect_problems(new_process(), tmp_path / "elsewhere", [], "a copy elsewhere")


def test_every_damage_is_named(submission, folder):
    """Files are changed, cut short, removed and added, one at a time; then all at once.

    Every difference between the folder and its manifest is a problem of its own, and each is reported: one
    damaged file must not hide another.
    """
    saved(submission, folder)
    content = (folder / "model.joblib").read_bytes()
    flipped = content[:-9] + bytes([content[-9] ^ 1]) + content[-8:]
    (folder / "model.joblib").write_bytes(flipped)
    expect_problems(submission, folder, [("model.joblib", "checksum")], "one bit of model.joblib was changed")
    (folder / "model.joblib").write_bytes(content[:-1])
    expect_problems(submission, folder, [("model.joblib", "size")], "model.joblib was cut short")
    (folder / "model.joblib").write_bytes(content)
    (folder / "notes.txt").unlink()
    expect_problems(submission, folder, [("notes.txt", "missing")], "notes.txt was removed")
    (folder / "notes.txt").write_bytes(NOTES["notes.txt"])
    (folder / "extra.pkl").write_bytes(b"")
    expect_problems(submission, folder, [("extra.pkl", "unexpected")], "extra.pkl was added")
    (folder / "model.joblib").write_bytes(flipped)
    (folder / "notes.txt").unlink()
    (folder / "log.csv").write_bytes(NOTES["log.csv"][:-1])
    all_of_it = [
        ("model.joblib", "checksum"),
        ("notes.txt", "missing"),
        ("log.csv", "size"),
        ("extra.pkl", "unexpected"),
    ]
    expect_problems(submission, folder, all_of_it, "four things at once")


def test_a_broken_manifest_is_a_problem(submission, folder):
    """The manifest is cut in half, then replaced by one that names no files, then removed.

    A killed save and a full disk leave such folders. Whoever verifies a hundred of them wants a line about
    this one, and the other ninety-nine.
    """
    saved(submission, folder)
    path = folder / "manifest.json"
    content = path.read_bytes()
    unreadable = [("manifest.json", "unreadable")]
    path.write_bytes(content[: len(content) // 2])
    expect_problems(submission, folder, unreadable, "manifest.json was cut in half")
    path.write_text("{}")
    expect_problems(submission, folder, unreadable, "manifest.json has no 'files'")
    path.unlink()
    expect_problems(submission, folder, unreadable, "manifest.json is missing")


class Payload:
    """A stranger's object: loading it creates an empty file."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return Path.touch, (self.marker,)


def test_verify_runs_nothing(submission, folder, tmp_path):
    """A stranger replaces model.joblib by a file that runs when it is loaded; then the manifest as well.

    To load a pickle is to run it. verify is what people call before they trust a file, so it must not open
    it in any way but as bytes. (That a stranger rewrites the manifest too, it cannot notice.)
    """
    manifest = saved(submission, folder)
    marker = tmp_path / "it-ran"
    (folder / "model.joblib").write_bytes(pickle.dumps(Payload(marker)))
    found = found_by(submission, folder)
    assert not marker.exists(), "model.joblib was replaced, and verify ran it"
    assert {name for name, _ in found} == {"model.joblib"}, (
        f"model.joblib was replaced: verify gave {short(found)}"
    )
    part(manifest, "files")["model.joblib"] = recorded(folder / "model.joblib")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    found_by(submission, folder)
    assert not marker.exists(), "model.joblib and the manifest were replaced, and verify ran the file"


def test_a_save_that_fails_leaves_no_manifest(submission, folder):
    """A model cannot be pickled; a folder stands where its file should go; metrics are no plain data.

    A manifest says: this is a whole version. Whoever finds one believes it. So it is written when everything
    else is there, whole or not at all, and a save that fails says so.
    """
    manifest = folder / "manifest.json"
    for kind, what in (("model", "the model holds a function"), ("place", "a folder is in the way")):
        raised = submission.probes.failing_save(kind, folder, fitted(), iris_table(), METRICS)
        assert raised, f"{what}, and save returned as if the model had been written"
        assert not manifest.exists(), f"{what}, and manifest.json is there after the save"
    (folder / "model.joblib").rmdir()
    raised = submission.probes.failing_save("metrics", folder, fitted(), iris_table(), METRICS)
    if raised:
        left = short(manifest.read_text(encoding="utf-8")[-40:]) if manifest.exists() else ""
        assert not left, f"metrics are no plain data, and a manifest is there that ends with {left}"
