"""What can go wrong between a check and a submission, apart from what the submission raises itself."""

from rehydrate.lab.engine.raised import Origin


class StudentFault(BaseException):
    """The submission could not answer.

    It is no ``Exception``, so that no ``pytest.raises`` can take it for an answer.
    """


class Died(StudentFault):
    """The student process ended in the middle of a question."""

    def __init__(self, code: int) -> None:
        super().__init__(f"the process ended with exit code {code}")
        self.code = code


class OutOfTime(StudentFault):
    """No answer within the limit."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no answer within {seconds:g} seconds")
        self.seconds = seconds


class DoesNotLoad(StudentFault):
    """The learner's file cannot be imported."""

    def __init__(self, origin: Origin) -> None:
        super().__init__(origin.text)
        self.origin = origin


class NameMissing(StudentFault):
    """The learner's file has no such function or constant."""

    def __init__(self, name: str, names: list[str]) -> None:
        super().__init__(f"no {name}")
        self.name = name
        self.names = names


class Unreadable(StudentFault):
    """The answer cannot be brought over the border."""


class Endless(StudentFault):
    """The submission yields, or calls back, more often than a check will follow."""
