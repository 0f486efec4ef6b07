"""A module that has whatever is asked for, and gives itself for it.

Expect: 0 points
Reason: no file was written
"""

import sys
import types


class Everything(types.ModuleType):
    """Has all names."""

    def __getattr__(self, name):
        return self

    def __call__(self, *args, **kwargs):
        return self


sys.modules[__name__].__class__ = Everything
