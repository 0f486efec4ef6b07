"""The start of a verdict process: the libraries are imported once for two.

Run by ``checks`` as ``python -m rehydrate.lab.engine.serve DESCRIPTOR ORDER``. Before anything of a check is
read, the warm parent of the student processes is forked off; what goes on here is the verdict process.
"""

import contextlib
import json
import os
import re
import signal
import socket
import sys

from rehydrate.lab.catalog import Exercise, find
from rehydrate.lab.engine import warm
from rehydrate.lab.engine.launch import ForkLauncher
from rehydrate.lab.engine.warm import LIGHT, PRELOADED


def main() -> None:
    """Import, part, collect, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the asker, who then stops us
    channel = socket.socket(fileno=int(sys.argv[1]))
    order = json.loads(sys.argv[2])
    order["libraries"] = libraries(find(order["exercise"]))
    warm.up(order["libraries"])
    launchers = [ForkLauncher.from_here() for _ in range(order["side_by_side"])]

    from rehydrate.lab.engine import serve_checks  # pytest comes with it: no student process is to have it

    with contextlib.suppress(SystemExit):
        serve_checks.serve(channel, order, launchers)
    sys.stderr.flush()
    os._exit(0)  # an interpreter that ends in the usual way puts away every library first


def libraries(exercise: Exercise) -> list[str]:
    """List what the student processes of an exercise are forked with."""
    tests = ["pytest"] if exercise.kind == "test" else []  # what is handed in are tests
    return [*(PRELOADED if _is_heavy(exercise) else LIGHT), *tests]


def _is_heavy(exercise: Exercise) -> bool:
    """Whether any of an exercise's files names a library that is slow to import."""
    files = [
        *exercise.folder.rglob("*.py"),
        *exercise.solutions.glob("solution*"),
        *exercise.solutions.glob("*/*.py"),
    ]
    sources = (path.read_text(encoding="utf-8", errors="replace") for path in files if path.is_file())
    return any(re.search(r"\b(joblib|sklearn)\b", source) for source in sources)


if __name__ == "__main__":
    main()
