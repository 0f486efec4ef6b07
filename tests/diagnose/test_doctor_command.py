"""``rehydrate doctor FILE`` in a real process."""

import json
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden" / "sklearn"


def test_the_answers_come_in_the_order_in_which_they_are_needed(rehydrate):
    path = GOLDEN / "sklearn-1.3.2" / "rf.joblib"
    done = rehydrate("doctor", path)
    assert done.status == 1
    titles = ["what it is", "here", "why", "looked at", "caution", "what to do"]
    places = [done.out.index(f"\n{title} ") for title in titles]
    assert places == sorted(places)
    assert "silently wrong" in done.out and "scikit-learn 1.3.2" in done.out
    assert done.out.rstrip().endswith(f"rehydrate migrate {path}")


def test_a_file_that_should_work_exits_0_and_is_not_called_fine(rehydrate):
    done = rehydrate("doctor", GOLDEN / "sklearn-1.8.0" / "logreg.joblib")
    assert done.status == 0
    assert "loads and predicts (unproven)" in done.out
    assert "golden predictions" in done.out
    assert " fine" not in done.out


def test_dangerous_names_are_shown(rehydrate, tmp_path):
    (tmp_path / "bad.pickle").write_bytes(b"cos\nsystem\n.")
    done = rehydrate("doctor", tmp_path / "bad.pickle")
    assert done.status == 1
    assert "os.system: do not load it" in done.out
    assert "migrate" not in done.out and "inspect" in done.out


def test_json_holds_the_whole_diagnosis(rehydrate):
    done = rehydrate("doctor", GOLDEN / "sklearn-1.8.0" / "gb.pickle", "--json")
    said = json.loads(done.out)
    assert (done.status, said["outcome"], said["versions"]["scikit-learn"]) == (1, "fails at load", "1.8.0")
    assert len(said["findings"]) == 2


def test_a_missing_file_is_wrong_usage(rehydrate, tmp_path):
    done = rehydrate("doctor", tmp_path / "nowhere.pkl")
    assert done.status == 2
    assert "There is no file" in done.err


def test_without_a_file_it_still_checks_the_course(rehydrate):
    done = rehydrate("doctor")
    assert "Python" in done.out and "what it is" not in done.out
