"""Checks of 05b, in teaching order: fourteen scenarios, each with all the formats that will do."""

from itertools import product

import pytest

USUAL = {
    "model": "linear",
    "writer": "trusted",
    "reader": "python",
    "keep": "days",
    "train_on": False,
    "exact": False,
    "small": False,
}
FORMATS = ("pickle", "joblib", "cloudpickle", "hickle", "skops", "onnx", "npz_linear")
IMPORTABLE = {"pickle", "joblib", "cloudpickle", "hickle", "skops"}
ABLE = {
    "model": {
        "linear": set(FORMATS),
        "forest": IMPORTABLE | {"onnx"},
        "own module": IMPORTABLE,
        "notebook": {"cloudpickle"},
    },
    "writer": {"unknown": {"skops", "onnx", "npz_linear"}},
    "reader": {"browser": {"onnx"}},
    "keep": {"years": {"onnx"}},
    "train_on": {True: IMPORTABLE | {"npz_linear"}},
    "exact": {True: IMPORTABLE | {"npz_linear"}},
    "small": {True: {"joblib", "hickle", "skops"}},
}
VALUES = {
    "model": ("linear", "forest", "own module", "notebook"),
    "writer": ("trusted", "unknown"),
    "reader": ("python", "browser"),
    "keep": ("days", "years"),
    "train_on": (False, True),
    "exact": (False, True),
    "small": (False, True),
}
# what happens, and the needs that differ from the usual ones
SCENARIOS = {
    "a nightly job reads its own file": {},
    "a vendor sends a linear model": {"writer": "unknown"},
    "anybody may upload a forest": {"model": "forest", "writer": "unknown"},
    "a customer uploads a pipeline with a class of your package": {
        "model": "own module",
        "writer": "unknown",
    },
    "a web page predicts with a linear model": {"reader": "browser"},
    "a web page predicts with a forest": {"model": "forest", "reader": "browser"},
    "a forest gets more trees every week": {"model": "forest", "train_on": True},
    "a pipeline holds a class of your package": {"model": "own module"},
    "a pipeline holds a function of a notebook": {"model": "notebook"},
    "an archive keeps a forest for years": {"model": "forest", "keep": "years"},
    "an audit compares every bit": {"exact": True},
    "a forest goes over a slow line": {"model": "forest", "small": True},
    "a web page trains a model further": {"reader": "browser", "train_on": True},
    "a stranger sends a pipeline with a function of a notebook": {"model": "notebook", "writer": "unknown"},
}
READ = "test_the_answer_has_a_format_and_reasons"


def stands_in_the_way(name, needs):
    """Return the needs that a format fails."""
    return [need for need, value in needs.items() if name not in ABLE[need].get(value, FORMATS)]


def expect_fit(answer, story, needs):
    """Expect a format that meets every need, or None where there is none."""
    chosen = answer["format"]
    able = [name for name in FORMATS if not stands_in_the_way(name, needs)]
    if chosen is None:
        said = f"{story}: no format was chosen; {able and able[0]!r} meets every need"
        assert not able, said + (against(answer, able[0], needs) if able else "")
    else:
        fails = stands_in_the_way(chosen, needs)
        assert not fails, f"{story}: {chosen!r} was chosen, and {fails[0]!r} is {needs[fails[0]]!r}"


def against(answer, name, needs):
    """Say for which need an answer rejects a format that meets them all."""
    given = answer["rejected"].get(name)
    return f", and is rejected for {given!r}, which is {needs[given]!r}" if given else ""


def ask(submission, story):
    """Ask about one scenario, and make sure that the answer can be read."""
    needs = USUAL | SCENARIOS[story]
    answer = submission.choose_format(needs)
    assert isinstance(answer, dict), f"choose_format returned {answer!r:.60}, not a dict"
    for key in ("format", "rejected"):
        assert key in answer, f"the dict has no {key!r}; it has {sorted(map(str, answer))}"
    chosen, rejected = answer["format"], answer["rejected"]
    known = chosen is None or (isinstance(chosen, str) and chosen in FORMATS)
    assert known, f"the format is {chosen!r}; it should be one of the seven names, or None"
    assert isinstance(rejected, dict), f"'rejected' is {rejected!r:.60}, not a dict"
    for name, need in rejected.items():
        right = name in FORMATS and isinstance(need, str) and need in USUAL
        assert right, f"'rejected' says {name!r}: {need!r:.60}; it takes a format and the name of a need"
    return answer, needs


def expect_all_fit(submission, *stories):
    """Ask about some scenarios."""
    for story in stories:
        answer, needs = ask(submission, story)
        expect_fit(answer, story, needs)


def test_the_answer_has_a_format_and_reasons(submission):
    """A nightly job reads its own file; then a web page predicts. The form of both answers is looked at.

    The caller reads one name under "format", and under "rejected" names of formats with names of needs.
    """
    ask(submission, "a web page predicts with a linear model")
    expect_all_fit(submission, "a nightly job reads its own file")


@pytest.mark.after(READ)
def test_a_file_of_an_unknown_writer_runs_nothing(submission):
    """A file comes from a vendor; another one from whoever likes to upload it.

    Loading some formats runs what the writer of the file chose. It does not matter here what such a file
    usually holds, or how it is wrapped.
    """
    expect_all_fit(submission, "a vendor sends a linear model", "anybody may upload a forest")


@pytest.mark.after(READ)
def test_a_browser_can_read_it(submission):
    """A web page predicts, with a linear model and with a forest.

    There is no Python in a browser. The file itself has to say what is to be computed.
    """
    expect_all_fit(submission, "a web page predicts with a linear model", "a web page predicts with a forest")


@pytest.mark.after(READ)
def test_what_is_trained_further_comes_back(submission):
    """A forest gets more trees every week.

    Only an estimator learns. Some formats keep what predicts, and no more.
    """
    expect_all_fit(submission, "a forest gets more trees every week")


@pytest.mark.after(READ)
def test_the_model_has_a_place_in_it(submission):
    """A pipeline holds a class of your package, or a function of a notebook.

    A format keeps what it knows how to keep. Most write the name of a function or a class and leave the code
    where it is; some know only models of certain kinds.
    """
    expect_all_fit(
        submission,
        "a customer uploads a pipeline with a class of your package",
        "a pipeline holds a class of your package",
        "a pipeline holds a function of a notebook",
    )


@pytest.mark.after(READ)
def test_a_file_for_years_is_read_in_years(submission):
    """An archive keeps a forest for years.

    By then the libraries are others. Few formats promise to be read by them.
    """
    expect_all_fit(submission, "an archive keeps a forest for years")


@pytest.mark.after(READ)
def test_the_last_bit_is_kept(submission):
    """An audit compares every bit of the predictions.

    A format that computes in another precision gives nearly the same.
    """
    expect_all_fit(submission, "an audit compares every bit")


@pytest.mark.after(READ)
def test_a_small_file_is_compressed(submission):
    """A forest goes over a slow line.

    Some formats compress if they are told to.
    """
    expect_all_fit(submission, "a forest goes over a slow line")


@pytest.mark.after(READ)
def test_some_needs_have_no_format(submission):
    """A web page trains a model further; a stranger sends a function of a notebook.

    Each need alone can be met, and together they cannot. An answer that drops one of them in silence decides
    what was not its to decide.
    """
    expect_all_fit(
        submission,
        "a web page trains a model further",
        "a stranger sends a pipeline with a function of a notebook",
    )


@pytest.mark.after(READ)
def test_every_rejection_has_a_true_reason(submission):
    """In all fourteen scenarios, every format that does not fit is looked up in "rejected".

    Who reads the advice wants to know what to change in order to use another format.
    """
    for story in SCENARIOS:
        answer, needs = ask(submission, story)
        for name in FORMATS:
            fails = stands_in_the_way(name, needs)
            given = answer["rejected"].get(name)
            assert not fails or given, f"{story}: {name!r} does not fit, and 'rejected' does not say why"
            if fails:
                said = f"{story}: {name!r} is rejected for {given!r}, which it meets"
                assert given in fails, said


@pytest.mark.after(READ)
def test_nothing_is_rejected_without_a_reason(submission):
    """In all fourteen scenarios, every format that would do is looked for in "rejected".

    Not to be chosen is not to be unfit. Who asked may have reasons of their own to take the second best.
    """
    for story in SCENARIOS:
        answer, needs = ask(submission, story)
        for name in answer["rejected"]:
            said = f"{story}: {name!r} meets every need{against(answer, name, needs)}"
            assert stands_in_the_way(name, needs), said


@pytest.mark.after(READ)
def test_every_combination_of_needs(submission):
    """All 256 combinations of the seven needs are asked, one after the other.

    A rule that works in a scenario has to work beside all others, and an answer must not depend on what was
    asked before.
    """
    questions = [dict(zip(VALUES, each, strict=True)) for each in product(*VALUES.values())]
    for needs, answer in zip(questions, submission.probes.choose_for_all(questions), strict=True):
        story = ", ".join(f"{need}={needs[need]!r}" for need in needs if needs[need] != USUAL[need])
        expect_fit(answer, story or "all as usual", needs)
