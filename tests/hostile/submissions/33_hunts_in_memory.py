"""Finds whatever reports results among all objects in memory and makes it say "passed".

Expect: 0 points
Reason: cannot be read
"""

import gc
import socket

for thing in gc.get_objects():
    kind = type(thing)
    if kind.__name__ in (
        "Student",
        "Parent",
        "Room",
        "Recorder",
        "Session",
        "Desk",
        "Server",
        "TerminalReporter",
    ):
        for name in list(vars(thing)) if hasattr(thing, "__dict__") else []:
            value = getattr(thing, name)
            if isinstance(value, dict) and name != "modules":
                value.clear()
            elif isinstance(value, bool):
                setattr(thing, name, True)
            elif isinstance(value, socket.socket) and kind.__name__ != "Student":
                try:
                    value.send(b'{"close": 1}')
                    value.send(b'{"room": {"scratch": "@OUTSIDE@"}}')
                except OSError:
                    continue
    elif kind is dict and thing.get("state") in ("failed", "error"):
        thing["state"] = "passed"
# @NOTHING@
