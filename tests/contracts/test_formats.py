"""What every format promises, held against all that discovery finds.

Files are made and loaded in fresh processes, many in each. A format whose models are not of scikit-learn has
its sample in ``tests/formats/samples``.
"""

import importlib.util
import itertools
import json
import os
import pickle
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import joblib
import numpy as np
import pytest

from rehydrate import formats
from rehydrate.errors import CannotHold

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests" / "formats"
NAMES = [fmt.name for fmt in formats.available()]
DATA_ONLY = [fmt.name for fmt in formats.available() if not fmt.runs_code_on_load]
LIBRARIES = [
    *("catboost", "cloudpickle", "h5py", "hickle", "keras", "lightgbm", "onnx", "onnxruntime", "safetensors"),
    *("skl2onnx", "skops", "tensorflow", "torch", "xgboost"),
]
# What skops does not trust by itself in the zoo, read by a person: the list is the reader's.
TRUSTED = [
    "numpy.dtype",
    "sklearn.calibration._CalibratedClassifier",
    "sklearn.calibration._SigmoidCalibration",
    "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
    "sklearn.feature_selection._univariate_selection.f_classif",
    "sklearn.gaussian_process.kernels.ConstantKernel",
    "sklearn.gaussian_process.kernels.Product",
    "sklearn.gaussian_process.kernels.RBF",
    "sklearn.metrics._dist_metrics.EuclideanDistance64",
    "sklearn.metrics._scorer._PassthroughScorer",
    "sklearn.model_selection._split.StratifiedKFold",
    "sklearn.neighbors._ball_tree.BallTree",
    "sklearn.neighbors._kd_tree.KDTree",
    "sklearn.neural_network._stochastic_optimizers.AdamOptimizer",
    "sklearn.tree._tree.Tree",
    "sklearn.utils._bunch.Bunch",
]
MANY = pytest.mark.parametrize("name", NAMES)


def load_module(path):
    spec = importlib.util.spec_from_file_location(f"file_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


child = load_module(HERE / "child.py")
ZOO = load_module(HERE / "zoo.py").zoo()


def sample_file(name):
    own = HERE / "samples" / f"{name}.py"
    return str(own if own.exists() else own.with_name("_others.py"))


def read(place):
    with np.load(place) as found:
        return dict(found)


def agree(fmt, expected, found):
    """Say whether answers are the same: bitwise, or as near as the format promises."""
    if fmt.gives_back != "predictor" and set(found) != set(expected):
        return False
    for name, b in found.items():
        a = expected[name]
        if fmt.tolerance and a.dtype.kind == "f":
            same = np.allclose(a, b, fmt.tolerance, fmt.tolerance, equal_nan=True)
        else:
            same = np.array_equal(a, b, equal_nan=a.dtype.kind == "f") and (
                fmt.tolerance or a.dtype == b.dtype
            )
        if not same:
            return False
    return bool(found)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Make a sample of every format in one process; return the folder, and the orders and reports by name."""
    folder = tmp_path_factory.mktemp("made")
    orders = {}
    for fmt in formats.available():
        place = folder / fmt.name
        place.mkdir()
        path = str(place / f"sample{fmt.suffix}")
        orders[fmt.name] = {
            "format": fmt.name,
            "path": path,
            "make": sample_file(fmt.name),
            "X": f"{folder}/{fmt.name}.X",
        }
    reports = dict(zip(NAMES, child.run(list(orders.values()), folder / "answers"), strict=True))
    assert not {name: report["said"] for name, report in reports.items() if "error" in report}
    return folder, orders, reports


def expected_of(made, name):
    folder, _, reports = made
    return read(folder / "answers" / f"{reports[name]['number']}.npz")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Dump the zoo in every format; return the orders to load what was kept, and the refusals."""
    folder = tmp_path_factory.mktemp("zoo")
    orders, refused = {}, {}
    for number, (animal, (model, X)) in enumerate(ZOO.items()):
        joblib.dump(X, folder / f"{number}.X")
        for fmt in formats.available():
            options = {"sample": X} if fmt.name == "onnx" else {}
            path = folder / f"{number}-{fmt.name}{fmt.suffix}"
            try:
                formats.get(fmt.name, **options).dump(model, path)
            except CannotHold as error:
                refused[animal, fmt.name] = error
                assert not path.exists()
                continue
            order = {"format": fmt.name, "path": str(path), "X": str(folder / f"{number}.X")}
            orders[animal, fmt.name] = order | (
                {"options": {"trusted": TRUSTED}} if fmt.name == "skops" else {}
            )
    return orders, refused


@pytest.fixture(scope="module")
def marker(tmp_path_factory):
    return tmp_path_factory.mktemp("payload") / "it ran"


@pytest.fixture(scope="module")
def loaded(made, kept, marker, tmp_path_factory):
    """Load everything in one process: samples in three ways, the zoo, and what is not what it should be."""
    folder, _, _ = made
    orders = dict(kept[0])
    for name, order in made[1].items():
        asked = {"format": name, "path": order["path"], "X": order["X"], "sample": order["make"]}
        for how in ("path", "mapped", "bytes"):
            orders[how, name] = asked | {"how": how}
    spoiled = tmp_path_factory.mktemp("spoiled")
    for key, (name, content) in itertools.chain(damaged(made), hostile(made, marker)):
        path = spoiled / f"{len(orders)}{formats.get(name).suffix}"
        path.write_bytes(content)
        orders[key] = {"format": name, "path": str(path)}
    for name, other in itertools.permutations(NAMES, 2):
        order = made[1][other]
        orders["foreign", name, other] = {
            "format": name,
            "path": order["path"],
            "X": order["X"],
            "sample": order["make"],
        }
    reports = child.run(list(orders.values()), folder / "loaded")
    return dict(zip(orders, reports, strict=True)), folder / "loaded"


def damaged(made):
    """Return files that are no longer what was written, by what was done to them."""
    for name, order in made[1].items():
        whole = Path(order["path"]).read_bytes()
        noise = np.random.default_rng(0).bytes(2000)
        for n_bytes in {0, 1, 2, 10, 60, len(whole) // 2, len(whole) - 9, len(whole) - 1}:
            yield ("damaged", name, f"first {n_bytes}"), (name, whole[:n_bytes])
        yield ("damaged", name, "noise"), (name, noise)
        yield ("damaged", name, "noise behind the head"), (name, whole[:64] + noise)
        yield ("damaged", name, "text"), (name, b"not a model\n" * 20)
    for name, forge in FUTURE.items():
        yield ("future", name), (name, forge(Path(made[1][name]["path"]).read_bytes()))


class Payload:
    """Unpickled, it makes a file; no more."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return open, (str(self.marker), "w")


def hostile(made, marker):
    """Return files with code in them for every format whose files are to be data."""
    code = pickle.dumps(Payload(marker))
    array = np.empty(1, dtype=object)
    array[0] = Payload(marker)
    npy = marker.with_name("payload.npy")
    np.save(npy, array, allow_pickle=True)
    for name in DATA_ONLY:
        whole = Path(made[1][name]["path"]).read_bytes()
        yield ("hostile", name, "a pickle"), (name, code)
        yield ("hostile", name, "a pickle behind the head"), (name, whole[:64] + code)
        yield ("hostile", name, "a pickle behind the file"), (name, whole + code)
        if whole[:2] == b"PK":
            for number in range(len(zipfile.ZipFile(made[1][name]["path"]).namelist())):
                for what, content in (("a pickle", code), ("an array", npy.read_bytes())):
                    key = ("hostile", name, f"{what} as entry {number}")
                    yield key, (name, swapped(made[1][name]["path"], number, content, marker))


def swapped(path, number, content, marker):
    """Return a zip with one entry's content replaced, and every sum right again."""
    changed = marker.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for at, entry in enumerate(old.infolist()):
            new.writestr(entry.filename, content if at == number else old.read(entry))
    return changed.read_bytes()


def edited(data, member, old, new):
    """Return a zip in whose member a text is replaced."""
    import io

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for entry in before.infolist():
            content = before.read(entry)
            assert entry.filename != member or old in content
            after.writestr(entry.filename, content.replace(old, new) if entry.filename == member else content)
    return out.getvalue()


def newer_hickle(data):
    import io

    import h5py

    file = io.BytesIO(data)
    with h5py.File(file, "r+") as opened:
        opened.attrs["HICKLE_VERSION"] = "99.0.0"
    return file.getvalue()


def newer_onnx(data):
    import onnx

    model = onnx.load_from_string(data)
    model.ir_version = 99
    return model.SerializeToString()


# How a file of each of our formats would look if a later version had written it.
FUTURE = {
    "pickle": lambda data: data[:1] + b"\x06" + data[2:],
    "cloudpickle": lambda data: data[:1] + b"\x06" + data[2:],
    "hickle": newer_hickle,
    "skops": lambda data: edited(data, "schema.json", b'"protocol": 2', b'"protocol": 99'),
    "onnx": newer_onnx,
    "npz_linear": lambda data: edited(data, "npz_linear.json", b'"schema": 1', b'"schema": 99'),
    "npz_trees": lambda data: edited(data, "npz_trees.json", b'"schema": 1', b'"schema": 99'),
}


@MANY
def test_a_format_describes_itself(name):
    fmt = formats.get(name)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    assert re.fullmatch(r"\.[a-z]+", fmt.suffix) and re.fullmatch(r"[a-z_]+", fmt.name)
    assert fmt.holds and fmt.loses and isinstance(fmt.runs_code_on_load, bool)
    assert type(fmt).__doc__ and sys.modules[type(fmt).__module__].__doc__.count("\n") >= 3
    assert type(fmt).__module__.rpartition(".")[2] not in LIBRARIES
    assert not fmt.requires or fmt.extra
    promised = {re.match(r"[\w-]+", line)[0] for line in extras.get(fmt.extra, [])}
    assert set(fmt.requires) - {"h5py", "keras"} <= promised  # those two come with hickle and tensorflow


@MANY
@pytest.mark.parametrize("how", ["path", "mapped", "bytes"])
def test_the_sample_comes_back_in_a_fresh_process(made, loaded, name, how):
    report = loaded[0][how, name]
    assert "error" not in report, report.get("said")
    assert agree(formats.get(name), expected_of(made, name), read(loaded[1] / f"{report['number']}.npz"))


@pytest.mark.parametrize("animal", ZOO)
def test_a_model_comes_back_as_it_was_or_is_refused(kept, loaded, animal):
    expected = child.answers(*ZOO[animal])
    wrong = {}
    for fmt in formats.available():
        if (animal, fmt.name) in kept[1]:
            continue
        report = loaded[0][animal, fmt.name]
        place = loaded[1] / f"{report['number']}.npz"
        if "error" in report or not agree(fmt, expected, read(place)):
            wrong[fmt.name] = report.get("said", "other answers")
    assert not wrong


@pytest.mark.parametrize("animal", ZOO)
def test_a_refusal_says_why_and_names_a_format_that_keeps_the_model(kept, animal):
    able = {fmt for other, fmt in kept[0] if other == animal}
    for (other, _), error in kept[1].items():
        if other == animal:
            assert error.why and set(re.findall(r"formats\.get\('(\w+)'", error.fix)) & able, error


def test_the_formats_for_scikit_learn_are_of_use(kept):
    counts = {name: sum(fmt == name for _, fmt in kept[0]) for name in NAMES}
    wanted = {"pickle": 41, "joblib": 41, "hickle": 41, "cloudpickle": 42, "skops": 41, "onnx": 36}
    assert {name: n for name, n in wanted.items() if counts[name] < n} == {}
    assert counts["npz_linear"] >= 12 and counts["npz_trees"] >= 6


@MANY
def test_a_damaged_file_is_refused_in_our_words(loaded, name):
    for key, report in loaded[0].items():
        if key[:2] == ("damaged", name):
            assert "FormatError" in report.get("error", ()), (key, report)
            assert report["what"] and report["why"] and report["fix"]


@MANY
def test_a_file_of_another_format_is_refused_or_read_rightly(made, loaded, name):
    for other in NAMES:
        if other != name:
            report = loaded[0]["foreign", name, other]
            if "error" in report:
                assert "FormatError" in report["error"], (other, report)
                assert report["what"] and report["why"] and report["fix"]
            else:  # a pickle is a pickle
                found = read(loaded[1] / f"{report['number']}.npz")
                assert agree(formats.get(name), expected_of(made, other), found), other


@pytest.mark.parametrize("name", FUTURE)
def test_a_file_of_a_later_version_is_called_so(loaded, name):
    report = loaded[0]["future", name]
    assert report.get("error", [""])[0] == "FutureFile", report


@pytest.mark.parametrize("name", DATA_ONLY)
def test_code_in_a_file_of_data_does_not_run(loaded, marker, name):
    reports = {key: report for key, report in loaded[0].items() if key[:2] == ("hostile", name)}
    assert len(reports) >= 3
    assert not [key for key, report in reports.items() if "Crash" in report.get("error", ())]
    assert not marker.exists()


def test_the_code_would_run_if_it_were_unpickled(marker, tmp_path):
    """Else the test above would pass whatever the formats did."""
    path = tmp_path / "payload.pkl"
    path.write_bytes(pickle.dumps(Payload(tmp_path / "it ran")))
    formats.get("pickle").load(path).close()
    assert (tmp_path / "it ran").exists()


@pytest.mark.linux
@MANY
def test_a_full_disk_leaves_the_old_file_and_nothing_else(made, name):
    report = made[2][name]
    assert {"OSError", "FormatError"} & set(report.get("failed", ())), report
    assert report["survives"] and report["left"] == [Path(made[1][name]["path"]).name]


@pytest.mark.parametrize("name", FUTURE)
def test_a_dump_that_fails_at_the_last_step_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, name):
    model, _ = load_module(Path(sample_file(name))).sample()
    fmt = formats.get(name)
    path = fmt.dump(model, tmp_path / f"a{fmt.suffix}")
    before = path.read_bytes()

    def refuse(*paths):
        raise OSError("no")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="no"):
        fmt.dump(model, path)
    assert path.read_bytes() == before and list(tmp_path.iterdir()) == [path]


LISTING = """
import importlib.metadata, json, sys
class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in json.loads(sys.argv[1]):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nothing())
importlib.metadata.Distribution.discover = lambda **about: []
from rehydrate import formats
from rehydrate.errors import MissingLibrary
said = {}
for fmt in formats.available():
    try:
        said[fmt.name] = fmt.dump(object(), "somewhere").name
    except MissingLibrary as error:
        said[fmt.name] = error.fix
    except Exception as error:
        said[fmt.name] = type(error).__name__
print(json.dumps([said, formats.choose(object()).name]))
"""


def test_listing_and_choosing_need_no_optional_library(tmp_path):
    libraries = [name for name in LIBRARIES if name != "cloudpickle"]  # joblib cannot do without it
    command = [sys.executable, "-c", LISTING, json.dumps(libraries)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert not done.returncode, done.stderr
    said, chosen = json.loads(done.stdout)
    assert list(said) == NAMES and chosen == "pickle"
    for fmt in formats.available():
        wanted = f"pip install 'rehydrate[{fmt.extra}]'" if fmt.requires else ("CannotHold", "somewhere")
        assert said[fmt.name] in wanted
