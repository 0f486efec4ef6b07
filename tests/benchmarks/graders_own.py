"""How long a learner or an author waits for this project's own commands."""

import os
import random
import shutil
import statistics
import subprocess
import sys
import time

import psutil
from timing import processes_in_turns

from rehydrate.lab.catalog import exercises
from rehydrate.lab.engine.checks import AT_ONCE, Checks
from rehydrate.lab.feedback import catalogue, message
from rehydrate.lab.feedback.judge import judge
from rehydrate.lab.watch import SECONDS, Saves

SKLEARN = "import sklearn.linear_model"
COMMAND = "import sys; sys.argv[1:] = {words!r}; from rehydrate.cli import app; app()"


def own_speed(folder, quick):
    """Print each figure with its gate; return whether each is met."""
    folder.mkdir()
    kept = [*after_a_save(folder, 2 if quick else 7), *cold(3 if quick else 7)]
    if not quick:
        kept.append(certificate())
    return kept


def after_a_save(folder, repeats):
    """Measure from the save of a file to the words of the verdict, as in watch mode, for each exercise."""
    print("\nFrom a save to the verdict, warm: ms in the median; what is not the verdict's is the noticing\n")
    print("| exercise | save to verdict | verdict | CPU of the verdict |\n|---|---:|---:|---:|")
    medians = []
    for exercise in exercises():
        found = one_exercise(exercise, folder / exercise.slug, repeats)
        each = [statistics.median(seconds) for seconds in zip(*found, strict=True)]
        medians.append(each[0])
        print(f"| {exercise.slug} | " + " | ".join(f"{one * 1e3:.0f}" for one in each) + " |", flush=True)
    print()
    yield gate("median exercise, seconds from save to verdict", statistics.median(medians), at_most=0.25)


def one_exercise(exercise, folder, repeats):
    """Return seconds of each repeat: from the save to the verdict, of the verdict, and its CPU."""
    folder.mkdir()
    files = {
        name: shutil.copyfile(source, folder / name) for name, source in catalogue.reference(exercise).items()
    }
    first = files[exercise.files[0]]
    found = []
    with Checks(exercise, side_by_side=AT_ONCE) as checks:
        judge(exercise, files, checks=checks)
        for repeat in range(repeats):
            saves = Saves(list(files.values()))
            with first.open("a") as file:
                file.write(f"# {repeat}\n")
            saved = time.perf_counter()
            time.sleep(random.uniform(0, SECONDS))  # a save comes at any time between two looks
            while not saves.came():
                time.sleep(SECONDS)
            noticed, before = time.perf_counter(), cpu_of_all()
            verdict = judge(exercise, files, checks=checks)
            message.text(verdict)
            now = time.perf_counter()
            found.append((now - saved, now - noticed, cpu_of_all() - before))
            assert str(verdict.outcome) == "PASSED", f"{exercise.slug}: {verdict}"
    return found


def cpu_of_all():
    """Return the seconds that this process and all below it have used, those that have ended too."""
    this = psutil.Process()
    return sum(sum(one.cpu_times()[:4]) for one in [this, *this.children(recursive=True)])


def cold(repeats):
    """Compare commands in new processes with one that imports scikit-learn."""
    exercise = next(one for one in exercises() if one.id == "02a")
    answer = str(exercise.solutions / "solution.py")
    commands = {"check 02a": ["check", "02a", "--file", answer], "--help": ["--help"], "list": ["list"]}
    programs = {SKLEARN: SKLEARN} | {name: COMMAND.format(words=words) for name, words in commands.items()}
    found = processes_in_turns(programs, repeats)
    print(f"\nNew processes, in turns: medians of {repeats}\n\n| command | wall | CPU |\n|---|---:|---:|")
    wall = {name: statistics.median(both[0]) for name, both in found.items()}
    for name, both in found.items():
        shown = name if name == SKLEARN else f"rehydrate {name}"
        print(f"| `{shown}` | {wall[name]:.2f} s | {statistics.median(both[1]):.2f} s |")
    print()
    pairs = zip(found["check 02a"][0], found[SKLEARN][0], strict=True)
    yield gate("check 02a / importing", statistics.median(a / b for a, b in pairs), at_most=1.5)
    for name in ("--help", "list"):
        yield gate(f"rehydrate {name}, seconds", wall[name], at_most=0.2)


def certificate():
    """Measure the certificate of the whole course, and say whether it holds."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "rehydrate", "certify"],
        **{"env": os.environ | {"NO_COLOR": "1"}, "capture_output": True, "text": True, "timeout": 3600},
    )
    seconds = time.perf_counter() - start
    print(f"\nThe certificate of the course {'holds' if done.returncode == 0 else 'DOES NOT HOLD'}.")
    return gate(f"certify, seconds on {os.cpu_count()} cores", seconds, at_most=300) and not done.returncode


def gate(words, value, *, at_most=None, at_least=None):
    """Print whether a figure meets its gate, and return it; a figure that is missing does not."""
    limit = at_most if at_least is None else at_least
    met = value is not None and (value <= limit if at_least is None else value >= limit)
    shown = "not measured" if value is None else f"{value:.3g}"
    words = f"{words}: {shown}, {'at most' if at_least is None else 'at least'} {limit:g}"
    print(f"{'met     ' if met else 'NOT met '} {words}", flush=True)
    return met
