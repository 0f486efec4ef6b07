"""From an exception in a check to one sentence about the submission."""

import math

import pytest

from rehydrate.lab.engine import proxy
from rehydrate.lab.engine.classify import classify, words_of
from rehydrate.lab.engine.codec import Handle
from rehydrate.lab.engine.proxy import Died, Endless, Frame, NameMissing, Origin, OutOfTime
from rehydrate.lab.engine.remote import remote


def said(check, calls=("predict(3) gave <Report>",)):
    """Run a check's lines and say what came of them."""
    with pytest.raises(BaseException) as caught:  # noqa: B017, PT011
        check()
    found = classify(caught.value, False, list(calls))
    return found.kind, found.observed


def raise_(error):
    raise error


def from_afar(name, text):
    error = ValueError(text)
    error.origin = Origin(
        (name, "ValueError", "Exception"), text, (Frame("answer.py", 3, "f", "x()"),), False
    )
    return error


def test_an_assertion_is_told_by_its_message():
    def check():
        assert [1, 2] == [1], "two rows came back, one was asked for"

    assert said(check) == ("assertion", "two rows came back, one was asked for")


def test_an_exception_that_did_not_come_is_named():
    def check():
        with pytest.raises(FileNotFoundError):
            pass

    assert said(check) == ("assertion", "no FileNotFoundError was raised")


def test_a_message_that_says_something_else_is_quoted():
    def check():
        with pytest.raises(ValueError, match="petal width"):
            raise_(ValueError("bad columns"))

    assert said(check) == ("assertion", "the message does not say it: 'bad columns'")


def test_an_exception_of_the_submission_is_told_by_its_own_name():
    assert said(lambda: raise_(from_afar("NotFittedError", "call fit\nfirst"))) == (
        "raised",
        "NotFittedError: call fit",
    )
    assert said(lambda: raise_(from_afar("NotImplementedError", ""))) == ("todo", "NotImplementedError")
    assert said(lambda: raise_(from_afar("SystemExit", "3"))) == ("exit", "SystemExit: 3")


@pytest.mark.parametrize("is_callable", [True, False])
@pytest.mark.parametrize(
    "use",
    [lambda thing: chr(thing), lambda thing: math.sqrt(thing), lambda thing: "".join(["a", thing])],
    ids=["chr", "sqrt", "join"],
)
def test_what_a_check_cannot_go_on_with_is_told_without_our_own_names(use, is_callable):
    report = remote(None, Handle(1, "Report", is_callable))
    kind, observed = said(lambda: use(report))
    assert kind == "stuck"
    assert observed.startswith("predict(3) gave <Report>, and the check could not go on with that")
    assert "Remote" not in observed


def test_before_any_call_the_file_is_what_was_read():
    assert said(lambda: {}["x"], calls=())[1].startswith("the file was read, and the check could not go on")


@pytest.mark.parametrize(
    ("fault", "kind", "observed"),
    [
        (Died(0), "died", "the process ended with exit code 0 before it answered"),
        (Died(-11), "died", "the process was killed by SIGSEGV before it answered"),
        (Died(-99), "died", "the process was killed by signal 99 before it answered"),
        (OutOfTime(2.0), "timeout", "no answer after 2 seconds; the process was ended"),
        (NameMissing("save", ["load"]), "missing", "the file has no save. It defines load."),
        (NameMissing("save", []), "missing", "the file has no save. It defines no function."),
        (proxy.Unreadable("too deep"), "unreadable", "the returned value cannot be read: too deep"),
        (
            Endless("it gave more than 9 items"),
            "unreadable",
            "the submission does not come to an end: it gave more than 9 items",
        ),
    ],
    ids=["exit", "segfault", "signal", "time", "missing", "nothing there", "unreadable", "endless"],
)
def test_every_fault_has_a_sentence_of_its_own(fault, kind, observed):
    assert said(lambda: raise_(fault)) == (kind, observed)


def test_a_fixture_that_fails_is_not_the_learners():
    found = classify(RuntimeError("no memory"), True, [])
    assert (found.state, found.kind) == ("error", "setup")


def test_words_of_the_submission_cannot_steer_a_terminal():
    for raise_it in (
        lambda: raise_(AssertionError("f() gave \x1b[2J\x1b]0;x\x07PASSED\u202e")),
        lambda: raise_(from_afar("\x1b[31mRed", "f() gave \x1b[2JPASSED")),
        lambda: raise_(NameMissing("save", ["\x1b[2Jf() gave PASSED"])),
        lambda: raise_(TypeError("f() gave \x1b[2JPASSED")),
    ):
        observed = said(raise_it)[1]
        assert "f() gave PASSED" in observed
        assert observed.isprintable()


def test_an_answer_without_a_text_is_told_all_the_same():
    assert said(lambda: {}[10**5000]) == (
        "stuck",
        "predict(3) gave <Report>, and the check could not go on with that (KeyError)",
    )


def test_an_endless_line_is_cut():
    assert len(said(lambda: raise_(AssertionError("word " * 500)))[1]) == 240


def test_the_docstring_of_a_check_has_two_parts():
    def check():
        """A model is saved,
        and loaded.

        It was not
        the same.
        """

    assert words_of(check) == ("A model is saved, and loaded.", "It was not the same.")
    assert words_of(lambda: None) == ("", "")
