"""The lists of names: exact, without contradictions, and as complete as the installed libraries."""

import importlib

import pytest
from sklearn.utils.discovery import all_estimators

from rehydrate.inspector import Global, Opinion
from rehydrate.inspector._opinions import opinion, tables


def pairs(part):
    return {(module, name) for module, names in part.items() for name in names}


def test_no_name_stands_in_two_lists():
    lists = tables()
    trusted, known, bad = map(pairs, (lists["rebuilds"], lists["library"], lists["dangerous"]["names"]))
    assert not trusted & known
    assert not (trusted | known) & bad
    dangerous = set(lists["dangerous"]["modules"])
    assert not {module for module, _ in trusted | known} & dangerous


def test_every_estimator_of_the_installed_scikit_learn_is_known():
    unknown = [
        kind
        for _, kind in all_estimators()
        if opinion(Global(kind.__module__, kind.__name__))[0] != Opinion.LIBRARY
    ]
    assert unknown == [], "add them to names.toml"


def test_what_rebuilds_data_is_a_class_or_one_of_a_few_functions():
    """A function in this list could be called with anything: each was looked at by a person."""
    functions = {"_reconstruct", "scalar", "_frombuffer", "_reconstructor", "encode"}
    functions |= {"_rebuild_tensor_v2", "_rebuild_parameter", "_get_layout"}
    for module, name in pairs(tables()["rebuilds"]):
        if module.startswith(("sklearn.externals", "numpy.core", "torch")):
            continue
        found = getattr(importlib.import_module(module), name)
        assert isinstance(found, type) or name in functions or found in (..., NotImplemented), (module, name)


@pytest.mark.parametrize(
    "name", ["eval", "exec", "compile", "getattr", "__import__", "open", "input", "breakpoint"]
)
def test_the_dangerous_functions_of_python_are_dangerous(name):
    assert opinion(Global("builtins", name))[0] == Opinion.DANGEROUS


@pytest.mark.parametrize(
    "module",
    [
        "os",
        "posix",
        "nt",
        "subprocess",
        "sys",
        "socket",
        "ctypes",
        "importlib",
        "runpy",
        "pickle",
        "shutil",
        "code",
    ],
)
def test_nothing_in_a_dangerous_module_is_harmless(module):
    for name in ("system", "anything", "path.join"):
        assert opinion(Global(module, name))[0] == Opinion.DANGEROUS
        assert opinion(Global(f"{module}.inner", name))[0] == Opinion.DANGEROUS


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("pydoc", "locate"),
        ("operator", "attrgetter"),
        ("operator", "methodcaller"),
        ("numpy", "load"),
        ("joblib", "load"),
        ("torch", "load"),
        ("pandas", "read_pickle"),
        ("types", "CodeType"),
        ("types", "FunctionType"),
        ("cloudpickle.cloudpickle", "_make_function"),
        ("numpy.testing._private.utils", "runstring"),
        ("sklearn.base", "os.system"),
    ],
)
def test_names_that_lead_to_code_are_dangerous(module, name):
    assert opinion(Global(module, name))[0] == Opinion.DANGEROUS


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("sklearn.linear_model._logistic", "anything"),
        ("sklearn", "LogisticRegression"),
        ("numpy", "dtype.type"),
        ("numpy.core", "dtype"),
        ("scipy.signal", "lfilter"),
        ("", ""),
    ],
)
def test_a_pair_that_is_in_no_list_is_unknown(module, name):
    assert opinion(Global(module, name))[0] == Opinion.UNKNOWN
