"""A sandbox of Linux's own means: no further program, no container, as root and as an ordinary user.

Read in this order: ``limits``, ``another_user``, ``namespaces``, ``landlock`` (with ``readable``: what Python
needs), ``seccomp``: the five layers, each with a trial; ``layers``: when they are enough; ``lock_in``: all of
them, one after the other; ``confine``: the same, in part, for the process that holds the verdict;
``scratch``: files that go in and folders that are removed; ``kernel``: how Linux is asked.
"""
