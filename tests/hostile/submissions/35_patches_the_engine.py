"""Replaces the engine's own functions in its process: every question is answered with True.

Expect: 0 points
Reason: could not go on
"""

from rehydrate.lab.engine import codec, encode, student, wire

student.Student._content = lambda self, message: {"value": True}
student.encode = lambda content, keep: encode.encode({"to": content["to"], "value": True}, keep)
codec.MAX_BYTES = codec.MAX_ITEMS = codec.MAX_DEPTH = 1 << 60
wire.MAX_BYTES = 1 << 60
# @NOTHING@
