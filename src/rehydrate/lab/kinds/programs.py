"""The right and wrong implementations by which a learner's tests are judged, ready to be met."""

import ast
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

from rehydrate.lab.kinds import neutral

IDLE = "idle"


@dataclass(frozen=True)
class Programs:
    """Right and wrong implementations, as compiled code without anything that tells them apart.

    Attributes
    ----------
    offered : tuple of str
        Names of the functions that each has.
    codes : mapping of str to bytes
        The code of each: right ones by number, wrong ones by letter, and the one that does nothing.
    hints : mapping of str to str
        The hints of the wrong ones that have any, by letter.
    nearly : tuple of str
        The letters of the wrong ones that are nearly right.
    """

    offered: tuple[str, ...]
    codes: Mapping[str, bytes]
    hints: Mapping[str, str]
    nearly: tuple[str, ...] = ()

    @classmethod
    def beside(cls, checks: str) -> "Programs":
        """Read ``right_*.py`` and ``buggy_*.py`` from the solutions of an exercise.

        A wrong one's docstring may hold a paragraph ``Hint: ...``, which ends the sentence "Your test also
        passes for a wrong program that ...", and the words ``Nearly right.``

        Call it when the checks are imported: where other people's tests are judged, the solutions are out of
        reach by the time these run.

        Parameters
        ----------
        checks : str
            The ``__file__`` of the exercise's checks.
        """
        folder = Path(checks).resolve().parent
        solutions = folder.parents[1] / "solutions" / folder.name
        right = sorted(solutions.glob("right_*.py"))
        wrong = sorted(solutions.glob("buggy_*.py"), key=_digest)
        if not right or not wrong:
            return cls((), {}, {})
        codes = {str(n): neutral.compiled(path) for n, path in enumerate(right, 1)}
        codes |= {
            letter: neutral.compiled(path) for letter, path in zip(ascii_uppercase, wrong, strict=False)
        }
        documentation = {
            letter: _documentation(path) for letter, path in zip(ascii_uppercase, wrong, strict=False)
        }
        hints = {letter: _hint_of(text) for letter, text in documentation.items()}
        nearly = tuple(letter for letter, text in documentation.items() if "Nearly right." in text)
        return cls(tuple(neutral.offered(right[0])), codes | {IDLE: neutral.idle(right[0])}, hints, nearly)

    @property
    def right(self) -> list[str]:
        """The keys of the right ones."""
        return [key for key in self.codes if key.isdigit()]

    @property
    def wrong(self) -> list[str]:
        """The letters of the wrong ones."""
        return list(self.hints)


def _digest(path: Path) -> str:
    """Order wrong implementations in a way that their names do not give away, and that stays."""
    return hashlib.sha256(path.name.encode()).hexdigest()


def _documentation(path: Path) -> str:
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def _hint_of(documentation: str) -> str:
    """Return the paragraph ``Hint: ...`` of a wrong implementation's docstring."""
    found = re.search(r"^Hint:\s*(.+?)(?:\n\n|\Z)", documentation, re.DOTALL | re.MULTILINE)
    return " ".join(found[1].split()) if found else ""
