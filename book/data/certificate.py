"""Publish what the certificate found: ``python book/data/certificate.py`` rewrites certificate.json.

It runs ``rehydrate certify --json``, which takes minutes for all exercises; with their names behind it, only
those are made anew. What could answer an exercise is left out: the names of the files and of the
misconceptions are kept, the checks that each fails are not. A certificate that does not hold is written as it
is, for the matrix to show; a test then fails.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from rehydrate.lab.catalog import Exercise, exercises, find
from rehydrate.lab.feedback import catalogue

OTHER = re.compile(r"is explained as (\S+), promised")  # the words of the certificate
TABLE = Path(__file__).with_suffix(".json")


def published(certificate: dict, exercise: Exercise) -> dict:
    """Return what the book says of one exercise's grader.

    Parameters
    ----------
    certificate : dict
        One entry of the certificate's JSON.
    exercise : Exercise
        The exercise that it is about.
    """
    rows = {row["submission"]: row for row in certificate["rows"]}
    right = [*catalogue.variants(exercise, "solution"), *catalogue.variants(exercise, "correct_")]
    wrong = {one.path.name: one.misconception for one in catalogue.wrong_solutions(exercise)}
    made = set(rows) - {path.name for path in right} - set(wrong)
    return {
        "right": {path.name: rows[path.name]["given"] for path in right},
        "wrong": {name: _explained(rows[name], believed) for name, believed in sorted(wrong.items())},
        "made": {"n": len(made), "passed": sum(rows[name]["given"] == "PASSED" for name in made)},
        "matrix": certificate["matrix"],
    }


def _explained(row: dict, promised: str) -> dict:
    """Return what a wrong answer was taken for; a row without problems was taken for what was promised."""
    other = next(filter(None, map(OTHER.search, row["problems"])), None)
    return {"promised": promised, "named": other[1] if other else promised, "given": row["given"]}


def proven(chosen: list[Exercise]) -> list[dict]:
    """Certify exercises in a process of their own; return the entries of the JSON."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "rehydrate", "certify", "--json", *(exercise.id for exercise in chosen)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    if not done.stdout:
        sys.exit(done.returncode)
    return json.loads(done.stdout)["certificates"]


def main(names: list[str]) -> None:
    """Certify the named exercises, or all, and rewrite the table."""
    everything = exercises()
    chosen = [find(name) for name in names] or everything
    kept = json.loads(TABLE.read_text(encoding="utf-8")) if names and TABLE.exists() else {}
    by_slug = {exercise.slug: exercise for exercise in everything}
    found = proven(chosen)
    kept |= {each["exercise"]: published(each, by_slug[each["exercise"]]) for each in found}
    table = {slug: kept[slug] for slug in by_slug if slug in kept}
    TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    print(f"{TABLE.name}: {len(table)} of {len(everything)} exercises")
    if broken := [each["exercise"] for each in found if not each["holds"]]:
        sys.exit(f"these do not hold: {', '.join(broken)}")


if __name__ == "__main__":
    main(sys.argv[1:])
