"""Bring an old file into a format that survives: load it where it was made, write it as data, prove it here.

The file is loaded in an environment of its own, of the versions that made it, and predicts some rows there.
It is written as data, read here, and asked for the same rows. Only if the answers agree does the new file get
its name. Nothing is trained again, and no pickle crosses over.

**This runs the code in the file.** An environment of its own keeps versions apart, not attackers out: a file
with names that are dangerous or unknown is refused unless you say that you trust it.
"""

import dataclasses
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from rehydrate import formats
from rehydrate._migrate_export import read_rows
from rehydrate.diagnose import remedy
from rehydrate.errors import FormatError, MigrationError, WrongUsage
from rehydrate.inspector import inspect

SCRIPT = Path(__file__).with_name("_migrate_export.py")
CONVERTER = ("skl2onnx", "onnx<1.17", "protobuf<7")  # newer ones break the converters of some old models
SECONDS = 900  # for one step
LOST = (
    "learning (fit, partial_fit)",
    "hyperparameters and fitted attributes",
    "digits beyond those of float32",
)


@dataclass(frozen=True)
class Plan:
    """The environment that a file needs.

    Attributes
    ----------
    python : str
        The Python, such as ``"3.11"``.
    requirements : tuple of str
        What is installed there, as pip takes it.
    """

    python: str
    requirements: tuple[str, ...]


@dataclass(frozen=True)
class Migration:
    """What came of a migration.

    Attributes
    ----------
    file, out : str
        The old file, and the new one: empty unless it was admitted.
    admitted : bool
        Whether the new file's answers agree with those of the old one.
    reason : str
        Why it was admitted, or why not.
    rows : str
        What the answers were compared on.
    lost : tuple of str
        What the old file could do or kept, and the new one does not.
    hyperparameters : dict of str to str
        Those of the old model, as text: the new file has no place for them.
    plan : Plan
        The environment that was used.
    """

    file: str
    out: str
    admitted: bool
    reason: str
    rows: str
    lost: tuple[str, ...]
    hyperparameters: dict[str, str]
    plan: Plan

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data."""
        return dataclasses.asdict(self)


def migrate(
    path: str | os.PathLike[str],
    *,
    data: str | os.PathLike[str] | None = None,
    to: str = "onnx",
    python: str | None = None,
    out: str | os.PathLike[str] | None = None,
    trust: bool = False,
    tell: Callable[[str], None] = lambda step: None,
) -> Migration:
    """Bring an old file into a format that survives.

    Parameters
    ----------
    path : str or path
        The old file: a pickle or a joblib file of a scikit-learn model. **Its code is run.**
    data : str or path, optional
        Rows to prove the new file on: ``.npy``, ``.npz`` (its first array) or ``.csv``. Without them rows are
        made up from what the model tells about its columns, which proves less.
    to : str
        The format; only ``"onnx"`` can be written by every old environment.
    python : str, optional
        Which Python to use, such as ``"3.10"``; else the one that fits the scikit-learn that made the file.
    out : str or path, optional
        The new file; else the old name with the suffix of the format.
    trust : bool
        Go on although the file names code that is not known to be harmless.
    tell : callable
        Is told each step, for a progress bar.

    Returns
    -------
    Migration
        Whether the new file was admitted. Unless it was, nothing lies under its name.

    Raises
    ------
    MigrationError
        If the file may not be loaded, its environment cannot be made, or it does not load there either.
    WrongUsage
        If a file is missing or in the way, or the format is not one that a migration can write.
    """
    path, data = Path(path).absolute(), Path(data).absolute() if data else None
    out = Path(out or path.with_suffix(".onnx")).absolute()
    _check_arguments(to, out, path, data or path)
    wanted = plan(path, python=python, trust=trust, table=data is not None and data.suffix == ".csv")
    tell(f"environment: Python {wanted.python}, {', '.join(wanted.requirements)}")
    interpreter = environment(wanted)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".migrate") as name:
        folder = Path(name)
        tell("loading it there, predicting, exporting")
        said = _export(interpreter, path, data, folder)
        tell("reading the new file here and comparing")
        admitted, reason, kept = (False, said["error"], ()) if said["error"] else agrees(folder, to, data)
        if admitted:
            os.replace(folder / "new.onnx", out)
    return Migration(
        file=str(path),
        out=str(out) if admitted else "",
        admitted=admitted,
        reason=reason,
        rows=f"the rows of {data}" if data else "made-up rows; real ones, by --data, prove more",
        lost=(*LOST, *(f"{method}()" for method in said["methods"] if method not in kept))
        if admitted
        else (),
        hyperparameters=said["hyperparameters"],
        plan=wanted,
    )


def plan(path: Path, *, python: str | None = None, trust: bool = False, table: bool = False) -> Plan:
    """Return the environment that a file needs, from the versions that it records; nothing is loaded.

    Parameters
    ----------
    path : path
        The old file.
    python : str, optional
        The Python to use.
    trust : bool
        Whether names that are dangerous or unknown are accepted.
    table : bool
        Whether pandas is needed to read the rows.
    """
    report = inspect(path)
    release = report.versions.get("scikit-learn", "")
    doubtful = [f"{n.module}.{n.name}" for n in report.globals if n.opinion in ("dangerous", "unknown")]
    look = f"look at it: rehydrate inspect {path}"
    if report.problems:
        raise MigrationError(
            f"{path} cannot be read.", why=report.problems[0], fix="restore it from a backup"
        )
    if doubtful and not trust:
        raise MigrationError(
            f"{path} names code that is not known to be harmless: {', '.join(doubtful[:5])}.",
            why="a migration loads the file, and its environment keeps versions apart, not attackers out",
            fix=f"{look}; if you trust who made it, add --trust",
        )
    if not remedy.numbers(release):
        why = "without the version of what is in it the right environment is not known"
        raise MigrationError(f"{path} does not say which scikit-learn made it.", why=why, fix=look)
    roots = {name.module.partition(".")[0] for name in report.globals} | ({"pandas"} if table else set())
    more = sorted(roots & {"pandas", "cloudpickle"})
    return Plan(
        python or remedy.python_for(release), (*remedy.requirements(report.versions), *CONVERTER, *more)
    )


def environment(wanted: Plan) -> Path:
    """Return the Python of an environment that has what is wanted; it is made once and kept.

    It lies in ``.cache/rehydrate`` of the home folder, or in the folder that ``REHYDRATE_CACHE`` names.

    Parameters
    ----------
    wanted : Plan
        The Python and the packages.

    Raises
    ------
    MigrationError
        If the Python is not on this machine, or a package cannot be installed.
    """
    cache = Path(os.environ.get("REHYDRATE_CACHE") or Path.home() / ".cache" / "rehydrate")
    home = cache.absolute() / hashlib.sha256(repr(wanted).encode()).hexdigest()[:16]
    inside = Path("Scripts", "python.exe") if os.name == "nt" else Path("bin", "python")
    if not home.exists():
        cache.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=cache))
        try:
            for command in _commands(wanted, part, part / inside):
                _run(
                    command, f"The environment of {wanted.requirements[0]} cannot be made.", " ".join(command)
                )
            part.rename(home)
        except FileExistsError:  # another process was quicker, and its environment is as good
            pass
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return home / inside


def agrees(folder: Path, to: str, data: Path | None) -> tuple[bool, str, tuple[str, ...]]:
    """Say whether the new file gives the answers that were recorded, why, and which methods it has.

    Parameters
    ----------
    folder : path
        What the export left: ``new.onnx`` and ``golden.npz``.
    to : str
        The format of the new file.
    data : path or None
        The rows; where there are none they lie with the answers, as ``X``.
    """
    import numpy as np

    from rehydrate.formats.onnx_file import parity

    fmt = formats.get(to)
    with np.load(folder / "golden.npz", allow_pickle=False) as golden:
        answers = dict(golden)
    then = SimpleNamespace(**{name: lambda X, name=name: answers[name] for name in answers})
    try:
        model = fmt.load(folder / "new.onnx")
        report = parity(then, model, read_rows(str(data), model) if data else answers["X"], fmt.tolerance)
    except (FormatError, ValueError, KeyError) as error:
        return False, f"it cannot be asked here: {error}", ()
    return report.holds, str(report), tuple(model.methods)


def _check_arguments(to: str, out: Path, *inputs: Path) -> None:
    if to != "onnx":
        why = "the old environment has only what its scikit-learn and skl2onnx can write"
        raise WrongUsage(f"A migration cannot write the format {to!r}.", why=why, fix="leave out --to")
    for file in inputs:
        if not file.is_file():
            raise WrongUsage(f"There is no file {file}.", why="it is to be read", fix="check the path")
    if out.exists():
        raise WrongUsage(f"{out} exists.", why="a migration replaces nothing", fix="name another: --out FILE")


def _commands(wanted: Plan, folder: Path, python: Path) -> list[list[str]]:
    """Return the commands that make an environment: of uv where it is installed, else of venv and pip."""
    if uv := shutil.which("uv"):
        make = [uv, "venv", "--quiet", "--allow-existing", "--python", wanted.python, str(folder)]
        return [make, [uv, "pip", "install", "--quiet", "--python", str(python), *wanted.requirements]]
    install = [str(python), "-m", "pip", "install", "--quiet", *wanted.requirements]
    return [[_python(wanted.python), "-m", "venv", str(folder)], install]


def _python(version: str) -> str:
    """Return a Python of this version; one that is named so and does not start is passed over."""
    ask = ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    for name in filter(None, (sys.executable, shutil.which(f"python{version}"), shutil.which("python3"))):
        if subprocess.run([name, *ask], capture_output=True, text=True).stdout.strip() == version:
            return name
    raise MigrationError(
        f"There is no Python {version} on this machine.",
        why="the scikit-learn that made the file needs it, and PATH has neither it nor uv",
        fix=f"pip install uv, which fetches Python {version}; or name another that fits: --python 3.x",
    )


def _export(python: Path, path: Path, data: Path | None, folder: Path) -> dict[str, Any]:
    """Run the export in the old environment and return what it says."""
    job = {"model": str(path), "data": str(data) if data else "", "folder": str(folder)}
    (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
    advice = "give rows that it can be asked for, as the table or array it was made for: --data FILE"
    command = [str(python), "-I", str(SCRIPT), str(folder / "job.json")]
    _run(command, f"{path} cannot be loaded and asked in its own environment.", advice)
    said: dict[str, Any] = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    return said


def _run(command: list[str], what: str, fix: str) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MigrationError(what, why=str(error), fix=fix) from error
    if done.returncode:
        last = [line for line in done.stderr.splitlines() if line.strip()][-1:]
        raise MigrationError(what, why=last[0] if last else f"exit status {done.returncode}", fix=fix)
