"""Fresh processes: how they fail, and what they share."""

import errno
import os
import pickle

import numpy as np
import pytest

from rehydrate import formats
from rehydrate.errors import EvaluationError
from rehydrate.evaluate import _processes as processes
from rehydrate.evaluate._processes import ChildFailed, drop_from_page_cache, run, shared_memory


@pytest.fixture
def job(tiny, tmp_path):
    """A job over a pickled model; the test says which."""

    def make(model, **changes):
        path = formats.get("pickle").dump(model, tmp_path / "model.pkl")
        for name, value in {"X": np.ones((2, 2)), "rows": [np.ones((1, 2))]}.items():
            (tmp_path / f"{name}.pkl").write_bytes(pickle.dumps(value))
        order = {"task": "scout", "format": pickle.dumps(formats.get("pickle")), "file": str(path)}
        order |= {"mapped": False, "folder": str(tmp_path), "method": "__call__", "methods": ["predict"]}
        return order | changes

    return make


def test_a_model_that_ends_its_process_is_reported_with_the_status(tiny, job):
    with pytest.raises(ChildFailed, match=r"ended with status (-6|3)"):
        run(job(tiny.Deadly(2.0)), threads=1, timeout=60)


def test_an_error_of_the_model_is_reported_in_its_own_words(tiny, job):
    with pytest.raises(ChildFailed, match="ValueError: this model is not fitted"):
        run(job(tiny.Tiny()), threads=1, timeout=60)


def test_a_process_that_takes_too_long_is_ended(tiny, job):
    with pytest.raises(ChildFailed, match="not done after 0.001 seconds"):
        run(job(tiny.Tiny(2.0)), threads=1, timeout=0.001)


def test_threads_are_set_for_the_process_and_not_for_us(monkeypatch, tiny, job):
    monkeypatch.setattr(processes.subprocess, "Popen", lambda command, env, **_: seen.update(env))
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    seen = {}
    processes._started(3)
    assert seen["OMP_NUM_THREADS"] == seen["OPENBLAS_NUM_THREADS"] == "3"
    assert os.environ["OMP_NUM_THREADS"] == "7"


@pytest.mark.linux
def test_workers_that_map_one_file_cost_less_together_than_workers_with_copies(tiny, job):
    model = tiny.Large(4_000_000)  # 32 MB; each worker needs about that much for numpy
    apart = shared_memory(job(model, task="hold"), 2, threads=1)
    mapped = shared_memory(job(model, task="hold", mapped=True), 2, threads=1)
    assert apart - mapped > 0.5 * model.numbers.nbytes


@pytest.mark.linux
def test_a_worker_that_fails_is_reported(tiny, job):
    with pytest.raises(ChildFailed, match="FileNotFoundError"):
        shared_memory(job(tiny.Tiny(2.0), task="hold", file="/no/such/file"), 2, threads=1)


def test_no_workers_share_nothing():
    assert shared_memory({}, 0, threads=1) is None


def test_a_system_without_the_call_says_so(monkeypatch, tmp_path):
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    with pytest.raises(EvaluationError, match="no posix_fadvise"):
        drop_from_page_cache(tmp_path)


@pytest.mark.linux
def test_the_page_cache_is_dropped_after_the_pages_are_on_the_disk(monkeypatch, tmp_path):
    path = tmp_path / "model"
    path.write_bytes(b"x")
    calls = []
    monkeypatch.setattr(os, "fsync", lambda number: calls.append("fsync"))
    monkeypatch.setattr(os, "posix_fadvise", lambda *arguments: calls.append(arguments[1:]))
    drop_from_page_cache(path)
    assert calls == ["fsync", (0, 0, os.POSIX_FADV_DONTNEED)]


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(OSError) as caught:
        drop_from_page_cache(tmp_path / "none")
    assert caught.value.errno == errno.ENOENT
