"""The graders are proven: each exercise's certificate holds, and a certificate notices every kind of lie."""

import hashlib
import json
import os
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

import pytest

from rehydrate.lab.catalog import exercises, find
from rehydrate.lab.certificate import certify, matrix
from rehydrate.lab.engine.checks import Checks
from rehydrate.lab.feedback.catalogue import reference

ROOT = Path(__file__).resolve().parents[2]
ENOUGH = "only 3 wrong solutions"  # true of the throwaway course, and the only thing it lacks


@pytest.mark.parametrize("slug", [exercise.slug for exercise in exercises()])
def test_the_certificate_of_an_exercise_holds(slug):
    proof = ROOT / "_build" / "certificates" / slug
    state = state_of(slug)
    if proof.exists() and proof.read_text() == state:
        return  # proven before, of these very files, with these very packages
    prove(slug)
    proof.parent.mkdir(parents=True, exist_ok=True)
    proof.write_text(state)


def state_of(slug):
    """Return a digest of everything that a certificate depends on."""
    exercise = find(slug)
    installed = sorted(f"{each.metadata['Name']} {each.version}" for each in distributions())
    digest = hashlib.sha256(repr((sys.version, installed)).encode())
    for folder in (ROOT / "src", exercise.folder, exercise.solutions):
        for path in sorted(folder.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def test_a_changed_file_asks_for_a_new_proof(monkeypatch, course):
    monkeypatch.setattr(sys.modules[__name__], "ROOT", course.root)
    before = state_of(course.slug)
    assert state_of(course.slug) == before
    rewrite(course.solutions / "wrong_four.py", "return 4", "return 5")
    assert state_of(course.slug) != before


def prove(slug):
    done = subprocess.run(
        [sys.executable, "-P", "-m", "rehydrate", "certify", slug, "--json"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    assert done.stdout, done.stderr
    (certificate,) = json.loads(done.stdout)["certificates"]
    broken = [f"{row['submission']}: {problem}" for row in certificate["rows"] for problem in row["problems"]]
    assert not broken + certificate["problems"], "\n".join(broken + certificate["problems"])
    assert (done.returncode, certificate["holds"]) == (0, True)
    counted = certificate["matrix"]
    assert counted["wrong passed"] == counted["right refused"] == 0
    assert counted["right passed"] >= 2
    assert counted["wrong refused"] >= 7


@pytest.fixture
def said(course, monkeypatch):
    """Certify the throwaway course and say everything that its certificate complains of.

    The checks run in this process: that is quicker than a verdict process for each of so many courses.
    """
    monkeypatch.setattr("rehydrate.lab.engine.checks.can_fork", lambda: False)

    def complaints():
        certificate = certify(course.exercise, hash_seeds=(0, 1), repeats=1)
        rows = [f"{row.submission}: {problem}" for row in certificate.rows for problem in row.problems]
        found = "\n".join([*rows, *certificate.problems])
        assert certificate.holds == (not found)
        return found

    return complaints


def test_the_throwaway_course_is_in_order(said):
    assert said() == ENOUGH


def rewrite(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_wrong_solution_that_passes_is_noticed(course, said):
    rewrite(course.solutions / "wrong_four.py", "return 4", "return n + n")
    assert "wrong_four.py: got PASSED" in said()


def test_a_wrong_solution_that_fails_other_checks_than_it_promises_is_noticed(course, said):
    rewrite(course.solutions / "wrong_four.py", "Fails: test_three_is_doubled", "Fails: test_two_is_doubled")
    found = said()
    assert "wrong_four.py: fails ['test_three_is_doubled'], promised ['test_two_is_doubled']" in found
    assert "no wrong solution" not in found


def test_a_dead_check_is_noticed(course, said):
    with (course.exercises / "test_exercise.py").open("a") as checks:
        checks.write('\n\ndef test_nothing(submission):\n    """Nothing."""\n    submission.double(1)\n')
    rewrite(course.exercises / "exercise.toml", "[points]", "[points]\ntest_nothing = 1")
    assert "no wrong solution fails test_nothing: a dead check" in said()


def test_a_check_that_loads_what_a_submission_wrote_is_noticed(course, said):
    with (course.exercises / "test_exercise.py").open("a") as checks:
        checks.write("\n\ndef helper(path):\n    import joblib\n\n    return joblib.load(path)\n")
    assert "joblib.load" in said()


def test_two_misconceptions_with_equal_signatures_are_noticed(course, said):
    text = (course.solutions / "wrong_four.py").read_text()
    (course.solutions / "wrong_zz.py").write_text(text.replace("always-four", "another"))
    assert "wrong_four.py and wrong_zz.py fail the same visible checks" in said()


def test_a_wrong_solution_that_fails_only_hidden_checks_is_noticed(course, said):
    (course.solutions / "test_hidden.py").write_text(
        'def test_five(submission):\n    """Five."""\n    assert submission.double(5) == 10, "not ten"\n'
    )
    for name in ("four", "six", "same"):
        rewrite(course.solutions / f"wrong_{name}.py", "Fails: ", "Fails: test_five, ")
    (course.solutions / "wrong_zz.py").write_text(
        '"""Wrong.\n\nMisconception: small\nFails: test_five\n"""\ndouble = {2: 4, 3: 6}.get\n'
    )
    with (course.solutions / "feedback.toml").open("a") as feedback:
        feedback.write('\n[small]\nmeaning = "Only small ones."\nhints = ["a", "b", "c"]\n')
    assert "wrong_zz.py fails no visible check" in said()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('"Read the argument.", ', "", "always-four has 2 hints, not 3"),
        ("[always-four]", "[never-four]", "the misconception never-four is not both in feedback.toml and"),
        ("[always-four]", "[never-four]", "the misconception always-four is not both in feedback.toml and"),
        ("The answer does not", "The answer obviously does not", "its message says 'obviously'"),
        ("The answer does not", "word " * 120 + "does not", "more than 120"),
    ],
)
def test_feedback_that_does_not_do_is_noticed(course, said, old, new, complaint):
    rewrite(course.solutions / "feedback.toml", old, new)
    assert complaint in said()


def test_a_reference_that_fails_is_a_fault_of_the_course(course, said):
    rewrite(course.solutions / "solution.py", "2 * n", "n")
    found = said()
    assert "solution.py: got COURSE BUG (the reference solution fails test_two_is_doubled too" in found


def test_a_grader_that_refuses_a_right_alternative_is_noticed(course, said):
    (course.solutions / "correct_other.py").write_text(
        "def double(n):\n    return float(2 * n) if n == 3 else 4\n"
    )
    rewrite(course.exercises / "test_exercise.py", "answer == 6", "type(answer) is int and answer == 6")
    assert "correct_other.py: got NOT YET" in said()


def test_a_starter_that_is_already_right_is_noticed(course, said):
    (course.exercises / "starter.py").write_text("def double(n):\n    return 2 * n\n")
    assert "starter with a line more: got PASSED" in said()


def test_a_grader_that_passes_everything_is_noticed(course, said):
    (course.exercises / "test_exercise.py").write_text(
        'def test_two_is_doubled(submission):\n    """Two."""\n\n\n'
        'def test_three_is_doubled(submission):\n    """Three."""\n'
    )
    found = said()
    assert "every function returns None: got PASSED" in found
    assert "every function returns 0: got PASSED" in found


def test_points_for_other_checks_are_noticed(course, said):
    rewrite(course.exercises / "exercise.toml", "test_two_is_doubled = 1", "test_too_is_doubled = 1")
    assert "points are listed for ['test_three_is_doubled', 'test_too_is_doubled']" in said()


def test_a_missing_alternative_is_noticed(course, said):
    (course.solutions / "correct_sum.py").unlink()
    assert "no right alternative to the reference" in said()


def test_the_matrix_counts_right_and_wrong(course):
    assert matrix(certify(course.exercise, repeats=2)) == {
        "right passed": 2,
        "right refused": 0,
        "wrong passed": 0,
        "wrong refused": 8,
    }


def test_a_line_that_no_check_misses_is_noticed(course, said):
    rewrite(course.solutions / "solution.py", "return 2 * n", "n = n + 0\n    return 2 * n")
    assert "the solution without line 2 of answer.py: got PASSED" in said()


def test_a_line_that_may_be_left_out_says_why(course, said):
    reason = "# may be left out: it makes text a number, and no check hands over text"
    rewrite(course.solutions / "solution.py", "return 2 * n", f"n = n + 0  {reason}\n    return 2 * n")
    assert said() == ENOUGH


@pytest.mark.parametrize(("repeats", "seeds"), [(20, (0, 1, 2)), (2, (0, 1)), (1, (0,))])
def test_the_reference_meets_the_grader_at_least_so_often(course, monkeypatch, repeats, seeds):
    asked, run = [], Checks.run

    def noting(checks, files, *, only=None, briefly=False):
        asked.append((only, files))
        return run(checks, files, only=only, briefly=briefly)

    monkeypatch.setattr("rehydrate.lab.engine.checks.can_fork", lambda: False)
    monkeypatch.setattr(Checks, "run", noting)
    certify(course.exercise, hash_seeds=seeds, repeats=repeats)
    assert repeats <= asked.count((None, reference(course.exercise))) <= repeats + len(seeds)


@pytest.mark.linux
def test_a_verdict_that_depends_on_the_order_of_a_set_is_noticed(course):
    seeds = (0, 1, 2, 3, 4, 5)
    text = (course.solutions / "correct_sum.py").read_text().replace("n + n", "n + (n if FIRST else 0)")
    chance = 'FIRST = next(iter({"left", "right"})) == "left"\n'
    (course.solutions / "correct_sum.py").write_text(chance + text)
    certificate = certify(course.exercise, hash_seeds=seeds, repeats=6)
    flaky = [problem for problem in certificate.problems if "under hash seed" in problem]
    assert flaky and all(problem.startswith("correct_sum.py under hash seed") for problem in flaky)
