"""The tables that the book shows instead of measuring are still those of this course."""

import importlib.util
import json
from pathlib import Path

import pytest

from rehydrate import formats
from rehydrate.formats._magic import looks_like
from rehydrate.lab.catalog import exercises
from rehydrate.lab.feedback import catalogue

DATA = Path(__file__).resolve().parents[1] / "book" / "data"
RENEW = "run: python book/data/certificate.py"


def script(name):
    """Import one of the scripts that make the tables."""
    spec = importlib.util.spec_from_file_location(f"book_data_{name}", DATA / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


methods = script("methods")
STORED = {(row["format"], row["model"]): row for row in methods.recorded()}
CERTIFICATE = json.loads((DATA / "certificate.json").read_text(encoding="utf-8"))


def test_the_published_certificate_names_every_exercise():
    assert list(CERTIFICATE) == [exercise.slug for exercise in exercises()], RENEW


@pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.id)
def test_the_published_certificate_names_every_answer_and_its_misconception(exercise):
    entry = CERTIFICATE.get(exercise.slug, {"right": {}, "wrong": {}})
    right = [*catalogue.variants(exercise, "solution"), *catalogue.variants(exercise, "correct_")]
    wrong = {one.path.name: one.misconception for one in catalogue.wrong_solutions(exercise)}
    assert list(entry["right"]) == [path.name for path in right], RENEW
    assert {name: one["promised"] for name, one in entry["wrong"].items()} == wrong, RENEW


@pytest.mark.parametrize("slug", CERTIFICATE)
def test_a_published_certificate_holds_and_counts_what_it_lists(slug):
    entry = CERTIFICATE[slug]
    counted = entry["matrix"]
    assert set(entry["right"].values()) == {"PASSED"}
    assert all(
        one["given"] == "NOT YET" and one["named"] == one["promised"] for one in entry["wrong"].values()
    )
    assert (counted["right passed"], counted["right refused"]) == (len(entry["right"]), 0)
    refused = len(entry["wrong"]) + entry["made"]["n"]
    assert (
        (counted["wrong refused"], counted["wrong passed"])
        == (refused, entry["made"]["passed"])
        == (refused, 0)
    )


def test_the_published_certificate_gives_no_answer_away():
    """The checks that an answer fails, and its lines, would."""
    kept = {name for entry in CERTIFICATE.values() for name in entry}
    assert kept == {"right", "wrong", "made", "matrix"}
    keys = {key for entry in CERTIFICATE.values() for one in entry["wrong"].values() for key in one}
    assert keys == {"promised", "named", "given"}


def test_every_format_is_in_the_table_of_methods():
    assert {fmt for fmt, _ in STORED} == {fmt.name for fmt in formats.available()}
    for fmt in formats.available():
        models = {model for name, model in STORED if name == fmt.name}
        assert models == ({methods.OWN[fmt.name]} if fmt.name in methods.OWN else set(methods.MODELS))


@pytest.fixture(scope="module")
def measured():
    """What is found now, for the formats that are made for scikit-learn."""
    found = []
    for kind, make in methods.MODELS.items():
        model, X = make()
        for fmt in formats.available():
            if fmt.name not in methods.OWN and not fmt.missing():
                found.append(methods.row(fmt.name, kind, model, X, rounds=0))
    return found


def test_files_begin_as_the_table_says_and_have_the_size_that_it_says(measured):
    for row in measured:
        stored = STORED[row["format"], row["model"]]
        assert row["outcome"] == stored["outcome"], row
        if row["outcome"] == "kept":
            heads = [bytes.fromhex(each["first_bytes"]) for each in (row, stored)]
            assert heads[0][:2] == heads[1][:2] or looks_like(heads[0]) == looks_like(heads[1]), row
            assert float(row["size"]) == pytest.approx(float(stored["size"]), rel=0.2), row


def test_a_measurement_is_rounded_to_what_it_can_bear():
    assert [methods.digits(value, 1) for value in (0.0437, 3.6, 17.2)] == ["0.04", "4", "20"]
