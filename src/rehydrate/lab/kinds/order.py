"""Judges a sequence of steps by the rules it must keep, not by one sequence that somebody had in mind.

The rules are a partial order: of two steps, one comes first, for a reason. Every sequence that keeps them all
is right. Some of the steps on offer are distractors: each looks like a step that is needed, and has its own
fault. Such puzzles are known as Parsons problems; distractors in a group with the step that they resemble
teach more than none (Smith et al., ICER 2024).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Steps:
    """The steps on offer.

    Attributes
    ----------
    needed : tuple of str
        Ids of the steps that belong in.
    distractors : mapping of str to str
        Id of a step that does not, and the id of the needed one that it resembles.
    rules : tuple of (str, str)
        Ids of two steps of which the first has to come before the second.
    """

    needed: tuple[str, ...]
    distractors: Mapping[str, str]
    rules: tuple[tuple[str, str], ...]

    def __post_init__(self) -> None:
        """Refuse rules and distractors that speak of steps which are not there, and rules in a circle."""
        named = {step for rule in self.rules for step in rule} | set(self.distractors.values())
        if strange := sorted(named - set(self.needed)):
            raise ValueError(f"{', '.join(strange)}: not among the steps that are needed")
        if next(self.right_orders(), None) is None:
            raise ValueError("the rules go round in a circle: no order keeps them all")

    def expect_offered(self, given: Any) -> None:
        """Fail unless the answer is a list of steps on offer, each at most once.

        Raises
        ------
        AssertionError
            With one sentence that names the step.
        """
        if not isinstance(given, list | tuple):
            raise AssertionError(f"ORDER is no list: {_short(given)}")
        for step in given:
            if not isinstance(step, str) or step not in {*self.needed, *self.distractors}:
                raise AssertionError(f"{_short(step)} is not on offer")
        if twice := [step for n, step in enumerate(given) if step in given[:n]]:
            raise AssertionError(f"{twice[0]!r} is in the list more than once")

    def expect_without(self, given: Any, distractor: str) -> None:
        """Fail if a distractor was taken."""
        if distractor in given:
            raise AssertionError(f"{distractor!r} is step {given.index(distractor) + 1} of your list")

    def expect_complete(self, given: Any) -> None:
        """Fail if a step is missing and none of its distractors is there in its place."""
        taken = {self.distractors.get(step, step) for step in given}
        if missing := [step for step in self.needed if step not in taken]:
            verb = "is" if len(missing) == 1 else "are"
            raise AssertionError(f"{len(missing)} of {len(self.needed)} steps {verb} missing")

    def expect_rule(self, given: Any, before: str, after: str) -> None:
        """Fail if two steps, or the distractors that stand in their places, are the wrong way round.

        Raises
        ------
        ValueError
            If there is no such rule.
        """
        if (before, after) not in self.rules:
            raise ValueError(f"there is no rule that {before} comes before {after}")
        roles = [self.distractors.get(step, step) for step in given]
        if before not in roles or after not in roles:
            return  # what is missing is somebody else's complaint
        first, second = roles.index(before), roles.index(after)
        if first > second:
            raise AssertionError(
                f"{given[second]!r} is step {second + 1} of your list, {given[first]!r} only step {first + 1}"
            )

    def right_orders(self) -> Iterator[tuple[str, ...]]:
        """Give every right answer, one after the other."""
        yield from self._from((), frozenset(self.needed))

    def _from(self, done: tuple[str, ...], left: frozenset[str]) -> Iterator[tuple[str, ...]]:
        if not left:
            yield done
        for step in self.needed:
            if step in left and not any(after == step and before in left for before, after in self.rules):
                yield from self._from((*done, step), left - {step})


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
