"""What a fresh process does: import, read, predict, and say how long each took.

It is started by path, so that nothing of this package or of numpy is imported before the clock runs. The job
comes pickled on standard input, from the parent and nobody else. The report leaves as JSON on what was
standard output; whatever a library prints goes to standard error instead.

Cold start is split in three, each with wall-clock and CPU time:

imports
    Import every module that reading the file and predicting once were seen to import in a process before
    this one, in the same order. The start of Python itself is not in it.
read
    ``fmt.load(path)``, with nothing left to import.
first predict
    One row, with nothing left to import; what a model sets up on first use is in here.
"""

import contextlib
import importlib
import json
import os
import pickle
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

Job = dict[str, Any]
Clock = Callable[[], tuple[int, int]]
METHODS = ("predict_proba", "decision_function", "predict", "transform")
FEWEST = 3  # samples, even where they take longer than the budget
BUDGET = 10**9  # nanoseconds for the samples of one figure in one process


def now() -> tuple[int, int]:
    """Return the wall clock and the CPU clock of this process, in nanoseconds."""
    return time.perf_counter_ns(), time.process_time_ns()


def timed(work: Callable[[], Any], clock: Clock = now) -> tuple[Any, list[int]]:
    """Return what the work gives back, and its wall and CPU time in nanoseconds."""
    wall, cpu = clock()
    result = work()
    wall_after, cpu_after = clock()
    return result, [wall_after - wall, cpu_after - cpu]


def sampled(work: Callable[[int], Any], most: int, clock: Clock = now) -> list[list[int]]:
    """Time the work `most` times, or until the budget is spent, but a few times at least.

    The work is given the number of the repeat.
    """
    samples: list[list[int]] = []
    end = clock()[0] + BUDGET
    while len(samples) < most and (len(samples) < FEWEST or clock()[0] < end):
        samples.append(timed(lambda: work(len(samples)), clock)[1])
    return samples


def methods(model: Any) -> list[str]:
    """Return the ways to ask this model, the most telling first: probabilities tell more than labels.

    A Keras model is called: its ``predict`` is made for many batches.
    """
    is_keras = any(kind.__module__.startswith("keras.") for kind in type(model).__mro__)
    return [name for name in METHODS if hasattr(model, name) and not is_keras] or ["__call__"]


def ask(model: Any, method: str, X: Any) -> Any:
    """Return what the model says about `X`, as an array, without changing the model."""
    import numpy

    torch = sys.modules.get("torch")
    if torch is None or not isinstance(model, torch.nn.Module):
        return numpy.asarray(getattr(model, method)(X))
    if model.training:
        raise ValueError("it is in training mode, where dropout answers at random; call model.eval() first")
    with torch.inference_mode():
        return model(torch.as_tensor(X)).numpy()


def plain(answer: Any) -> Any:
    """Return an array that can be written without pickle: labels kept as objects become text."""
    return answer.astype(str) if answer.dtype == object else answer


def scout(job: Job) -> Job:
    """Read the file and predict everything once; note what had to be imported and what was answered."""
    import numpy

    model, X = _reader(job)(), _input(job, "X")
    answers = {method: plain(ask(model, method, X)) for method in job["methods"]}
    numpy.savez(os.path.join(job["folder"], "answers.npz"), **answers)
    return {"modules": [name for name in sys.modules if name not in job["before"]]}


def measure(job: Job, clock: Clock = now) -> Job:
    """Start cold, then read and predict again while everything is warm."""
    report: Job = {"latency": {}}
    _, report["imports"] = timed(lambda: _import(job["modules"]), clock)
    read = _reader(job)
    model, report["read"] = timed(read, clock)
    rows = _input(job, "rows")
    _, report["first_predict"] = timed(lambda: ask(model, job["method"], rows[0]), clock)
    report["peak_bytes"] = peak_bytes()
    report["warm_load"] = sampled(lambda _: read(), 10, clock)
    for size in job["sizes"]:
        inputs = rows if size == 1 else [_input(job, f"rows-{size}")]
        predict = partial(_predict, model, job["method"], inputs)
        predict(0)  # once before the clock: what is measured is the steady state
        report["latency"][size] = sampled(predict, 100, clock)
    return report


def _predict(model: Any, method: str, inputs: list[Any], number: int) -> None:
    ask(model, method, inputs[number % len(inputs)])


def hold(job: Job) -> Job:
    """Hold the model as one worker of several would: read, answer once, and stay until told to go."""
    job["model"] = _reader(job)()
    ask(job["model"], job["method"], _input(job, "rows")[0])
    return {}


def peak_bytes() -> int | None:
    """Return the most memory this process has held so far (``VmHWM`` of Linux), or None elsewhere.

    ``ru_maxrss`` would count the parent that the process was forked from.
    """
    with contextlib.suppress(OSError), open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    return None


def _import(names: list[str]) -> None:
    for name in names:
        with contextlib.suppress(
            Exception
        ):  # some names in sys.modules are no modules, and were not imported
            importlib.import_module(name)


def _reader(job: Job) -> Callable[[], Any]:
    fmt = pickle.loads(job["format"])
    return lambda: fmt.load(job["file"], mapped=job["mapped"])


def _input(job: Job, name: str) -> Any:
    with open(os.path.join(job["folder"], f"{name}.pkl"), "rb") as file:
        return pickle.load(file)


def main() -> None:
    """Do one job and report."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as out:
        os.dup2(2, 1)
        job = pickle.load(sys.stdin.buffer) | {"before": set(sys.modules)}
        sys.path[:] = job["path"]
        try:
            report = {"scout": scout, "measure": measure, "hold": hold}[job["task"]](job)
        except Exception as error:
            report = {"error": " ".join(f"{type(error).__name__}: {error}".split())}
        print(json.dumps(report), file=out, flush=True)
        sys.stdin.buffer.read()  # a worker waits here until its parent closes the pipe


if __name__ == "__main__":
    main()
