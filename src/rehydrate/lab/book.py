"""Build the book: run Jupyter Book, follow its output, and keep only results that still hold.

The rule of the cache: outputs of cells are kept while our code, the exercises and the installed packages
stay as they were; pages are kept while their source does. A build that failed leaves nothing that a later one
could mistake for a success.
"""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path

from rehydrate.errors import CourseError, RehydrateError
from rehydrate.lab.catalog import course_root

CODE = ("src/rehydrate", "exercises", "solutions", "book/_ext", "book/data", "constraints.txt")
PAGES = ("book", "lessons")
STAMP = "book.json"
LOG = "book.log"
N_LINES = 12  # shown of one problem
STEP = re.compile(r"^(reading sources|writing output)\.\.\. *\[ *(\d+)%\] (\S+)")
RUNS = re.compile(r"^(\S+?): Executing notebook")
PROBLEM = re.compile(r"\b(WARNING|ERROR|CRITICAL|SEVERE)\b|^\S*(Error|Exception)\b")
STATUS = re.compile(r"IPKernelApp|^\s*$|^(\[etoc\]|myst|Using|[a-z-]+ [^:]*(\.\.\.|: ))")


@dataclass(frozen=True)
class Step:
    """One page passing through one phase of the build.

    Attributes
    ----------
    phase : str
        ``read``, ``run`` or ``write``.
    page : str
        The page's source.
    share : float
        How much of reading, or of writing, is done; 0 to 1.
    """

    phase: str
    page: str
    share: float


@dataclass(frozen=True)
class Book:
    """A book that was built.

    Attributes
    ----------
    index : Path
        Its first page.
    n_run : int
        The number of pages whose cells were run; the others had results that still hold.
    seconds : float
        What the build took.
    """

    index: Path
    n_run: int
    seconds: float


def build(root: Path | None = None, on_step: Callable[[Step], None] = lambda step: None) -> Book:
    """Build the book, running only what changed since the last time.

    Parameters
    ----------
    root : Path, optional
        The course; by default the one this package carries.
    on_step : callable
        Told of each page as it is read, run and written.

    Raises
    ------
    RehydrateError
        If Jupyter Book is not installed.
    CourseError
        If a page is wrong; the message quotes the build's own words.
    """
    root = root or course_root()
    _check(root)
    started = time.perf_counter()
    with _alone(root / "_build"):
        state = _state(root)
        _forget(root, state["code"])
        n_run = _run(root, on_step)
        (root / "_build" / STAMP).write_text(json.dumps(state), encoding="utf-8")
    return Book(index_of(root), n_run, time.perf_counter() - started)


def index_of(root: Path) -> Path:
    """Return the path of the first page."""
    return root / "_build" / "html" / "book" / "index.html"


def is_current(root: Path) -> bool:
    """Say whether the book as built came from the sources as they are now."""
    return index_of(root).exists() and _stamp(root) == _state(root)


def clean(root: Path | None = None) -> None:
    """Remove everything that a build made."""
    shutil.rmtree((root or course_root()) / "_build", ignore_errors=True)


def _check(root: Path) -> None:
    if importlib.util.find_spec("jupyter_book") is None:
        raise RehydrateError(
            "The book cannot be built: Jupyter Book is not installed.",
            why="it comes with the extra `book`, which the checker does not need",
            fix='python -m pip install -e ".[book]" -c constraints.txt',
        )
    if not (root / "book" / "_config.yml").exists():
        raise RehydrateError(
            f"{root} holds no book.",
            why="there is no book/_config.yml in it",
            fix="run this in a checkout of the course, or point REHYDRATE_COURSE at one",
        )


def _run(root: Path, on_step: Callable[[Step], None]) -> int:
    command = [sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", str(root)]
    command += ["--config", "book/_config.yml", "--toc", "book/_toc.yml", "-W", "-n", "--keep-going"]
    process = subprocess.Popen(
        command,
        cwd=root,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    lines, n_run, share = [], 0, 0.0
    with process, (root / "_build" / LOG).open("w", encoding="utf-8") as log:
        for line in map(_plain, process.stdout or ()):
            log.write(line + "\n")
            lines.append(line)
            if step := STEP.match(line):
                share = int(step[2]) / 100
                on_step(Step("read" if step[1].startswith("reading") else "write", step[3], share))
            elif running := RUNS.match(line):
                n_run += 1
                page = Path(running[1])
                on_step(Step("run", str(page.relative_to(root) if page.is_absolute() else page), share))
    if process.returncode:
        raise CourseError(
            "The book was not built.",
            why=_problems(lines, root),
            fix=f"mend the page that is named first, then: rehydrate book (the full output: _build/{LOG})",
        )
    return n_run


def _environment() -> dict[str, str]:
    here = str(
        Path(sys.executable).parent
    )  # so that a cell that runs `rehydrate` or `python` gets this environment's
    path = os.pathsep.join((here, os.environ.get("PATH", "")))
    return {
        **os.environ,
        "PATH": path,
        "OMP_NUM_THREADS": "1",
        "NO_COLOR": "1",
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }


def _plain(line: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line).rstrip()


def _problems(lines: list[str], root: Path) -> str:
    """Return what the build complained of, a few lines each, without the repository's own path."""
    chosen: list[str] = []
    wanted = 0
    for line in lines:
        if STATUS.search(line):
            wanted = 0
        elif PROBLEM.search(line):
            wanted = N_LINES
        if wanted:
            chosen.append(line.replace(f"{root}{os.sep}", ""))
        wanted = max(wanted - 1, 0)
    return "\n    " + "\n    ".join(chosen[:60] or lines[-20:])


def _forget(root: Path, code: str) -> None:
    """Remove outputs that came from other code, and pages read by a build that did not end well.

    Sphinx would not read such a page again, nor repeat its warning. The stamp has no ``pages`` until the end.
    """
    stamp, folder = _stamp(root), root / "_build"
    if stamp.get("code") != code:
        shutil.rmtree(folder / ".jupyter_cache", ignore_errors=True)
    if stamp.get("code") != code or "pages" not in stamp:
        for name in (".doctrees", "html"):
            shutil.rmtree(folder / name, ignore_errors=True)
    (folder / STAMP).write_text(json.dumps({"code": code}), encoding="utf-8")


def _stamp(root: Path) -> dict[str, str]:
    try:
        stamp: dict[str, str] = json.loads((root / "_build" / STAMP).read_text(encoding="utf-8"))
        return stamp
    except (OSError, ValueError):
        return {}


def _state(root: Path) -> dict[str, str]:
    installed = sorted(f"{each.metadata['Name']} {each.version}" for each in distributions())
    code = hashlib.sha256(repr((sys.version, installed)).encode())
    for path in _files(root, CODE):
        if path.suffix != ".md":  # the text of a task is a page, not code
            _add(code, path, root)
    pages = hashlib.sha256()
    for path in _files(root, (*PAGES, "exercises")):
        _add(pages, path, root)
    return {"code": code.hexdigest(), "pages": pages.hexdigest()}


def _add(digest: "hashlib._Hash", path: Path, root: Path) -> None:
    digest.update(f"{path.relative_to(root)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())


def _files(root: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        found = [root / name] if (root / name).is_file() else sorted((root / name).rglob("*"))
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one build at a time work in the folder; a second one waits (on Windows it does not)."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:
        yield
        return
    with (folder / "book.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
