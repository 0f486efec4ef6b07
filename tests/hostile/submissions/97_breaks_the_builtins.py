"""Replaces builtins that the engine in its process uses.

Expect: 0 points
Reason: before it answered
"""

import builtins

builtins.type = lambda thing: bool
builtins.isinstance = builtins.issubclass = lambda thing, kinds: True
builtins.len = lambda thing: 0
builtins.getattr = lambda *names: lambda *args, **kwargs: True
# @NOTHING@
