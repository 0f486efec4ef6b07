"""Trees as data: bitwise, and no table of nodes reaches compiled code unless it is a tree."""

import io
import json
import zipfile

import numpy as np
import pytest
from sklearn.ensemble import (
    ExtraTreesClassifier,
    GradientBoostingClassifier,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor, ExtraTreeRegressor

from rehydrate import formats
from rehydrate.errors import CannotHold, FormatError
from rehydrate.formats.npz_trees import checked_tree

FMT = formats.get("npz_trees")
X = np.random.default_rng(0).normal(size=(90, 4))
Y = np.digitize(X[:, 0] * X[:, 1], [-0.3, 0.3])
HOLES = np.where(np.random.default_rng(1).random(X.shape) < 0.2, np.nan, X)
TREE = DecisionTreeClassifier(max_depth=4, random_state=0).fit(X, Y)


MODELS = {
    "tree": (DecisionTreeClassifier(random_state=0), X, Y),
    "tree by best leaf, words": (
        DecisionTreeClassifier(max_leaf_nodes=6, random_state=0),
        X,
        np.array(["a", "b", "c"])[Y],
    ),
    "pruned, with holes": (DecisionTreeClassifier(ccp_alpha=0.02, random_state=0), HOLES, Y),
    "absolute error": (DecisionTreeRegressor(criterion="absolute_error", max_depth=3), X, X[:, 0]),
    "two numbers": (ExtraTreeRegressor(random_state=0), X, X[:, :2]),
    "forest": (
        RandomForestClassifier(5, oob_score=True, class_weight="balanced", random_state=0),
        X,
        Y,
    ),
    "forest, two outputs": (RandomForestClassifier(3, random_state=0), X, np.column_stack([Y, Y > 0])),
    "forest, holes": (RandomForestRegressor(4, max_features=0.5, random_state=0), HOLES, X[:, 0]),
    "extra trees": (ExtraTreesClassifier(4, bootstrap=True, max_samples=0.5, random_state=0), X, Y),
    "one leaf": (DecisionTreeClassifier(), X, np.zeros(90)),
    "monotonic": (DecisionTreeClassifier(monotonic_cst=[1, 0, 0, -1], random_state=0), X, Y > 0),
    "scaled": (make_pipeline(StandardScaler(), RandomForestClassifier(3, random_state=0)), X, Y),
}


def dense(found):
    """Return what an estimator answers as an array; a forest gives its paths in a pair."""
    found = found[0] if isinstance(found, tuple) else found
    found = np.hstack(found) if isinstance(found, list) else found
    return found.toarray() if hasattr(found, "toarray") else np.asarray(found)


@pytest.mark.parametrize("case", MODELS)
@pytest.mark.filterwarnings("ignore:Some inputs do not have OOB scores")
def test_a_tree_or_forest_comes_back_with_every_bit(tmp_path, case):
    model, rows, target = MODELS[case]
    model.fit(rows, target)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.npz"))
    assert repr(loaded) == repr(model)
    for name in ("predict", "predict_proba", "apply", "decision_path"):
        if hasattr(model, name):
            assert np.array_equal(dense(getattr(loaded, name)(rows)), dense(getattr(model, name)(rows)))
    if hasattr(model, "tree_"):
        ours, theirs = loaded.tree_.__getstate__(), model.tree_.__getstate__()
        assert ours["max_depth"] == theirs["max_depth"] and ours["node_count"] == theirs["node_count"]
        for name in theirs["nodes"].dtype.names:
            assert ours["nodes"][name].tobytes() == theirs["nodes"][name].tobytes()
        assert ours["values"].tobytes() == theirs["values"].tobytes()


def test_a_forest_learns_on(tmp_path):
    model = RandomForestClassifier(3, warm_start=True, random_state=0).fit(X, Y)
    loaded = FMT.load(FMT.dump(model, tmp_path / "a.npz"))
    for each in (model, loaded):
        each.set_params(n_estimators=5).fit(X, Y)
    assert np.array_equal(loaded.predict_proba(X), model.predict_proba(X))


def test_gradient_boosting_is_refused(tmp_path):
    with pytest.raises(CannotHold, match="no GradientBoostingClassifier"):
        FMT.dump(GradientBoostingClassifier(n_estimators=2).fit(X, Y), tmp_path / "a.npz")


def table():
    """Return what a sound file says of a tree."""
    state = TREE.tree_.__getstate__()
    return {
        "n_features": 4,
        "n_classes": np.array([3]),
        "columns": state["nodes"].copy(),
        "values": state["values"].copy(),
    }


def set_node(name, node, value):
    def change(parts):
        parts["columns"][name][node] = value

    return change


def first_leaf():
    return int(np.flatnonzero(TREE.tree_.children_left == -1)[0])


LAST = TREE.tree_.node_count - 1


def swap_children(parts):
    """Make the root's right child the child of a node behind it, which then is its own ancestor."""
    left = parts["columns"]["left_child"]
    inner = int(np.flatnonzero(left != -1)[-1])
    left[inner], left[0] = left[0], left[inner]


def without_a_field(parts):
    columns = parts["columns"]
    parts["columns"] = np.array(columns[["left_child", "right_child", "feature", "threshold"]])


def set_part(name, value):
    return lambda parts: parts.update({name: value})


ONE_TREE = "one child, no parent, or two"
UNSOUND = {
    "a child far away": (set_node("left_child", 0, 10**9), ONE_TREE),
    "a child before the table": (set_node("left_child", 0, -2), ONE_TREE),
    "a child behind the table": (set_node("right_child", 0, LAST + 1), ONE_TREE),
    "its own child": (set_node("left_child", 0, 0), ONE_TREE),
    "a leaf with the root as child": (set_node("left_child", first_leaf(), 0), ONE_TREE),
    "a leaf with half a child": (set_node("right_child", first_leaf(), -7), ONE_TREE),
    "a split with one child": (set_node("left_child", 0, -1), ONE_TREE),
    "a circle": (swap_children, "before its parent"),
    "a column behind X": (set_node("feature", 0, 4), "outside the 4 columns"),
    "a column before X": (set_node("feature", 0, -1), "outside the 4 columns"),
    "fewer columns": (set_part("n_features", 1), "outside the 1 columns"),
    "fewer classes": (set_part("n_classes", np.array([2])), "do not fit"),
    "more outputs": (set_part("n_classes", np.array([3, 3])), "do not fit"),
    "classes in a table": (set_part("n_classes", np.array([[3]])), "."),
    "an output without classes": (
        lambda parts: parts.update(n_classes=np.array([3, 0]), values=np.repeat(parts["values"], 2, axis=1)),
        "do not fit",
    ),
    "no output": (set_part("n_classes", np.array([], dtype=int)), "."),
    "a missing value": (lambda parts: parts.update(values=parts["values"][:-1]), "do not fit"),
    "flat values": (lambda parts: parts.update(values=parts["values"][:, :, 0]), "do not fit"),
    "no nodes": (lambda parts: parts.update(columns=parts["columns"][:0], values=parts["values"][:0]), "."),
    "nodes in a table": (lambda parts: parts.update(columns=parts["columns"].reshape(1, -1)), "fields"),
    "a missing field": (without_a_field, "fields"),
    "no fields": (set_part("columns", np.zeros(3)), "fields"),
    "text for values": (set_part("values", np.full((LAST + 1, 1, 3), "x")), "."),
}


@pytest.mark.parametrize("case", UNSOUND)
def test_a_table_that_is_no_tree_never_becomes_one(case):
    change, word = UNSOUND[case]
    parts = table()
    checked_tree(**parts)
    change(parts)
    with pytest.raises((ValueError, TypeError, IndexError), match=word):
        checked_tree(**parts)


def test_a_table_in_another_byte_order_is_the_same_tree():
    parts = table()
    parts["columns"] = parts["columns"].astype(parts["columns"].dtype.newbyteorder(">"))
    parts["values"] = parts["values"].astype(">f8")
    tree = checked_tree(**parts)
    assert np.array_equal(tree.predict(X.astype(np.float32)), TREE.tree_.predict(X.astype(np.float32)))


def changed(path, change):
    """Return a file with its document changed by a function, and its arrays as they are."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "npz_trees.json":
                document = json.loads(content)
                change(document["model"]["model"][1])
                content = json.dumps(document)
            new.writestr(entry.filename, content)
    out.seek(0)
    return out


def of_first_tree(change):
    return lambda state: change(state["estimators_"]["list"][0]["model"][1])


FORESTS = {
    "fewer columns": lambda state: state.update(n_features_in_=1),
    "no columns": lambda state: state.pop("n_features_in_"),
    "columns that are no number": lambda state: state.update(n_features_in_=float("nan")),
    "a number for a tree": lambda state: state.update(tree_=3),
    "numbers for trees": lambda state: state.update(estimators_={"list": [1, 2]}),
    "text for trees": lambda state: state.update(estimators_="abc"),
    "a sound tree to hide behind": lambda state: state.update(
        tree_=state["estimators_"]["list"][0]["model"][1]["tree_"], estimators_={"list": [1]}
    ),
    "a tree of fewer columns": of_first_tree(lambda state: state.update(n_features_in_=1)),
    "a tree of unknown columns": of_first_tree(lambda state: state.pop("n_features_in_")),
    "a table of more columns": of_first_tree(lambda state: state["tree_"]["tree"].__setitem__(0, 5)),
    "no table": of_first_tree(lambda state: state.pop("tree_")),
}


@pytest.mark.parametrize("case", FORESTS)
def test_a_forest_whose_trees_do_not_fit_it_is_refused(tmp_path, case):
    path = FMT.dump(RandomForestClassifier(3, random_state=0).fit(X, Y), tmp_path / "a.npz")
    FMT.load(changed(path, lambda state: None))
    with pytest.raises(FormatError):
        FMT.load(changed(path, FORESTS[case]))


def test_no_change_of_the_numbers_in_a_file_makes_it_crash_or_hang(tmp_path, elsewhere):
    """The child loads and asks many spoiled forests; reading foreign memory would end it sooner or later."""
    path = FMT.dump(RandomForestClassifier(3, random_state=0).fit(X, Y), tmp_path / "a.npz")
    n_loaded, n_refused = elsewhere(FUZZ, path)
    assert n_loaded > 20 and n_refused > 100


FUZZ = """
import io, json, sys, zipfile
import numpy as np
from rehydrate import formats
from rehydrate.errors import FormatError
fmt, generator, counts = formats.get("npz_trees"), np.random.default_rng(0), [0, 0]
X = generator.normal(size=(50, 4))
with zipfile.ZipFile(sys.argv[1]) as archive:
    parts = {entry.filename: archive.read(entry) for entry in archive.infolist()}
arrays = [name for name in parts if name.endswith(".npy")]
for _ in range(400):
    name = arrays[generator.integers(len(arrays))]
    array = np.lib.format.read_array(io.BytesIO(parts[name])).copy()
    if array.dtype.names:
        field = array.dtype.names[generator.integers(len(array.dtype.names))]
        value = generator.choice([-3, -1, 0, 1, 2, 5, len(array) - 1, len(array), 2**40])
        array[field][generator.integers(len(array))] = value.astype(array.dtype[field])
    elif array.size and array.ndim:
        array = array[: generator.integers(1, len(array) + 1)] * generator.choice([0, 1, -1, 7])
    out, file = io.BytesIO(), io.BytesIO()
    np.lib.format.write_array(file, array)
    with zipfile.ZipFile(out, "w") as archive:
        for entry, content in parts.items():
            archive.writestr(entry, file.getvalue() if entry == name else content)
    try:
        model = fmt.load(out)
    except FormatError:
        counts[1] += 1
        continue
    counts[0] += 1
    try:
        model.predict_proba(X), model.decision_path(X), model.feature_importances_, model.apply(X)
    except (ValueError, IndexError, TypeError):
        pass  # in Python's words: nothing was read that is not there
print(json.dumps(counts))
"""
