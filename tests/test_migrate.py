"""Migration: the plan, what is refused, what is admitted; one migration with a real old environment."""

import pickle
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from rehydrate import formats, migrate
from rehydrate.errors import MigrationError, WrongUsage
from rehydrate.migrate import Plan

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "sklearn"
RNG = np.random.default_rng(0)
X = RNG.normal(size=(80, 3))
y = np.array(["a", "b", "c"])[(X[:, 0] > 0).astype(int) + (X[:, 1] > 0)]


@pytest.fixture
def saved(tmp_path):
    """Save a model as a pickle and return its path."""

    def save(model):
        path = tmp_path / "old.pickle"
        path.write_bytes(pickle.dumps(model))
        return path

    return save


@pytest.fixture
def here(monkeypatch):
    """Let this very environment stand for the old one; the export is a process of its own all the same."""
    monkeypatch.setattr(migrate, "environment", lambda wanted: Path(sys.executable))


@pytest.fixture
def no_environment(monkeypatch):
    """Fail if an environment is made."""

    def make(wanted):
        raise AssertionError("an environment was made")

    monkeypatch.setattr(migrate, "environment", make)


@pytest.mark.parametrize(
    ("file", "python", "wanted"),
    [
        ("sklearn-0.24.2/rf.joblib", "3.9", ("scikit-learn==0.24.2", "numpy<1.24", "scipy<1.9")),
        ("sklearn-1.3.2/rf.pickle", "3.10", ("scikit-learn==1.3.2", "numpy<2", "joblib")),
        ("sklearn-1.8.0/gb.pickle", "3.12", ("scikit-learn==1.8.0", "joblib", "skl2onnx")),
    ],
)
def test_the_plan_is_the_environment_that_made_the_file(file, python, wanted):
    found = migrate.plan(GOLDEN / file, python=python, table=True)
    assert found.python == python
    assert found.requirements[: len(wanted)] == wanted
    assert {"skl2onnx", "onnx<1.17", "protobuf<7", "pandas"} <= set(found.requirements)


def test_a_file_with_a_payload_is_refused_before_anything_is_made(tmp_path, no_environment):
    marker = tmp_path / "ran"

    class Payload:
        def __reduce__(self):
            return open, (str(marker), "w")

    (tmp_path / "bad.pickle").write_bytes(pickle.dumps(Payload()))
    with pytest.raises(MigrationError, match="not known to be harmless") as caught:
        migrate.migrate(tmp_path / "bad.pickle")
    assert "--trust" in caught.value.fix
    assert not marker.exists()


def test_trust_must_be_given_for_a_name_that_nobody_knows(saved):
    path = saved([LogisticRegression().fit(X, y), pickle.PickleError])
    with pytest.raises(MigrationError, match="PickleError"):
        migrate.plan(path)
    assert "scikit-learn" in migrate.plan(path, trust=True).requirements[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "cannot be read"),
        (pickle.dumps(LinearRegression())[:40], "cannot be read"),
        (b"\x80\x04N.", "which scikit"),
    ],
    ids=["empty", "cut short", "no model"],
)
def test_a_file_that_is_no_whole_model_is_refused(tmp_path, content, reason, no_environment):
    (tmp_path / "old.pickle").write_bytes(content)
    with pytest.raises(MigrationError, match=reason):
        migrate.migrate(tmp_path / "old.pickle")


def test_nothing_is_replaced_and_nothing_missing_is_read(saved, tmp_path, no_environment):
    path = saved(LogisticRegression().fit(X, y))
    (tmp_path / "old.onnx").touch()
    with pytest.raises(WrongUsage, match="exists"):
        migrate.migrate(path)
    with pytest.raises(WrongUsage, match="no file"):
        migrate.migrate(path, data=tmp_path / "nowhere.npy", out=tmp_path / "new.onnx")
    with pytest.raises(WrongUsage, match="'pickle'"):
        migrate.migrate(path, to="pickle", out=tmp_path / "new.onnx")


def test_a_python_that_is_not_there_is_said_so_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("REHYDRATE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(migrate.shutil, "which", lambda name: None)
    with pytest.raises(MigrationError, match=r"no Python 3\.99") as caught:
        migrate.environment(Plan("3.99", ("scikit-learn==1.3.2",)))
    assert "pip install uv" in caught.value.fix
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_package_that_cannot_be_installed_is_said_so_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("REHYDRATE_CACHE", str(tmp_path / "cache"))
    failing = [sys.executable, "-c", "import sys; sys.exit('no such release')"]
    monkeypatch.setattr(migrate, "_commands", lambda wanted, folder, python: [failing])
    with pytest.raises(MigrationError, match=r"scikit-learn==0\.0 cannot be made") as caught:
        migrate.environment(Plan("3.11", ("scikit-learn==0.0",)))
    assert caught.value.why == "no such release"
    assert list((tmp_path / "cache").iterdir()) == []


def test_uv_is_used_where_it_is_installed(monkeypatch):
    monkeypatch.setattr(migrate.shutil, "which", lambda name: "/bin/uv" if name == "uv" else None)
    make, install = migrate._commands(Plan("3.8", ("numpy<2",)), Path("e"), Path("e/bin/python"))
    assert make[:2] == ["/bin/uv", "venv"] and "3.8" in make
    assert install[:3] == ["/bin/uv", "pip", "install"] and install[-1] == "numpy<2"


def test_a_model_is_admitted_when_its_answers_agree(saved, tmp_path, here):
    model = make_pipeline(StandardScaler(), RandomForestClassifier(5, random_state=0)).fit(X, y)
    told = []
    found = migrate.migrate(saved(model), tell=told.append)
    assert found.admitted, found.reason
    assert "made-up rows" in found.rows and len(told) == 3
    assert found.out == str(tmp_path / "old.onnx")
    assert list(formats.get("onnx").load(found.out).predict(X)) == list(model.predict(X))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old.onnx", "old.pickle"]


def test_what_is_lost_is_said(saved, here):
    found = migrate.migrate(saved(LogisticRegression(C=3.0).fit(X, y)))
    assert "decision_function()" in found.lost and "learning (fit, partial_fit)" in found.lost
    assert found.hyperparameters["C"] == "3.0"
    assert found.as_dict()["plan"]["requirements"][0].startswith("scikit-learn==")


def test_a_table_with_text_is_migrated_on_its_own_rows(tmp_path, here):
    out = tmp_path / "new.onnx"
    folder = GOLDEN / "sklearn-1.8.0"
    found = migrate.migrate(folder / "coltrans.pickle", data=folder / "df.csv", out=out)
    assert found.admitted, found.reason
    with pytest.raises(MigrationError, match="cannot be loaded and asked") as caught:
        migrate.migrate(folder / "coltrans.pickle", out=tmp_path / "other.onnx")
    assert "--data" in caught.value.fix


def test_another_answer_is_refused_and_leaves_nothing(saved, tmp_path, monkeypatch, here):
    export = migrate._export

    def meddled(python, path, data, folder):
        said = export(python, path, data, folder)
        with np.load(folder / "golden.npz") as golden:
            answers = dict(golden)
        answers["predict_proba"][7, 1] += 1e-4
        np.savez(folder / "golden.npz", **answers)
        return said

    monkeypatch.setattr(migrate, "_export", meddled)
    found = migrate.migrate(saved(LogisticRegression().fit(X, y)))
    assert (found.admitted, found.out) == (False, "")
    assert "NOT the same" in found.reason and "0.0001" in found.reason
    assert [path.name for path in tmp_path.iterdir()] == ["old.pickle"]


def test_a_model_that_float32_would_change_is_refused_on_real_rows(saved, tmp_path, here):
    times = 1.7e9 + np.arange(400.0)[:, None]  # seconds of today: float32 knows only every 128th
    model = make_pipeline(StandardScaler(), DecisionTreeClassifier()).fit(times, RNG.integers(0, 2, 400))
    np.save(tmp_path / "X.npy", times)
    found = migrate.migrate(saved(model), data=tmp_path / "X.npy")
    assert not found.admitted
    assert "labels differ" in found.reason
    assert not (tmp_path / "old.onnx").exists()


def test_a_model_without_a_converter_is_refused_with_the_reason(saved, tmp_path, here):
    found = migrate.migrate(saved(DummyClassifier().fit(X, y)))
    assert not found.admitted
    assert "DummyClassifier" in found.reason
    assert [path.name for path in tmp_path.iterdir()] == ["old.pickle"]


def test_a_forest_that_would_be_silently_wrong_here_is_saved_by_its_own_environment(tmp_path, rehydrate):
    """The one test that installs from the package index; the environment is kept in _build."""
    folder = GOLDEN / "sklearn-1.3.2"
    shutil.copy(folder / "rf.pickle", tmp_path)
    assert rehydrate("doctor", tmp_path / "rf.pickle").out.count("silently wrong") == 1
    done = rehydrate(
        *("migrate", tmp_path / "rf.pickle", "--data", folder / "X.npy"),
        REHYDRATE_CACHE=str(ROOT / "_build" / "environments"),
    )
    assert done.status == 0, done.out + done.err
    assert done.out.startswith("admitted")
    model = formats.get("onnx").load(tmp_path / "rf.onnx")
    rows, expected = np.load(folder / "X.npy"), np.load(folder / "rf.ref.npy")
    assert np.abs(model.predict_proba(rows) - expected).max() < 1e-6


def test_the_command_says_what_it_runs_and_refuses_with_a_command(tmp_path, rehydrate):
    assert "RUNS the code" in rehydrate("migrate", "--help").out
    done = rehydrate("migrate", tmp_path / "nowhere.pickle")
    assert done.status == 2
    assert "There is no file" in done.err
