"""What a fresh process does, most of it tried in this one, with a clock that counts instead of running."""

import io
import itertools
import json
import pickle
import subprocess
import sys
from dataclasses import dataclass

import numpy as np
import pytest

from rehydrate import formats
from rehydrate.evaluate import _child as child
from rehydrate.evaluate._processes import CHILD

X = np.array([[1.0, -2.0], [3.0, 4.0], [-1.0, 0.5]])


def ticking(step=10):
    """Return a clock whose every look costs `step` wall and half as much CPU nanoseconds."""
    ticks = itertools.count(0, step)

    def clock():
        wall = next(ticks)
        return wall, wall // 2

    return clock


def test_time_is_what_passes_between_two_looks_at_both_clocks():
    assert child.timed(lambda: "done", ticking()) == ("done", [10, 5])


def test_what_is_done_between_the_looks_is_the_work_alone():
    events = []

    def clock():
        events.append("look")
        return 0, 0

    child.timed(lambda: events.append("work"), clock)
    assert events == ["look", "work", "look"]


def test_quick_work_is_sampled_as_often_as_asked_and_told_its_number():
    numbers = []
    assert len(child.sampled(numbers.append, 7, ticking())) == 7
    assert numbers == list(range(7))


def test_slow_work_is_sampled_a_few_times_and_no_more():
    assert len(child.sampled(lambda _: None, 100, ticking(child.BUDGET))) == child.FEWEST


def test_probabilities_are_asked_before_labels(tiny):
    assert child.methods(tiny.Tiny()) == ["predict_proba", "predict"]
    assert child.methods(tiny.Large(1)) == ["__call__"]


def test_asking_leaves_the_model_as_it_was(tiny):
    model = tiny.Tiny(2.0)
    before = vars(model).copy()
    child.ask(model, "predict", X)
    assert vars(model) == before
    assert "fit" not in tiny.calls()


def test_a_torch_module_is_asked_without_gradients_and_only_when_it_does_not_train():
    import torch

    module = torch.nn.Linear(2, 1).eval()
    answer = child.ask(module, "__call__", X.astype(np.float32))
    assert answer.shape == (3, 1)
    module.train()
    with pytest.raises(ValueError, match="training mode"):
        child.ask(module, "__call__", X.astype(np.float32))
    assert module.training


def test_labels_kept_as_objects_become_text():
    assert child.plain(np.array(["a", "bb"], dtype=object)).dtype == "<U2"


EVENTS = []


class Watched:
    """A model whose every use is written down."""

    def predict(self, X):
        EVENTS.append(f"predict {len(X)}")
        EVENTS.append(X[0, 0])
        return np.zeros(len(X))


@dataclass(frozen=True)
class Watching(formats.Format):
    """A format that writes down when it reads."""

    name, suffix, runs_code_on_load, holds, loses = "watching", ".w", False, "nothing", "everything"

    def why_not(self, model):
        return ""

    def _write(self, model, path): ...

    def _read(self, stream, mapped): ...

    def load(self, file, *, mapped=False):
        EVENTS.append(f"load {mapped}")
        return Watched()


@pytest.fixture
def job(tmp_path, monkeypatch):
    EVENTS.clear()
    monkeypatch.setattr(child, "_import", lambda names: EVENTS.append(f"import {names}"))
    monkeypatch.setattr(child, "peak_bytes", lambda: EVENTS.append("peak") or 123)
    inputs = {"X": X, "rows": [X[:1], X[1:2]], "rows-3": X}
    for name, value in inputs.items():
        (tmp_path / f"{name}.pkl").write_bytes(pickle.dumps(value))
    return {
        "format": pickle.dumps(Watching()),
        "file": "none",
        "mapped": True,
        "modules": ["json"],
        "methods": ["predict"],
        "method": "predict",
        "sizes": (1, 3),
        "folder": str(tmp_path),
    }


def test_a_cold_start_imports_then_reads_then_predicts_one_row_and_only_then_warms_up(job):
    child.measure(job, ticking())
    events = [event for event in EVENTS if isinstance(event, str)]
    assert events[:4] == ["import ['json']", "load True", "predict 1", "peak"]
    assert events[4:14] == ["load True"] * 10
    assert events[14:] == ["predict 1"] * 101 + ["predict 3"] * 101  # the first of each warms up


def test_single_rows_are_different_rows_so_that_no_cache_can_answer(job):
    child.measure(job | {"sizes": (1,)}, ticking())
    assert [event for event in EVENTS if isinstance(event, float)][-4:] == [1.0, 3.0, 1.0, 3.0]


def test_every_figure_of_a_process_is_a_pair_of_wall_and_cpu_time(job):
    report = child.measure(job, ticking())
    assert {name: report[name] for name in ("imports", "read", "first_predict")} == dict.fromkeys(
        ("imports", "read", "first_predict"), [10, 5]
    )
    assert report["warm_load"] == [[10, 5]] * 10
    assert report["latency"] == {1: [[10, 5]] * 100, 3: [[10, 5]] * 100}
    assert report["peak_bytes"] == 123


def test_the_scout_notes_modules_that_were_not_there_before_and_the_answers(job, tmp_path):
    report = child.scout(job | {"before": set(sys.modules) - {"json.decoder", "json.encoder"}})
    assert sorted(report["modules"]) == ["json.decoder", "json.encoder"]
    with np.load(tmp_path / "answers.npz") as answers:
        assert dict(answers).keys() == {"predict"}


def test_a_module_that_cannot_be_imported_again_is_passed_over():
    child._import(["json", "no.such.module", "json.decoder"])


@pytest.mark.linux
def test_peak_memory_counts_what_was_held_and_let_go():
    program = "import _child as c; a = c.peak_bytes(); bytearray(30_000_000); print(c.peak_bytes() - a)"
    done = subprocess.run([sys.executable, "-c", program], cwd=CHILD.parent, capture_output=True)
    assert 25_000_000 < int(done.stdout) < 35_000_000


def test_what_a_library_prints_does_not_spoil_the_report(tiny, tmp_path):
    path = formats.get("pickle").dump(tiny.Chatty(2.0), tmp_path / "model.pkl")
    (tmp_path / "X.pkl").write_bytes(pickle.dumps(X))
    job = {"task": "scout", "format": pickle.dumps(formats.get("pickle")), "file": str(path), "mapped": False}
    job |= {"folder": str(tmp_path), "methods": ["predict"], "path": sys.path}
    done = subprocess.run([sys.executable, CHILD], input=pickle.dumps(job), capture_output=True)
    assert "tiny_model" in json.loads(io.BytesIO(done.stdout).read())["modules"]
    assert b"loading..." in done.stderr
