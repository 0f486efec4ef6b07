"""The words of a verdict: four parts, at most 120 words, never the solution."""

import re
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path

from rehydrate.lab.engine.proxy import Frame
from rehydrate.lab.engine.result import CheckResult
from rehydrate.lab.feedback.catalogue import reference
from rehydrate.lab.feedback.verdict import SPEAK_FOR_THEMSELVES, Outcome, Verdict

MAX_WORDS = 120
UNWANTED = ("just", "simply", "obviously", "easy", "easily", "trivial", "of course")
BLAME = (
    *("you forgot", "you failed", "you should have", "you did not", "you didn't", "your fault"),
    *("your mistake", "your error", "careless", "sloppy", "stupid"),
)
TELLING = 20
"""Characters from which on a line of the reference, met in a message, gives the solution away."""
WIDTH = 96

COMMANDS = {
    "check": "rehydrate check {id}",
    "hint": "rehydrate hint {id}",
    "solution": "rehydrate solution {id}",
    "on": "rehydrate",
}
"""What to type next, on a command line."""

KEYS = {"check": "save the file again", "hint": "h, for a hint", "solution": "s", "on": "n"}
"""What to press next, in the loop that waits for saves."""

_CALLS = {"test": 6}
"""How many of the last calls are shown: of a TEST, they are the table of which test caught which."""

_MEANING = {
    "syntax": "Python cannot read the file, so nothing in it was tried.",
    "load": "The file stopped while it was being imported, before any check could call it.",
    "missing": "The checks call it by exactly this name, at the top level of the file.",
    "timeout": "A call that reloads a tiny model takes milliseconds. A loop that never ends looks like this; "
    "so does waiting for input.",
    "died": "Something ended the whole process: os._exit, a signal, or a crash in compiled code. Exit code 0 "
    "says that a process ended, not that its work was done.",
    "exit": "The code asked Python to exit. A function that the checks call has to return to them.",
    "todo": "This part still raises NotImplementedError.",
    "unreadable": "Checks receive plain data and arrays, of at most 64 MiB. What came back is neither plain "
    "nor an object that can answer for itself.",
}


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # in a learner's text they would steer the terminal


def parts(verdict: Verdict, ways: Mapping[str, str] = COMMANDS) -> list[tuple[str, str]]:
    """Return the labelled parts of a verdict's message.

    Parameters
    ----------
    verdict : Verdict
        What to say.
    ways : mapping of str to str
        How to go on from here: ``COMMANDS`` or ``KEYS``.

    Returns
    -------
    list of (str, str)
        Label and text. A NOT YET has tried, observed, meaning and look at.
    """
    ways = {step: way.format(id=verdict.exercise.id) for step, way in ways.items()}
    match verdict.outcome:
        case Outcome.NOT_STARTED:
            return _not_started(verdict, ways)
        case Outcome.PASSED:
            return _passed(verdict, ways)
        case Outcome.COURSE_BUG:
            return _course_bug(verdict)
        case Outcome.NOT_YET:
            assert verdict.first is not None
            return _not_yet(verdict, verdict.first, ways)


def headline(verdict: Verdict) -> tuple[str, str, str]:
    """Return id and title, outcome, and how far the checks got."""
    total = len(verdict.result.checks)
    names = [check.name for check in verdict.result.checks]
    where = f"{total} check{'s' * (total != 1)}"
    if verdict.first is not None:
        where = f"check {names.index(verdict.first.name) + 1} of {total}"
    return f"{verdict.exercise.id}  {verdict.exercise.title}", str(verdict.outcome), where


def text(verdict: Verdict, width: int = WIDTH, ways: Mapping[str, str] = COMMANDS) -> str:
    """Return the whole message as plain text.

    Parameters
    ----------
    verdict : Verdict
        What to say.
    width : int
        Columns to fill.
    ways : mapping of str to str
        How to go on from here: ``COMMANDS`` or ``KEYS``.
    """
    return laid_out(headline(verdict), parts(verdict, ways), width)


def laid_out(head: tuple[str, str, str], said: Iterable[tuple[str, str]], width: int = WIDTH) -> str:
    """Return a headline and labelled parts as plain text.

    Parameters
    ----------
    head : tuple of str
        What ``headline`` returns.
    said : iterable of (str, str)
        What ``parts`` returns.
    width : int
        Columns to fill.
    """
    title, outcome, where = head
    right = f"{outcome}   ({where})"
    narrow = len(title) + 2 + len(right) > width
    lines = [title, right, ""] if narrow else [title + right.rjust(width - len(title)), ""]
    for label, content in said:
        first, *rest = _CONTROL.sub("\ufffd", content).splitlines() or [""]
        wrapped = _wrap(first, label, width)
        for line in rest:
            wrapped += _wrap(line, "", width)
        lines += wrapped
    return "\n".join(lines)


def lint(verdict: Verdict) -> list[str]:
    """Return what is wrong with a message's wording, and with its hints'; empty if nothing is."""
    said = parts(verdict)
    hints = verdict.misconception.hints if verdict.misconception else ()
    own = " ".join([*(content for label, content in said if label in ("tried", "meaning")), *hints])
    n_words = sum(len(content.split()) for _, content in said)
    problems = [
        f"says {words!r}" for words in UNWANTED + BLAME if re.search(rf"\b{words}\b", own, re.IGNORECASE)
    ]
    if n_words > MAX_WORDS:
        problems.append(f"has {n_words} words, more than {MAX_WORDS}")
    labels = [label for label, _ in said]
    if verdict.outcome is Outcome.NOT_YET and labels[:4] != ["tried", "observed", "meaning", "look at"]:
        problems.append(f"has the parts {labels}")
    if verdict.outcome is Outcome.PASSED and "try" not in labels:
        problems.append("names no 'One more experiment:' from the solution's README.md")
    problems += [f"{label} is empty" for label, content in said if not content.strip()]
    before_the_last = [content for label, content in said if label in ("tried", "meaning")]
    return problems + _told(verdict, " ".join([*before_the_last, *hints[:2]]))


def _told(verdict: Verdict, own: str) -> list[str]:
    """Name the reference's lines that are given away; the last hint may come close, nothing before it."""
    exercise = verdict.exercise
    known = {line.strip() for name in exercise.files for line in _lines(exercise.starter(name))}
    lines = {line.strip() for path in (reference(exercise) or {}).values() for line in _lines(path)}
    words = " ".join(own.replace("`", "").split())
    return [
        f"gives away {line!r}" for line in sorted(lines - known) if len(line) >= TELLING and line in words
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def _not_yet(verdict: Verdict, first: CheckResult, ways: Mapping[str, str]) -> list[tuple[str, str]]:
    exercise = verdict.exercise
    calls = first.calls[-_CALLS.get(exercise.kind, 2) :]
    tried = "\n".join([first.tried or first.name.replace("_", " "), *(f"  {call}" for call in calls)])
    observed = first.observed
    if first.frames:
        observed += "\n" + _quoted(first.frames[-1])
    look_at = _place(first) or exercise.look_at
    if verdict.misconception is not None:
        meaning = verdict.misconception.meaning
        look_at = verdict.misconception.look_at or look_at
    else:
        meaning = _MEANING.get(first.kind) or first.meaning
        if first.kind == "raised":
            meaning = f"The call ended with this error. What the check is about: {meaning}"
    said = [("tried", tried), ("observed", observed), ("meaning", meaning), ("look at", look_at)]
    if first.printed:
        said.append(("printed", _last_line(first.printed)))
    more = ways["check" if first.kind in SPEAK_FOR_THEMSELVES else "hint"]
    if waiting := len(verdict.result.failing) - 1:
        more += f"   ({waiting} other check{'s' * (waiting > 1)} fail{'s' * (waiting == 1)} too)"
    return [*said, ("next", more)]


def _not_started(verdict: Verdict, ways: Mapping[str, str]) -> list[tuple[str, str]]:
    exercise = verdict.exercise
    return [
        ("observed", f"{' and '.join(exercise.files)} still reads like the starter: nothing to check yet."),
        ("next", f"read exercises/{exercise.slug}/README.md, change the file, then: {ways['check']}"),
    ]


def _passed(verdict: Verdict, ways: Mapping[str, str]) -> list[tuple[str, str]]:
    said = [("observed", verdict.remark)] if verdict.remark else []
    said += [("compare", f"{ways['solution']}   (the reference beside yours, and why it works)")]
    if experiment := _experiment(verdict):
        said.append(("try", experiment))
    return [*said, ("next", f"{ways['on']}   (the next exercise)")]


def _course_bug(verdict: Verdict) -> list[tuple[str, str]]:
    return [
        ("observed", verdict.reason.strip()[:300]),
        ("meaning", "The course's side failed, not yours. We are sorry. This attempt does not count."),
        ("next", "rehydrate doctor checks your installation; if it is fine, please report the lines above."),
    ]


def _experiment(verdict: Verdict) -> str:
    readme = verdict.exercise.solutions / "README.md"
    if not readme.exists():
        return ""
    found = re.search(
        r"One more experiment:\s*(.+?)(?:\n\n|\Z)", readme.read_text(encoding="utf-8"), re.DOTALL
    )
    return " ".join(found[1].replace("*", "").split()) if found else ""


def _place(first: CheckResult) -> str:
    """Return where to look for what no chapter can tell."""
    if first.kind == "missing":
        return "the names in the starter, and how they are spelled"
    if first.kind in ("syntax", "load", "todo", "exit") and first.frames:
        return f"{first.frames[-1].file}, line {first.frames[-1].line}"
    return ""


def _quoted(frame: Frame) -> str:
    return f"  {frame.file}, line {frame.line}: {frame.source.strip()}"


def _last_line(printed: str) -> str:
    line = printed.splitlines()[-1].strip()
    return line if len(line) <= 120 else line[:117] + "..."


def _wrap(line: str, label: str, width: int) -> list[str]:
    indent = " " * (10 + len(line) - len(line.lstrip()))
    lines = textwrap.wrap(
        line.strip(), width - len(indent), break_on_hyphens=False, break_long_words=False
    ) or [""]
    return [f"{label:<10}".rstrip().ljust(10) + indent[10:] + lines[0]] + [
        indent + rest for rest in lines[1:]
    ]
