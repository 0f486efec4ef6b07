"""Right, and has joblib's and Python's own processes do some of the work.

Expect: all points
"""

import multiprocessing

from joblib import Parallel, delayed

# @RIGHT@

ours = save_model  # noqa: F821


def save_model(model, path):
    found = Parallel(n_jobs=2)(delayed(abs)(number) for number in (-1, -2))
    assert found == [1, 2]
    child = multiprocessing.get_context("fork").Process(target=ours, args=(model, path))
    child.start()
    child.join()
    assert child.exitcode == 0
