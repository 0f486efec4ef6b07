"""Sends arrays of impossible types, shapes and places.

Expect: 9 points
Reason: cannot be read
"""

import socket
import struct

from rehydrate.lab.engine import wire

# @RIGHT@

ARRAYS = [
    '["|O",[3],[0,24]]',
    '["<f8",[-1],[0,0]]',
    '["<f8",[4611686018427387904,4,0],[0,0]]',
    '["<f8",[1000000000],[0,8]]',
    '["<U999999999",[1000],[0,0]]',
    '["<i8,<i8",[1],[0,16]]',
    '["<f8",[1],[-8,8]]',
    '["V8",[1],[0,8]]',
]
sent = [0]


def names(folder):
    content = ARRAYS[sent[0] % len(ARRAYS)]
    tree = (
        f'{{"dict":[["to",1],["value",{{"list":[{{"array":{content}}},{{"array":{ARRAYS[0]}}}]}}]]}}'.encode()
    )
    wire.send(socket.socket(fileno=3), struct.pack(">I", len(tree)) + tree + bytes(64))
