"""Checks of 03c, in teaching order. No answer is written here: each check makes the experiment and looks."""

from functools import cache
from pathlib import Path

import pytest

from rehydrate.inspector import Verdict, inspect
from rehydrate.lab.kinds.sheet import unanswered

FILES = Path(__file__).resolve().parent / "files"
SHEET = "test_every_question_has_a_pair_of_words"
NAMES = [
    "weights.h5",
    "coefficients.pkl",
    "model.bin",
    "sensors.npz",
    "sensors.npz, pickles allowed",
    "iris.hdf5",
    "grid.hdf5",
    "layer.safetensors",
    "rows.joblib",
]
KINDS = ["pickle", "compressed pickle", "npz", "HDF5", "safetensors"]
OUTCOMES = ["code", "data", "refused"]


def test_every_question_has_a_pair_of_words(submission):
    """The sheet is read: nine questions, each with two of the words offered.

    All nine are needed before anything is tried. An answer is a pair in round brackets: first what the file
    is, then what could come of loading it, both with their quotes.
    """
    sheet = submission.PREDICTIONS
    assert isinstance(sheet, dict), "PREDICTIONS is no dict any more"
    missing = [name for name in NAMES if unanswered(sheet, name)]
    assert not missing, f"{len(missing)} of {len(NAMES)} questions have no answer yet: {'; '.join(missing)}"
    for name in NAMES:
        assert not (said := complaint(sheet[name])), f"{name}: {said}"


@pytest.mark.after(SHEET)
def test_the_bytes_say_what_each_file_is(submission):
    """Of all questions, the first words are compared with what the files' bytes say.

    A suffix is a part of the name, and whoever names a file can write any. The first bytes tell the outermost
    layer, and a loader goes by them.
    """
    sheet = submission.PREDICTIONS
    for name in NAMES:
        assert not unanswered(sheet, name), f"{name} has no answer yet"
        said, really = sheet[name][0], what_it_is(name)
        assert said == really, f"{name}: you predicted {said!r}; by its bytes it is {really!r}"


@pytest.mark.after(SHEET)
def test_weights_h5(submission, new_process):
    """Question 1: a twin of weights.h5 is loaded by joblib.load.

    joblib looks at the first bytes and not at the name. What it loads is a pickle: instructions, and some of
    them call something.
    """
    compare(submission, new_process, "weights.h5")


@pytest.mark.after(SHEET)
def test_coefficients_pkl(submission, new_process):
    """Question 2: a twin of coefficients.pkl is loaded by numpy.load.

    numpy.load looks at the first bytes and not at the name. The members are arrays, and the header of each
    tells its type: numbers are read as numbers.
    """
    compare(submission, new_process, "coefficients.pkl")


@pytest.mark.after(SHEET)
def test_model_bin(submission, new_process):
    """Question 3: a twin of model.bin is loaded by joblib.load.

    Compression is a wrapping. joblib sees it from the first bytes, takes it off by itself, and loads what is
    inside.
    """
    compare(submission, new_process, "model.bin")


@pytest.mark.after(SHEET)
def test_sensors_npz(submission, new_process):
    """Question 4: a twin of sensors.npz is loaded by numpy.load.

    An array of the type object cannot be written as numbers: NumPy pickles it into the archive. Reading such
    an array is something that has to be allowed.
    """
    compare(submission, new_process, "sensors.npz")


@pytest.mark.after(SHEET)
def test_sensors_npz_with_pickles_allowed(submission, new_process):
    """Question 5: the same twin is loaded once more, with allow_pickle=True.

    Permission was given for what the author chose to put there.
    """
    compare(submission, new_process, "sensors.npz, pickles allowed")


@pytest.mark.after(SHEET)
def test_iris_hdf5(submission, new_process):
    """Question 6: a twin of iris.hdf5 is loaded by hickle.load, or iris.hdf5 is read as data.

    HDF5 is a box with compartments. What hickle does not know it pickles, and puts the pickle's bytes into a
    compartment.
    """
    compare(submission, new_process, "iris.hdf5")


@pytest.mark.after(SHEET)
def test_grid_hdf5(submission, new_process):
    """Question 7: a twin of grid.hdf5 is read by h5py, or grid.hdf5 is read as data.

    h5py returns what lies in a compartment as an array. It does not unpickle it, whatever its bytes are.
    """
    compare(submission, new_process, "grid.hdf5")


@pytest.mark.after(SHEET)
def test_layer_safetensors(submission, new_process):
    """Question 8: a twin of layer.safetensors is loaded by safetensors, or the file itself is read as data.

    A length, a header in JSON, and numbers: there is no instruction in it that could call anything, and so
    nothing that would have to be refused.
    """
    compare(submission, new_process, "layer.safetensors")


@pytest.mark.after(SHEET)
def test_rows_joblib_mapped(submission, new_process):
    """Question 9: a twin of rows.joblib is loaded by joblib.load, with mmap_mode="r".

    Only the arrays are mapped. What says where they belong is a pickle, and it is loaded like any other.
    """
    compare(submission, new_process, "rows.joblib")


def compare(submission, new_process, name):
    """Compare the second word of a prediction with what came of loading the file's twin."""
    sheet = submission.PREDICTIONS
    assert not unanswered(sheet, name), f"{name} has no answer yet"
    outcome = sheet[name][1]
    found = new_process().probes.outcome(name)
    how = "what came of the twin is"
    if found not in OUTCOMES:  # its library is not installed: the file itself is read, as data
        found, how = what_the_inspector_says(name), "what such a file can do, by its bytes, is"
    assert outcome == found, f"you predicted {outcome!r}; {how} {found!r}"


@cache
def reports():
    """Read all files as data."""
    return {path.name: inspect(path) for path in sorted(FILES.iterdir())}


def report(name):
    """Return what was read of the file that a question is about."""
    return reports()[name.partition(",")[0]]


def what_it_is(name):
    """Return which of the kinds a file is, by its bytes."""
    said = report(name).kind
    if "pickle" in said:
        return "compressed pickle" if " in " in said else "pickle"
    return "npz" if said.startswith("NumPy archive") else said.partition(" ")[0]


def what_the_inspector_says(name):
    """Return what loading can do, as far as reading the file tells."""
    return "code" if report(name).verdict == Verdict.RUNS_CODE else "data"


def complaint(answer):
    """Say what is the matter with an answer that is not a pair of words on offer; empty if nothing is."""
    words = parts(answer)
    if len(words) != 2:
        return f"{short(answer)} is not a pair; a pair is (what it is, what could come of it)"
    for word, offered in zip(words, (KINDS, OUTCOMES), strict=True):
        if not isinstance(word, str) or word not in offered:
            swapped = " (it belongs in the other place)" if word in KINDS + OUTCOMES else ""
            return f"{short(word)} is not on offer here{swapped}; one of: {', '.join(map(repr, offered))}"
    return ""


def parts(answer):
    """Return the items of a tuple or list, or of a class of the learner's own that is one; else none."""
    if isinstance(answer, str | dict | set | frozenset):
        return []
    try:
        return list(answer)
    except TypeError:
        return []


def short(value):
    """Show a value in little room."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
