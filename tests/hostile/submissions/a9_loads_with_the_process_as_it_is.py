"""Right, and uses joblib's processes where the model is loaded as well.

Expect: all points
"""

from joblib import Parallel, delayed

# @RIGHT@

ours = load_model  # noqa: F821


def load_model(path):
    assert Parallel(n_jobs=2)(delayed(abs)(number) for number in (-1, -2)) == [1, 2]
    return ours(path)
