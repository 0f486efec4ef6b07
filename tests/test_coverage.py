"""The pages that promise to be complete are so: of sources, of mistakes, of interview questions."""

import csv
import re
from pathlib import Path

import pytest

from rehydrate.lab.catalog import exercises

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "book"
LINK = re.compile(r"\[[^]]+\]\(([^)#]+)\)")
PLANNED = re.compile(r"planned: (?:chapter (\d+)|(appendix of tools))")

# Every section of the two texts this course grew out of, as the page numbers them.
SECTIONS = [f"A{number}" for number in range(1, 8)]
for chapter, n_sections in ((1, 4), (2, 2), (3, 3), (4, 3), (5, 4), (6, 3), (7, 4), (8, 4)):
    SECTIONS += [f"B{chapter}.{number}" for number in range(1, n_sections + 1)]
SECTIONS.append("B9")

# Every mistake that was found in them, and the entry of the errata that treats it.
DEFECTS = {
    "a name that is never imported": "The listing works",
    "a listing that needs another section's names": "The listing works",
    "exit status 0 with nothing verified": "The program ended without an error",
    "nothing is predicted after the load": "The program ended without an error",
    "no seed": "The seed can be left out",
    "two programs write one file": "is a good name",
    "a path relative to wherever the process stands": "puts it beside the program",
    "fit after load": "After loading, fit once more",
    "fit inside the loading time": "The loading time is the time around",
    "equal accuracy as the criterion": "The accuracy is the same",
    "nothing to compare with after a restart": "Print the accuracy",
    "a clock that can be set, read once": "Take the time before and after",
    "loading counted as predicting": "Prediction time includes",
    "offline and cloud without content": "For quick answers without a network",
    "fully in memory": "Loaded means that all of it",
    "reload in the process that saved": "It loaded, so it was saved correctly",
    "the scaler is lost": "Dump the classifier",
    "a pipeline of one step": "Use a pipeline",
    "joblib as a part of scikit-learn": "joblib is scikit-learn's persistence module",
    "joblib as the best for scikit-learn": "joblib suits scikit-learn's models best",
    "Hickle as light": "Hickle is a light way",
    "mapping by default": "joblib keeps the model in a memory-mapped file",
    "the suffix as the format": "The suffix `.joblib` is the format",
    "size without its price": "Choose the method that makes the file small",
    "a model as a backup of data": "A saved model is a backup",
    "a database, never shown": "Save it to a file or to a database",
    "no schema of the input": "The model knows what its columns mean",
    "no versions, data or metrics beside the file": "The name of the file says which model",
    "set_params after the load": "adjust the model by the recorded parameters",
    "replace the old by the new": "replace the old model by the new one",
    "version numbers by hand": "Versions are numbered automatically",
    "a save that can be cut in half": "and it is saved",
    "install the latest versions": "Install the latest versions first",
    "any model learns on": "A saved model can be updated",
    "automatic choice and migration": "Formats will be chosen",
    "damage without a means to see it": "see whether the file is damaged",
    "security as leaking only": "Security means that the file leaks nothing",
    "binary cross-entropy for three classes": "Logistic regression minimises",
    "a support vector machine without constraints": "A support vector machine minimises ½",
    "errors in place of hinge loss": "minimises the number of errors",
    "doubled backslashes": "in a formula",
    "user guides as papers": "Further reading: these papers",
    "torch and TensorFlow crossed over": "`torch.save` is for TensorFlow",
    "formats without code left out": "`torch.save` is for TensorFlow",
    "torch: into the same objects": "Load the weights back into the network",
    "torch: no eval": "Loaded, it can predict",
    "torch: no epoch, generators, device": "Weights and optimizer are all",
    "torch: the class is not saved": "`torch.save` saves the model",
    "TensorFlow: a prefix for a folder": "`latest_checkpoint('model.ckpt')`",
    "TensorFlow: restore of nothing": "`restore` brings the weights back",
    "TensorFlow: a checkpoint called a model": "`restored_model = tf.train.Checkpoint",
    "TensorFlow: only for many machines": "Checkpoints are for training on many",
    "TensorFlow: input_shape": "`Dense(64, input_shape=(100,))`",
}


def rows():
    """Return the id and the place of every section, from the page."""
    text = (BOOK / "coverage.md").read_text(encoding="utf-8")
    return re.findall(r"^\| ([AB][\d.]+) \| .+ \| (.+) \|$", text, re.MULTILINE)


def entries():
    """Return the entries of the errata: heading to text."""
    parts = (BOOK / "errata.md").read_text(encoding="utf-8").split("\n### ")[1:]
    return {part.splitlines()[0]: part for part in parts}


def test_every_section_of_the_sources_has_its_row():
    assert [name for name, _ in rows()] == SECTIONS


@pytest.mark.parametrize(("name", "place"), rows(), ids=lambda value: value if value in SECTIONS else "")
def test_a_section_leads_to_pages_that_exist_or_to_a_chapter_that_does_not_yet(name, place):
    links, planned = LINK.findall(place), PLANNED.findall(place)
    assert links or planned
    assert not [link for link in links if not (BOOK / link).exists()]
    assert place.count("planned") == len(planned)
    assert not [number for number, _ in planned if number and list(BOOK.glob(f"{int(number):02}_*.md"))]


@pytest.mark.parametrize(("defect", "entry"), DEFECTS.items(), ids=list(DEFECTS))
def test_every_defect_of_the_sources_is_in_the_errata(defect, entry):
    assert [heading for heading in entries() if entry in heading]


@pytest.mark.parametrize(("heading", "text"), entries().items(), ids=list(entries()))
def test_an_entry_of_the_errata_has_a_cell_that_can_fail_and_a_place_that_trains(heading, text):
    assert [entry for entry in DEFECTS.values() if entry in heading], "name its defect in DEFECTS"
    assert "```{code-cell}" in text and "assert " in text
    links = LINK.findall(text) + [f"{name}.md" for name in re.findall(r"\{doc\}`[^`<]*<([^>]+)>`", text)]
    assert links or "later chapter" in text or "keras.Input" in text
    assert not [link for link in links if not (BOOK / link).exists()]


def test_every_interview_question_that_an_exercise_answers_is_on_the_list():
    with (BOOK / "data" / "interview.csv").open(encoding="utf-8", newline="") as file:
        numbers = [int(row["number"]) for row in csv.DictReader(file)]
    assert numbers == list(range(1, len(numbers) + 1))
    for exercise in exercises(ROOT):
        assert exercise.interview and set(exercise.interview) <= set(numbers), exercise.id
