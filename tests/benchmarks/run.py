"""``make bench``: speed and size, as ratios to named baselines of the same run.

::

    python tests/benchmarks/run.py                       everything, about half an hour
    python tests/benchmarks/run.py --quick               what a few minutes allow
    python tests/benchmarks/run.py store evaluator       some sections: store, peers, evaluator, graders

Run it on a quiet machine; ratios bear a busy one better than seconds do. Exits with 1 if a gate is broken.
"""

import argparse
import importlib
import os
import sys
import tempfile
import time
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy is imported

SECTIONS = {"store": "store_speed", "evaluator": "evaluator", "peers": "peers", "graders": "graders"}


def main():
    """Run the chosen sections."""
    from timing import fastest_folder

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sections", nargs="*", choices=[*SECTIONS, []], help="default: all")
    parser.add_argument("--quick", action="store_true", help="fewer models, repeats and students")
    chosen = parser.parse_args()
    place, words = fastest_folder()
    load = " ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "?"
    print(f"Files on {words}.\nPython {sys.version.split()[0]}, {os.cpu_count()} CPUs.")
    print(
        f"Threads of BLAS: {os.environ['OMP_NUM_THREADS']}. Load before the start (1, 5, 15 minutes): {load}."
    )
    kept = True
    for name in chosen.sections or SECTIONS:
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(dir=place, prefix="rehydrate-bench-") as folder:
            kept &= importlib.import_module(SECTIONS[name]).run(Path(folder), chosen.quick)
        print(f"\n{name}: {time.perf_counter() - start:.0f} s")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
