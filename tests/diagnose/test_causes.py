"""Each cause by a file made for it; none of them is loaded."""

import dis
import json
import pickle
import sys

import cloudpickle
import joblib
import numpy as np
import pytest
import scipy.sparse
import sklearn
from sklearn.compose import ColumnTransformer
from sklearn.cross_decomposition import PLSRegression
from sklearn.ensemble import AdaBoostClassifier, RandomForestClassifier
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from rehydrate import formats
from rehydrate.diagnose import Outcome, diagnose, remedy
from rehydrate.diagnose import _installed as installed

RNG = np.random.default_rng(0)
X = RNG.normal(size=(60, 3))
y = np.arange(60) % 3


def named(module, name):
    """Return a pickle that is a reference to a name."""
    return (
        b"\x80\x04"
        + b"".join(b"\x8c" + bytes([len(text)]) + text.encode() for text in (module, name))
        + b"\x93."
    )


@pytest.fixture
def doctor(tmp_path):
    """Write bytes, or a model as a pickle, and diagnose the file."""

    def ask(content, name="model.pickle"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else pickle.dumps(content))
        return diagnose(path)

    return ask


def test_a_model_of_this_environment_loads_and_predicts(doctor):
    said = doctor(make_pipeline(StandardScaler(), LogisticRegression()).fit(X, y))
    assert (said.outcome, said.confidence, said.cautions, said.remedy) == (Outcome.WORKS, "likely", (), ())


def test_a_template_that_was_never_fitted_is_not_held_against_its_search(doctor):
    said = doctor(GridSearchCV(LogisticRegression(), {"C": [1, 2]}, cv=2).fit(X, y))
    assert said.outcome is Outcome.WORKS


def test_an_unfitted_model_fails_at_predict(doctor):
    said = doctor(LogisticRegression())
    assert said.outcome is Outcome.PREDICT
    assert "coef_" in said.findings[0].what


@pytest.mark.parametrize(
    ("module", "name", "reason"),
    [
        ("nowhere.at_all", "Model", "the module nowhere, which has Model, is not installed"),
        ("__main__", "Model", "was defined in the program that saved the file"),
        ("sklearn.linear_model._logistic", "GoneClass", "is here (sklearn"),
        ("sklearn.linear_model.gone", "Model", "has no module sklearn.linear_model.gone"),
        ("sklearn._loss._loss", "CyGone", "has no CyGone"),
        ("numpy", "gone", "has no gone"),
        ("_loss", "CyHalfBinomialLoss", "only scikit-learn 1.5 to 1.8"),
        ("../evil", "x", "is not installed"),
    ],
)
def test_a_name_that_is_not_here_fails_at_load(doctor, module, name, reason):
    said = doctor(named(module, name))
    assert (said.outcome, said.confidence) == (Outcome.LOAD, "certain")
    assert reason in said.findings[0].what


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("sklearn.linear_model", "LogisticRegression"),  # through a package's import
        ("sklearn.tree._tree", "Tree"),  # compiled
        ("numpy.core.multiarray", "_reconstruct"),  # through a module's __getattr__
        ("numpy", "dtype"),
        ("collections", "OrderedDict"),
        ("functools", "partial"),
        ("builtins", "getattr"),
        ("_codecs", "encode"),
    ],
)
def test_a_name_is_found_where_it_is(module, name):
    assert installed.present([(module, name)]) == {(module, name): True}


@pytest.mark.parametrize("content", [b"", b"\x80", b"\x80\x09.", b"no model at all\n", b"\x80\x04N"])
def test_bytes_that_are_no_whole_file_fail_at_load(doctor, content):
    assert doctor(content).outcome is Outcome.LOAD


def test_a_file_that_is_cut_short_fails_at_load(doctor):
    whole = pickle.dumps(LogisticRegression().fit(X, y))
    assert doctor(whole[: len(whole) // 2]).outcome is Outcome.LOAD


def test_a_file_without_a_model_is_not_called_a_working_one(tmp_path):
    np.save(tmp_path / "X.npy", X)
    assert diagnose(tmp_path / "X.npy").outcome is Outcome.UNKNOWN


def test_joblib_under_the_name_of_pickle_is_pointed_out(tmp_path):
    joblib.dump(LogisticRegression().fit(X, y), tmp_path / "model.pkl")
    said = diagnose(tmp_path / "model.pkl")
    assert said.outcome is Outcome.WORKS
    assert any("joblib.load reads it" in text for text in said.cautions)


def test_a_lambda_by_value_is_bound_to_its_python(doctor):
    content = cloudpickle.dumps(lambda row: row + 1)
    assert any("by value" in text for text in doctor(content).cautions)
    other = 149 if sys.version_info < (3, 13) else 151
    first = bytes([dis.opmap["RESUME"], 0])
    said = doctor(content.replace(first, bytes([other, 0])))
    assert said.outcome is Outcome.LOAD
    assert "can crash the interpreter" in said.findings[0].what


def test_a_format_whose_library_is_missing_names_the_extra(doctor, tmp_path, monkeypatch):
    import skops.io

    path = tmp_path / "model.skops"
    skops.io.dump(LogisticRegression().fit(X, y), path)
    assert diagnose(path).outcome is Outcome.WORKS
    monkeypatch.setattr(installed, "spec", lambda module: None)
    assert "pip install 'rehydrate[formats]'" in diagnose(path).findings[0].what


def test_torch_load_refuses_a_whole_module_by_default_and_takes_tensors(tmp_path):
    import torch

    torch.save(torch.nn.Linear(2, 2), tmp_path / "module.pt")
    torch.save({"weight": torch.zeros(2)}, tmp_path / "tensors.pt")
    said = diagnose(tmp_path / "module.pt")
    assert said.outcome is Outcome.LOAD
    assert "weights_only=True" in said.findings[0].what
    assert diagnose(tmp_path / "tensors.pt").outcome is Outcome.WORKS


def test_a_child_process_that_dies_leaves_the_question_open(monkeypatch):
    monkeypatch.setattr(installed, "CHILD", "import sys; sys.exit(1)")
    assert installed.present([("sklearn.tree._tree", "Gone")]) == {("sklearn.tree._tree", "Gone"): None}


@pytest.mark.parametrize(
    ("model", "version", "outcome"),
    [
        (DecisionTreeClassifier(), "1.3.2", Outcome.WRONG),
        (LogisticRegression(), "1.3.2", Outcome.UNKNOWN),
        (LogisticRegression(), sklearn.__version__, Outcome.WORKS),
    ],
)
def test_a_skops_file_of_another_release_is_not_vouched_for(tmp_path, monkeypatch, model, version, outcome):
    import skops.io

    monkeypatch.setattr("sklearn.base.__version__", version)
    skops.io.dump(model.fit(X, y), tmp_path / "model.skops")
    said = diagnose(tmp_path / "model.skops")
    assert (said.versions["scikit-learn"], said.outcome) == (version, outcome)


def test_a_missing_attribute_fails_at_predict_and_is_named(doctor):
    model = make_pipeline(SimpleImputer(), LogisticRegression()).fit(X, y)
    del model[0]._fill_dtype
    said = doctor(model)
    assert said.outcome is Outcome.PREDICT
    assert "SimpleImputer.transform" in said.findings[0].what and "_fill_dtype" in said.findings[0].what


def test_what_only_another_hyperparameter_would_read_is_not_missed(doctor):
    model = RandomForestClassifier(3, bootstrap=False).fit(X, y)
    del model.bootstrap
    assert doctor(model).outcome is Outcome.WORKS


def counted(n_rows=60, **options):
    model = DecisionTreeClassifier(**options).fit(RNG.normal(size=(n_rows, 3)), np.arange(n_rows) % 3)
    model.tree_.value[:] *= model.tree_.n_node_samples[:, None, None]
    return model


def unweighted():
    model = TfidfTransformer().fit(RNG.integers(0, 3, size=(20, 3)))
    model._idf_diag = scipy.sparse.diags(model.idf_)
    del model.idf_
    return model


def with_attribute(model, **attributes):
    vars(model).update(attributes)
    return model


@pytest.mark.parametrize(
    ("make", "source"),
    [
        (counted, "issue 28229"),
        (lambda: counted(100_000, max_features=1), "issue 28229"),  # values of more than a megabyte
        (unweighted, "PR 18843"),
        (lambda: with_attribute(LogisticRegression().fit(X, y), multi_class="ovr"), "PR 32073"),
        (lambda: with_attribute(LogisticRegression().fit(X, y > 0), multi_class="multinomial"), "PR 32073"),
        (
            lambda: with_attribute(AdaBoostClassifier(n_estimators=2).fit(X, y), algorithm="SAMME.R"),
            "PR 29997",
        ),
    ],
    ids=["trees", "large trees", "tfidf", "one-against-rest", "two-by-softmax", "adaboost"],
)
def test_a_change_of_meaning_is_seen_though_the_file_claims_this_release(doctor, make, source):
    """As in a file that was loaded here and saved again: it claims this release and is as wrong as before."""
    said = doctor(make())
    assert said.outcome is Outcome.WRONG
    assert source in said.findings[0].source


def test_arrays_that_cannot_be_seen_make_it_unproven(tmp_path):
    said = diagnose(formats.get("pickle").dump(counted(2000), tmp_path / "model.pkl"))
    assert (said.outcome, said.confidence) == (Outcome.WORKS, "unproven")
    assert any("not looked into" in text for text in said.cautions)


@pytest.mark.parametrize("multi_class", ["auto", "deprecated", "multinomial"])
def test_an_old_rule_that_gives_the_same_is_not_called_wrong(doctor, multi_class):
    assert (
        doctor(with_attribute(LogisticRegression().fit(X, y), multi_class=multi_class)).outcome
        is Outcome.WORKS
    )


@pytest.mark.parametrize(
    ("version", "outcome"), [("1.2.2", Outcome.PREDICT), ("1.4.2", Outcome.WRONG), ("1.5.2", Outcome.WORKS)]
)
def test_the_scale_of_coefficients_depends_on_the_release(doctor, monkeypatch, version, outcome):
    monkeypatch.setattr("sklearn.base.__version__", version)
    assert doctor(PLSRegression().fit(X, y)).outcome is outcome


def test_the_word_passthrough_in_a_fitted_column_transformer_fails_at_predict(doctor):
    model = ColumnTransformer([("s", StandardScaler(), [0])], remainder="passthrough").fit(X)
    model.transformers_[-1] = ("remainder", "passthrough", [1, 2])
    assert doctor(model).outcome is Outcome.PREDICT


def test_a_newer_release_is_said_to_be_newer(doctor, monkeypatch):
    monkeypatch.setattr("sklearn.base.__version__", "9.9")
    said = doctor(LogisticRegression().fit(X, y))
    assert (said.outcome, said.confidence) == (Outcome.WORKS, "unproven")
    assert any("9.9 made it, which is newer" in text for text in said.cautions)


def test_no_module_that_a_file_names_is_imported_and_no_payload_runs(doctor, tmp_path, monkeypatch):
    marker = tmp_path / "ran"
    for place in ("planted.py", "package/__init__.py", "package/inner.py"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(f"open({str(marker)!r}, 'w')\nclass Model: pass\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))  # for child processes

    class Payload:
        def __reduce__(self):
            return open, (str(marker), "w")

    before = set(sys.modules)
    for content in (named("planted", "Model"), named("package.inner", "Model"), named("planted", "Gone")):
        doctor(content)
    said = doctor(pickle.dumps(Payload()))
    assert not marker.exists()
    assert not {"planted", "package", "package.inner", "antigravity"} & (set(sys.modules) - before)
    assert said.dangerous == ("_io.open",) or said.dangerous == ("io.open",)
    assert doctor(named("planted", "Model")).findings[0].outcome is Outcome.UNKNOWN  # there, and no model
    assert doctor(named("planted", "Gone")).outcome is Outcome.LOAD


def test_a_diagnosis_is_plain_data(doctor):
    said = json.loads(json.dumps(doctor(LogisticRegression()).as_dict()))
    assert said["outcome"] == "fails at predict" and said["findings"][0]["what"]


@pytest.mark.parametrize(
    ("versions", "wanted"),
    [
        ({"scikit-learn": "0.24.2"}, ["scikit-learn==0.24.2", "numpy<1.24", "scipy<1.9", "joblib"]),
        ({"scikit-learn": "1.3.2"}, ["scikit-learn==1.3.2", "numpy<2", "joblib"]),
        ({"scikit-learn": "1.8.0", "numpy": "2.0 or newer"}, ["scikit-learn==1.8.0", "joblib"]),
        ({"scikit-learn": "1.5.2", "numpy": "older than 2.0"}, ["scikit-learn==1.5.2", "numpy<2", "joblib"]),
        ({}, ["scikit-learn", "joblib"]),
    ],
)
def test_the_requirements_fit_the_release(versions, wanted):
    assert remedy.requirements(versions) == wanted


@pytest.mark.parametrize(
    ("release", "here", "python"),
    [
        ("0.24.2", 11, "3.9"),
        ("1.3.2", 11, "3.11"),
        ("1.3.2", 13, "3.12"),
        ("1.8.0", 12, "3.12"),
        ("9.9", 11, "3.11"),
    ],
)
def test_the_python_fits_the_release(release, here, python):
    assert remedy.python_for(release, here) == python


def test_uv_is_used_where_it_is_installed(monkeypatch):
    monkeypatch.setattr(remedy.shutil, "which", lambda name: "/bin/uv")
    first, last = remedy.commands("old.pkl", {"scikit-learn": "1.3.2"})
    assert first.startswith("uv run --isolated --no-project -p 3.")
    assert '--with "scikit-learn==1.3.2" --with "numpy<2"' in first
    assert last == "rehydrate migrate old.pkl"
    monkeypatch.setattr(remedy.shutil, "which", lambda name: None)
    assert "-m venv old && old/bin/pip install" in remedy.commands("old.pkl", {})[0]
