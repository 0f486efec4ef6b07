"""Make an environment and install the course into it, behind one progress bar.

``make`` runs this file before anything is installed, so it needs the standard library only, and it must at
least parse on a Python that is too old, to say so::

    python3 src/rehydrate/lab/bootstrap.py .venv --extras book

The last thing written is a stamp. A second run that finds the same stamp has nothing to do; a run that was
interrupted left none, and is taken up again.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
OLDEST = (3, 11)
STAMP = "rehydrate.stamp"
LOG = "rehydrate-install.log"
QUIET = ["--no-input", "--no-color", "--progress-bar=off", "--disable-pip-version-check"]

# What the log says -> (why, fix). The first wins: without a network pip also says "No matching distribution".
CAUSES = [
    (
        r"No space left on device|Errno 28|not enough space",
        "the disk is full.",
        "free about 2 GB, then run the same command again.",
    ),
    (
        r"NewConnectionError|NameResolutionError|name resolution|ConnectTimeout|ReadTimeout|ProxyError"
        r"|SSLError|Max retries|Connection (?:broken|refused|reset)|Network is unreachable"
        r"|requirement pip\S* \(from versions: none\)",
        "pip could not reach the package index.",
        "check the network (and the proxy, if you have one), then run the same command again.",
    ),
    (
        r"requires a different Python|Requires-Python|No matching distribution found",
        "a package has no build for this Python or this machine.",
        "try another Python: add PYTHON=python3.12 to the make command.",
    ),
    (
        r"ensurepip",
        "this Python comes without its module for environments (Debian and Ubuntu package it apart).",
        "sudo apt install python3-venv, or add PYTHON=python3.12 (or another Python) to the make command.",
    ),
]
UNKNOWN = (
    "the lines above are all that is known.",
    "read the log named above, then run the same command again.",
)


class BootstrapError(Exception):
    """The environment could not be made; the message says what, why, and how to go on."""

    def __init__(self, what: str, *, why: str, fix: str) -> None:
        super().__init__(f"{what}\n  why: {why}\n  fix: {fix}")


class Bar:
    """One line that fills: redrawn on a terminal, a plain line every quarter anywhere else."""

    WIDTH = 30

    def __init__(self, name: str) -> None:
        self.name = name
        self.live = sys.stdout.isatty()
        self.quarter = -1

    def show(self, share: float, text: str) -> None:
        """Draw `share` (0 to 1) of the bar, and `text` behind it."""
        filled = int(share * self.WIDTH)
        line = f"{self.name}  [{'#' * filled}{'.' * (self.WIDTH - filled)}] {share:4.0%}  {text}"
        if self.live:
            print(f"\r{line[: shutil.get_terminal_size().columns - 1]}\x1b[K", end="", flush=True)
        elif int(share * 4) > self.quarter:
            self.quarter = int(share * 4)
            print(line, flush=True)

    def close(self, text: str) -> None:
        """Replace the bar by a last plain line."""
        print(("\r\x1b[K" if self.live else "") + f"{self.name}  {text}", flush=True)


def check_python(version: tuple[int, ...], executable: str) -> None:
    """Refuse a Python older than the course needs, and name a newer one if the machine has it."""
    if version >= OLDEST:
        return
    newer = next((name for name in ("python3.13", "python3.12", "python3.11") if _answers(name)), None)
    raise BootstrapError(
        f"{executable} is Python {version[0]}.{version[1]}.",
        why=f"the course needs Python {OLDEST[0]}.{OLDEST[1]} or newer.",
        fix=("" if newer else "install Python 3.12, then ")
        + f"add PYTHON={newer or 'python3.12'} to the make command.",
    )


def resolve_extras(wanted: list[str]) -> list[str]:
    """Expand ``all``, and refuse a name that pyproject.toml does not have (pip would only warn)."""
    import tomllib  # not at the top: a Python that is too old does not have it

    known = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    if "all" in wanted:
        return sorted(known)
    for name in wanted:
        if name not in known:
            raise BootstrapError(
                f"There is no extra named {name!r}.",
                why="pyproject.toml does not list it.",
                fix=f"choose from: all, {', '.join(sorted(known))}",
            )
    return sorted(set(wanted))


def stamp_of(extras: list[str], groups: list[str]) -> str:
    """Return a digest of everything that decides what the environment holds."""
    digest = hashlib.sha256(repr((sys.version, str(ROOT), extras, groups)).encode())
    for name in ("pyproject.toml", "constraints.txt"):
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def python_of(env: Path) -> Path:
    """Return the path of the environment's own Python."""
    return env / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def progress(log: str, n_pins: int, n_new: int) -> tuple[float, str]:
    """Read pip's log so far and return the share done and a few words.

    Collecting, fetching and installing are a third of the bar each. How many packages there are in all is
    known only in the last third; before, the number of names in constraints.txt is the most there can be.

    Parameters
    ----------
    log : str
        What pip has written since it was started.
    n_pins : int
        The number of names in constraints.txt.
    n_new : int
        The number of packages that came into the environment since.
    """
    installing = re.search(r"^Installing collected packages: (.+)$", log, re.MULTILINE)
    if installing:
        total = installing.group(1).count(",") + 1
        done = min(n_new, total)
        return 2 / 3 + done / total / 3, f"installed {done} of {total} packages"
    collected = re.findall(r"^ *(?:Collecting|Processing) (\S+)", log, re.MULTILINE)
    fetched = re.findall(r"^ *(?:Downloading|Using cached|Processing) \S+\.whl(?: |$)", log, re.MULTILINE)
    n_collected, n_fetched = len(set(collected)), len(fetched)
    share = (min(n_collected, n_pins) + min(n_fetched, n_pins)) / n_pins / 3
    return share, f"collected {n_collected} packages, fetched {n_fetched}"


def explain(log: str) -> tuple[str, str]:
    """Turn what a command wrote into why it stopped and what to do about it."""
    for pattern, why, fix in CAUSES:
        if re.search(pattern, log):
            return why, fix
    return UNKNOWN


def run_logged(command: list[str], env: Path, bar: Bar, text: str = "") -> None:
    """Run `command` with its output in the environment's log, and show how far it is.

    The bar follows pip's output, or says `text` where one is given. When the command fails, the end of what
    it wrote is printed.

    Raises
    ------
    BootstrapError
        If the command fails.
    """
    log = env / LOG
    start = log.stat().st_size if log.exists() else 0
    n_pins, before = len(_pins()), _distributions(env)
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
    with process:
        while process.poll() is None:
            n_new = len(_distributions(env) - before)
            bar.show(*((0.0, text) if text else progress(_read(log, start), n_pins, n_new)))
            time.sleep(0.1)
    if process.returncode:
        bar.close("stopped")
        said = _read(log, start)
        for line in [*said.strip().splitlines()[-8:], f"(all of it: {log})"]:
            print(f"  | {line}", file=sys.stderr)
        why, fix = explain(said)
        raise BootstrapError(f"{env} could not be made.", why=why, fix=fix)


def make_environment(env: Path, bar: Bar) -> None:
    """Make the environment, unless a working one of this Python is there already."""
    if _works(env):
        return
    ours = (env / "pyvenv.cfg").exists() or (env / LOG).exists()
    if env.exists() and any(env.iterdir()) and not ours:
        raise BootstrapError(
            f"{env} is not empty and not a Python environment.",
            why="making one there would delete what it holds.",
            fix="name another folder, or move this one away.",
        )
    shutil.rmtree(env, ignore_errors=True)
    env.mkdir(parents=True)
    run_logged([sys.executable, "-m", "venv", str(env)], env, bar, "making the environment")


def prepare(env: Path, extras: list[str], groups: list[str]) -> None:
    """Bring `env` to the state that pyproject.toml and constraints.txt ask for."""
    check_python(sys.version_info[:2], sys.executable)
    extras = resolve_extras(extras)
    name, stamp, wish = f"environment {env.name}", env / STAMP, stamp_of(extras, groups)
    if stamp.is_file() and stamp.read_text("utf-8") == wish and python_of(env).exists():
        print(f"{name}  up to date")
        return
    bar = Bar(name)
    make_environment(env, bar)
    stamp.unlink(missing_ok=True)
    pip = [str(python_of(env)), "-m", "pip", "install", *QUIET]
    run_logged([*pip, "pip>=25.1"], env, bar, "renewing pip")  # the first pip that reads dependency groups
    target = f".[{','.join(extras)}]" if extras else "."
    grouped = [f"--group={name}" for name in groups]
    run_logged([*pip, "--constraint=constraints.txt", "--editable", target, *grouped], env, bar)
    stamp.write_text(wish, "utf-8")
    bar.close(f"ready ({len(_distributions(env))} packages)")


def main(arguments: list[str] | None = None) -> int:
    """Read the command line, prepare the environment, and return the exit status."""
    parser = argparse.ArgumentParser(description="Make an environment and install the course into it.")
    parser.add_argument("env", type=Path, help="folder of the environment, for instance .venv")
    parser.add_argument("--extras", nargs="*", default=[], metavar="NAME", help="of pyproject.toml, or all")
    parser.add_argument("--groups", nargs="*", default=[], metavar="NAME", help="of pyproject.toml")
    options = parser.parse_args(arguments)
    try:
        prepare(Path(os.path.abspath(options.env)), options.extras, sorted(options.groups))
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nInterrupted. Run the same command again to go on.", file=sys.stderr)
        return 130
    return 0


def _answers(name: str) -> bool:
    path = shutil.which(name)
    return path is not None and subprocess.run([path, "--version"], capture_output=True).returncode == 0


def _works(env: Path) -> bool:
    """Say whether `env` was made here (its scripts hold the path), runs this very Python, and has pip."""
    config = env / "pyvenv.cfg"
    made_here = rf"{re.escape(str(env))}\s*$"
    if not config.exists() or not re.search(made_here, config.read_text("utf-8"), re.MULTILINE):
        return False
    question = [str(python_of(env)), "-c", "import pip, sys; print(sys.version)"]
    try:
        return subprocess.run(question, capture_output=True, text=True).stdout.strip() == sys.version
    except OSError:
        return False


def _read(log: Path, start: int) -> str:
    with log.open("rb") as stream:
        stream.seek(start)
        return stream.read().decode("utf-8", "replace")


def _pins() -> set[str]:
    return set(re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text("utf-8"), re.MULTILINE))


def _distributions(env: Path) -> set[str]:
    folder = "Lib/site-packages" if os.name == "nt" else "lib/python3*/site-packages"
    return {path.name for path in env.glob(f"{folder}/*.dist-info")}


if __name__ == "__main__":
    sys.exit(main())
