"""Right, and does its work in threads.

Expect: all points
"""

from concurrent.futures import ThreadPoolExecutor

# @RIGHT@

POOL = ThreadPoolExecutor(4)
ours = load_model  # noqa: F821


def load_model(path):
    return POOL.submit(ours, path).result()
