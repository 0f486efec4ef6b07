"""Code of 06c that runs beside the learner's tests: it puts one test to one store."""

from rehydrate.lab.kinds.stage import outcome, tests

__all__ = ["outcome", "tests"]
