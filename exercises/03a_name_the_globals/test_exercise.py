"""Checks of 03a, in teaching order. `submission` is the learner's module in a process of its own."""

import pickle
import shutil
from collections import ChainMap, Counter, UserDict
from fractions import Fraction
from string import Template

import pytest

NAMES = {"fractions.Fraction", "collections.Counter", "collections.ChainMap"}
LOOKS_LIKE_A_NAME = [
    "cos\nsystem\n.",
    "os system",
    "os.system",
    "os",
    "system",
    "STACK_GLOBAL",
    "GLOBAL 'os system'",
    "\x8c\x02os\x8c\x06system\x93.",
    b"cos\nsystem\n.\x8c\x02os\x8c\x06system\x93.",
]


class Payload:
    """Asks to be rebuilt by a call, as a hostile file would; the call copies a file."""

    def __init__(self, source, target):
        self.source, self.target = str(source), str(target)

    def __reduce__(self):
        return shutil.copyfile, (self.source, self.target)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "unknown.pickle"


def compare(found, expected, where=""):
    """Compare the names found with those in the file; say which are missing and which are too many."""
    assert isinstance(found, set | frozenset), f"{where}globals_of returned {short(found)}, not a set"
    missing, extra = expected - found, found - expected
    said = [f"the set lacks {short_list(missing)}"] * bool(missing)
    said += [f"it holds {short_list(extra)}, which the file does not ask for"] * bool(extra)
    assert not said, where + "; ".join(said)


def short_list(names):
    """Show some names in little room."""
    shown = sorted(map(repr, names))
    return ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")


def short(value):
    """Show a value in little room."""
    text = repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def test_a_set_of_names_comes_back(submission, path):
    """A file holds one fraction, pickled as Python does it by default; its path is given as Path and as text.

    Loading it looks up one class. The answer is a set with one text in it, of the form module.name.
    """
    path.write_bytes(pickle.dumps(Fraction(1, 3)))
    compare(submission.globals_of(path), {"fractions.Fraction"})
    compare(submission.globals_of(str(path)), {"fractions.Fraction"}, "the path was given as text: ")


def test_nothing_in_the_file_runs(submission, path, tmp_path):
    """A file asks for a call that copies a file; another names a module that is nowhere in use.

    Whoever loads a pickle runs it, and whoever imports a module runs that. The answer is in the bytes: to
    read it, nothing has to happen.
    """
    copied, imported = tmp_path / "copied", tmp_path / "imported"
    path.write_bytes(pickle.dumps(Payload(__file__, copied)))
    try:
        submission.globals_of(path)
    finally:
        assert not copied.exists(), "the call that the file asks for was made: its payload ran"
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "nobody_needs_me.py").write_text(f"open({str(imported)!r}, 'w').close()\nThing = 1\n")
    path.write_bytes(b"\x80\x04\x8c\x0fnobody_needs_me\x94\x8c\x05Thing\x94\x93\x94.")  # the class, by itself
    try:
        submission.probes.names_in(path, modules)
    finally:
        assert not imported.exists(), "a module that the file names was imported"


def test_every_protocol_is_read(submission, path):
    """The same two numbers are pickled with each protocol from 0 to 5.

    There are two instructions that look a name up: one has the name in it, the other takes module and name
    from the stack. What they say is to be told as it stands there.
    """
    for protocol in range(6):
        path.write_bytes(pickle.dumps([Fraction(1, 3), complex(1, 2)], protocol))
        builtins = "__builtin__" if protocol < 3 else "builtins"
        expected = {"fractions.Fraction", f"{builtins}.complex"}
        compare(submission.globals_of(path), expected, f"protocol {protocol}: ")


def test_a_name_may_have_several_parts(submission, path):
    """A file holds an object of one class, a function that another class defines, and a class by itself.

    Whatever is looked up counts: an object's class, a class that nobody calls, and a function inside a class,
    which has a dot in its own name.
    """
    path.write_bytes(pickle.dumps([UserDict(a=1), Fraction.limit_denominator, Template], protocol=4))
    expected = {"collections.UserDict", "fractions.Fraction.limit_denominator", "string.Template"}
    compare(submission.globals_of(path), expected)


def test_a_name_may_be_fetched_from_the_memo(submission, path):
    """A file holds three classes, two of them from one module, and a text that is the name of a third.

    What was written once is not written again: a later instruction fetches it from the memo, by its number.
    Everything that is put there has a number, in the order in which it came.
    """
    things = [{"a": (1, 2)}, Fraction.__qualname__, Fraction, Counter, ChainMap]
    path.write_bytes(pickle.dumps(things, protocol=4))
    compare(submission.globals_of(path), NAMES)


def test_the_memo_may_be_long(submission, path):
    """A file holds 300 texts, and then three classes, two of them from one module.

    A number above 255 does not fit into one byte, so another instruction fetches what has such a number.
    """
    texts = [f"feature {number}" for number in range(300)]
    path.write_bytes(pickle.dumps([texts, Fraction, Counter, ChainMap], protocol=4))
    compare(submission.globals_of(path), NAMES)


def test_text_is_only_text(submission, path):
    """Beside a fraction, a file holds texts and bytes that look like instructions and names.

    A column may be called anything. Only an instruction looks something up, and only going through the
    instructions one by one tells where each begins.
    """
    for protocol in (0, 2, 4):
        path.write_bytes(
            pickle.dumps([*LOOKS_LIKE_A_NAME[: -1 if protocol < 3 else None], Fraction], protocol)
        )
        compare(submission.globals_of(path), {"fractions.Fraction"}, f"protocol {protocol}: ")


def test_every_pickle_in_the_file_is_read(submission, path):
    """A file holds three pickles, one after the other, of three protocols.

    A pickle ends with its last instruction. The file may go on.
    """
    parts = [pickle.dumps(Fraction, 4), pickle.dumps(Counter, 2), pickle.dumps(ChainMap, 5)]
    path.write_bytes(b"".join(parts))
    compare(submission.globals_of(path), NAMES)


def test_each_pickle_has_a_memo_of_its_own(submission, path):
    """A file holds two pickles, and both fetch a module's name from the memo.

    Every pickle is complete by itself: it begins with an empty memo, and counts from zero.
    """
    first = pickle.dumps([{"a": (1, 2)}, Fraction], protocol=4)
    path.write_bytes(first + pickle.dumps([Counter, ChainMap], protocol=4))
    compare(submission.globals_of(path), NAMES)
