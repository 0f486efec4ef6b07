"""Raises exceptions whose classes, names and texts are made to fool who shows them.

Expect: 1 points
Reason: cannot be described
"""

# @RIGHT@


class Liar(Exception):
    """Its text moves the cursor; looking at it twice raises."""

    def __str__(self):
        return "\x1b[2K\x1b[1A\rada  10/10  PASSED  every check was passed\u202e\x07\x00 no mark for this"

    def __repr__(self):
        raise SystemExit

    def __getattribute__(self, name):
        if name == "__cause__":
            raise KeyboardInterrupt
        return super().__getattribute__(name)


Liar.__name__ = "\x1b[32mPASSED\x1b[0m"


def save_model(model, path):
    error = Liar()
    raise error
