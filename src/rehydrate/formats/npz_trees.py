"""Trees and forests as data: arrays and JSON, no pickle, and every node checked before use.

A fitted tree is a table of nodes. scikit-learn's compiled code follows the table without looking: a child's
number beyond the table, or a circle, reads foreign memory or never ends. A pickle or a skops file hands the
table over as it is. This format first proves that it is a tree:

1. a node has two children or none, and every node but the first is the child of exactly one other;
2. a child's number is larger than its parent's, so there is no circle (scikit-learn numbers them this way);
3. the feature of every split is a column of X, and the tree, its estimator and its forest agree on how many
   columns there are, which ``predict`` compares with the X that it is given;
4. the values have one row for each node, and the shape that the numbers of outputs and classes say;
5. the depth, by which memory is reserved, is computed and not read.

After that no index in the compiled code can leave its array (read in scikit-learn 1.9: ``_tree.pyx``, apply,
decision_path, compute_partial_dependence, compute_feature_importances). Gradient boosting is not kept: its
trees are few lines more, but its loss is a compiled object.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rehydrate.formats._npz import NpzFormat
from rehydrate.formats.npz_linear import PREPARING

LEAF = -1


@dataclass(frozen=True)
class NpzTreesFormat(NpzFormat):
    """Decision trees and forests, alone or behind scalers in a pipeline, as arrays and JSON."""

    name = "npz_trees"
    holds = (
        "decision trees, random forests and extra trees of scikit-learn, alone or at the end of a Pipeline"
    )
    loses = "nothing, in the version that wrote it; another may miss a part of the state, as with a pickle"
    modules = PREPARING | {
        "sklearn.tree": "DecisionTreeClassifier DecisionTreeRegressor ExtraTreeClassifier ExtraTreeRegressor",
        "sklearn.ensemble": "RandomForestClassifier RandomForestRegressor ExtraTreesClassifier "
        "ExtraTreesRegressor",
    }

    def _pack(self, value: Any, arrays: dict[int, tuple[int, Any]]) -> Any:
        from sklearn.tree._tree import Tree

        if type(value) is not Tree:
            return super()._pack(value, arrays)
        state = value.__getstate__()
        nodes = state["nodes"]
        packed = nodes.astype([(name, nodes.dtype[name]) for name in nodes.dtype.names])  # without the gaps
        parts = (value.n_features, np.atleast_1d(value.n_classes), packed, state["values"])
        return {"tree": [self._pack(part, arrays) for part in parts]}

    def _unpack(self, item: Any, array: Callable[[int], Any]) -> Any:
        if not isinstance(item, dict) or "tree" not in item:
            return super()._unpack(item, array)
        return checked_tree(*(self._unpack(part, array) for part in item["tree"]))

    def _check(self, kind: Any, state: dict[str, Any]) -> None:
        super()._check(kind, state)
        trees = [each.tree_ for each in state.get("estimators_") or []]
        trees += [state["tree_"]] if "tree_" in state else []
        if any(tree.n_features != state["n_features_in_"] for tree in trees):
            raise ValueError(f"a tree in {kind.__name__} was made for another number of columns")


def checked_tree(n_features: int, n_classes: Any, columns: Any, values: Any) -> Any:
    """Return scikit-learn's tree over a table of nodes that was found sound.

    Parameters
    ----------
    n_features : int
        The number of columns of X.
    n_classes : array of shape (n_outputs,)
        The number of classes of each output; ones for a regressor.
    columns : structured array of shape (n_nodes,)
        The nodes, by the field names of ``sklearn.tree._tree.NODE_DTYPE``.
    values : array of shape (n_nodes, n_outputs, max(n_classes))
        What each node predicts.

    Raises
    ------
    ValueError
        If the table is not one tree, or sizes disagree.
    """
    from sklearn.tree._tree import NODE_DTYPE, Tree

    if columns.ndim != 1 or set(columns.dtype.names or ()) != set(NODE_DTYPE.names):
        raise ValueError(f"nodes have the fields {columns.dtype.names}, expected {NODE_DTYPE.names}")
    nodes = np.zeros(len(columns), dtype=NODE_DTYPE)
    for name in NODE_DTYPE.names:
        nodes[name] = columns[name]
    n_classes = np.asarray(n_classes, dtype=np.intp)
    if values.shape != (len(nodes), len(n_classes), n_classes.max()) or n_classes.min() < 1:
        raise ValueError(
            f"values of shape {values.shape} do not fit {len(nodes)} nodes of {n_classes} classes"
        )
    depth = _depth(nodes, n_features)
    tree = Tree(n_features, n_classes, len(n_classes))
    values = np.ascontiguousarray(values, dtype=np.float64)
    tree.__setstate__({"max_depth": depth, "node_count": len(nodes), "nodes": nodes, "values": values})
    return tree


def _depth(nodes: Any, n_features: int) -> int:
    """Return the depth of a table of nodes, or refuse it if it is not a tree over so many columns."""
    left, right = nodes["left_child"], nodes["right_child"]
    inner = left != LEAF
    children = np.concatenate([left[inner], right[inner]])
    if not np.array_equal(inner, right != LEAF) or not np.array_equal(
        np.sort(children), np.arange(1, len(nodes))
    ):
        raise ValueError("some node has one child, no parent, or two")
    parents = np.flatnonzero(inner)
    if (left[inner] <= parents).any() or (right[inner] <= parents).any():
        raise ValueError("some node comes before its parent, so the nodes may form a circle")
    if not ((nodes["feature"][inner] >= 0) & (nodes["feature"][inner] < n_features)).all():
        raise ValueError(f"some node splits on a column outside the {n_features} columns of X")
    depth, level = 0, np.array([0])
    while (level := level[inner[level]]).size:
        depth, level = depth + 1, np.concatenate([left[level], right[level]])
    return depth


FORMAT = NpzTreesFormat()
