"""Sends a pickle that runs a command in the place of an answer.

Expect: 0 points
Reason: cannot be read
"""

import os
import pickle
import struct

from rehydrate.lab.engine import wire


class Payload:
    """Runs a command when it is unpickled."""

    def __reduce__(self):
        return os.system, ("touch @OUTSIDE@/unpickled-$$; kill -9 $PPID",)


ours = wire.send
wire.send = lambda channel, message, *rest: ours(channel, struct.pack(">Q", 1) + pickle.dumps(Payload()))
# @NOTHING@
