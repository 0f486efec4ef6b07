"""The doctor's predictions against what really happens with files of old releases, in this environment."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from rehydrate.diagnose import diagnose

GOLDEN = Path(__file__).parents[1] / "golden" / "sklearn"
FILES = [path for path in sorted(GOLDEN.glob("*/*")) if path.suffix in (".pickle", ".joblib")]


@pytest.fixture(scope="module")
def cases():
    """What really happens with each file, and what the doctor says would."""
    done = subprocess.run(
        [sys.executable, GOLDEN / "what_happens.py", *FILES],
        capture_output=True,
        check=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )
    real = json.loads(done.stdout)
    return {path: (real[str(path)][0], diagnose(path)) for path in FILES}


def test_the_golden_files_show_every_way_to_fail(cases):
    assert len(FILES) == 128
    assert set(Counter(real for real, _ in cases.values())) == {
        "loads and predicts",
        "fails at load",
        "fails at predict",
        "silently wrong",
    }


def test_predictions_agree_with_what_happens_in_95_of_100_cases(cases):
    wrong = [
        f"{path}: {said.outcome}, but it {real}"
        for path, (real, said) in cases.items()
        if real != said.outcome
    ]
    share = 1 - len(wrong) / len(cases)
    print(f"\nthe doctor agrees with what happens in {share:.1%} of {len(cases)} files")
    assert share >= 0.95, "\n".join(wrong)


def test_a_silently_wrong_file_is_never_called_anything_milder(cases):
    said = {path: said.outcome for path, (real, said) in cases.items() if real == "silently wrong"}
    assert said and set(said.values()) == {"silently wrong"}


def test_a_file_of_another_release_is_never_vouched_for(cases):
    fine = [said for _, said in cases.values() if said.outcome == "loads and predicts"]
    assert fine
    assert all(said.confidence == "unproven" for said in fine)
    assert all(any("golden predictions" in text for text in said.cautions) for said in fine)


def test_a_failing_file_gets_a_reason_and_a_command_with_the_release_that_made_it(cases):
    for path, (_, said) in cases.items():
        if said.outcome != "loads and predicts":
            assert said.findings[0].outcome == said.outcome
            assert f'scikit-learn=={path.parent.name.removeprefix("sklearn-")}"' in said.remedy[0]
            assert said.remedy[-1] == f"rehydrate migrate {path}"


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("sklearn-1.8.0/gb.joblib", "only scikit-learn 1.5 to 1.8 give"),
        ("sklearn-1.5.2/imputer_pipe.pickle", "reads _fill_dtype"),
        ("sklearn-0.24.2/rf.pickle", "nodes of its trees lack missing_go_to_left"),
        ("sklearn-1.3.2/rf.pickle", "issue 28229"),
        ("sklearn-1.3.2/coltrans_rem.joblib", "PR 27204"),
        ("sklearn-1.5.2/coltrans.pickle", "has no _RemainderColsList"),
        ("sklearn-0.24.2/gb.pickle", "has no module sklearn.ensemble._gb_losses"),
    ],
)
def test_the_cause_is_named(cases, file, reason):
    _, said = cases[GOLDEN / file]
    assert any(reason in f"{finding.what} {finding.source}" for finding in said.findings)
