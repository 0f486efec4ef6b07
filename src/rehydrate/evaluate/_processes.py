"""Fresh processes for the figures that only a fresh process can give, and the memory that several share."""

import json
import os
import pickle
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from rehydrate.errors import EvaluationError

CHILD = Path(__file__).with_name("_child.py")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TF_NUM_INTRAOP_THREADS")


class ChildFailed(Exception):
    """A fresh process could not do its job; the text says why."""


def run(job: dict[str, Any], *, threads: int, timeout: float) -> dict[str, Any]:
    """Do a job of ``_child.py`` in a fresh process and return its report.

    Raises
    ------
    ChildFailed
        If the job failed, the process ended without a report, or it took longer than `timeout` seconds.
    """
    with _started(threads) as process:
        try:
            out, err = process.communicate(_order(job), timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise ChildFailed(f"it was not done after {timeout:g} seconds") from None
    return _report(out, err, process.returncode)


def shared_memory(job: dict[str, Any], n_workers: int, *, threads: int) -> int | None:
    """Return the summed proportional set size (PSS), in bytes, of `n_workers` processes that hold the model.

    PSS counts a page that k processes share as one k-th in each (``Documentation/filesystems/proc.rst`` of
    Linux), so that the sum is what the workers cost together; summed RSS would count it k times. None where
    the system has no PSS: it is a figure of Linux.
    """
    if n_workers < 1 or not Path("/proc/self/smaps_rollup").exists():
        return None
    with ExitStack() as stack:
        workers: list[Any] = [stack.enter_context(_started(threads)) for _ in range(n_workers)]
        for worker in workers:
            worker.stdin.write(_order(job))
            worker.stdin.flush()
        for worker in workers:  # nobody's memory is read before everybody holds the model
            _report(worker.stdout.readline(), b"", worker.poll())
        return sum(_pss(worker.pid) for worker in workers)


def drop_from_page_cache(path: Path) -> None:
    """Ask the system to forget its copy of a file in memory, so that the next read comes from the disk.

    A file system that lives in memory (tmpfs) has no other copy and does not forget.
    """
    if not hasattr(os, "posix_fadvise"):
        fix = "leave out cold_cache: the figures then say that the cache was warm"
        raise EvaluationError(
            "The page cache cannot be emptied here.", why=f"{sys.platform} has no posix_fadvise", fix=fix
        )
    with path.open("rb") as file:
        os.fsync(file.fileno())  # only pages that are safely on the disk can be dropped
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _started(threads: int) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    environment = os.environ | dict.fromkeys(THREADS, str(threads))
    return subprocess.Popen([sys.executable, CHILD], stdin=pipe, stdout=pipe, stderr=pipe, env=environment)


def _order(job: dict[str, Any]) -> bytes:
    return pickle.dumps(job | {"path": sys.path})


def _report(out: bytes, err: bytes, status: int | None) -> dict[str, Any]:
    if not out:
        last = err.decode(errors="replace").strip().splitlines()[-1:] or ["it said nothing"]
        raise ChildFailed(f"the process ended with status {status}: {last[0]}")
    report: dict[str, Any] = json.loads(out)
    if "error" in report:
        raise ChildFailed(report["error"])
    return report


def _pss(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
