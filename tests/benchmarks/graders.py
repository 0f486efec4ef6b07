"""Graders of notebooks and ``rehydrate grade`` over one class; then how long a learner waits.

The same six checks grade the same 30 submissions, each grader in its own form (``graders/``). Processor
time counts, of the command and all its descendants: it bears a busy machine better than wall time does.
"""

import statistics
import subprocess

from graders_class import POINTS, students
from graders_ours import rehydrate
from graders_own import gate, own_speed
from graders_peers import NBGRADER, OTTER, nbgrader, otter

SANDBOXED = "rehydrate grade"
UNSANDBOXED = "rehydrate grade --unsandboxed"
LIMITS = {NBGRADER: 15, OTTER: 25}  # times our processor time


def run(folder, quick):
    """Print a table of graders and one of our own commands. Returns whether every gate is met."""
    kept = [against_peers(folder, quick)]
    kept += own_speed(folder / "own", quick)
    return all(kept)


def against_peers(folder, quick):
    """Grade the class with each grader; ours before, between and after the others, as the load changes."""
    everyone, few = students(), students(quick)
    for name in ("ours", "nbgrader", "otter"):
        (folder / name).mkdir()
    ours, left_out = [ours_once(folder, everyone)], {}
    rows, ratios = {}, {}
    for tool, grade in ((NBGRADER, nbgrader), (OTTER, otter)):
        try:
            rows[tool] = row(few, *grade(folder / grade.__name__, few))
        except (subprocess.SubprocessError, OSError, KeyError) as error:
            said = (getattr(error, "stderr", None) or "").strip().splitlines()
            left_out[tool] = said[-1] if said else repr(error)
        ours.append(ours_once(folder, everyone))
    for name in (SANDBOXED, UNSANDBOXED):
        rows[name] = middle([one[name] for one in ours])
    for name, one in rows.items():
        ratios[name] = one["cpu"] / rows[SANDBOXED]["cpu"]
    show(rows, ratios, quick)
    print(f"sandbox: {', '.join(ours[0]['layers']) or 'none'}")
    print(f"start-up, with a class of one: {statistics.median(one['alone'] for one in ours):.2f} s of CPU")
    for tool, why in left_out.items():
        print(f"left out: {tool}: {why}")
    kept = [gate(f"CPU of {tool} / ours", ratios.get(tool), at_least=n) for tool, n in LIMITS.items()]
    kept.append(gate("wrong scores, sandboxed", max(o[SANDBOXED]["wrong"] for o in ours), at_most=0))
    kept.append(gate("layers of the sandbox", len(ours[0]["layers"]), at_least=1))
    return all(kept)


def ours_once(folder, everyone):
    """Grade the class with and without the sandbox, and one student alone."""
    used, scores, layers = rehydrate(folder / "ours", everyone)
    found = {SANDBOXED: row(everyone, used, scores), "layers": layers}
    used, scores, _ = rehydrate(folder / "ours", everyone, "--unsandboxed")
    found[UNSANDBOXED] = row(everyone, used, scores)
    used, _, _ = rehydrate(folder / "ours", everyone[:1])
    return found | {"alone": used.cpu}


def row(handed_in, used, scores):
    """Return a grader's figures, per submission where they are seconds."""
    return {
        "n": len(handed_in),
        "wall": used.wall / len(handed_in),
        "cpu": used.cpu / len(handed_in),
        "largest": used.largest,
        "wrong": sum(scores.get(student.name) != student.score for student in handed_in),
    }


def middle(rows):
    """Return the row of the median processor time."""
    return sorted(rows, key=lambda row: row["cpu"])[len(rows) // 2]


def show(rows, ratios, quick):
    """Print the table as Markdown."""
    whom = "one of each kind for the others" if quick else "the same for all"
    print(f"\nGraders: a class of 30, {POINTS} checks ({whom}); per submission\n")
    print("| grader | submissions | wall | CPU | CPU / ours | largest process | right scores |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name, one in rows.items():
        seconds = f"{one['wall']:.2f} s | {one['cpu']:.3f} s | {ratios[name]:.1f}x"
        right = f"{one['n'] - one['wrong']} of {one['n']}"
        print(f"| {name} | {one['n']} | {seconds} | {one['largest'] / 2**20:.0f} MiB | {right} |")
    print(flush=True)
