"""The course machinery: exercises, the checker, feedback and the proof that the graders are right.

In a notebook, or at a Python prompt: ``from rehydrate.lab import check, hint``.
"""

from rehydrate.lab.notebook import check, hint, load_ipython_extension

__all__ = ["check", "hint", "load_ipython_extension"]
