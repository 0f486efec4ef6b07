"""The engine: checks run in this process, the learner's code in another.

Read it in this order, a group at a time.

The border, and what may cross it
    ``wire`` (whole messages), ``questions`` (what goes out), ``encode`` and ``codec`` (what comes back, as
    bytes and read again), ``raised`` (exceptions), ``spoken`` (words that are safe to print)
The far side
    ``student`` (a process that holds the learner's code), ``operations`` (what Python has signs for)
The near side
    ``session`` (the conversation), ``faults`` (what can go wrong in it), ``remote`` (objects that stay over
    there), ``proxy`` (the learner's module)
How student processes are made and ended
    ``launch``, ``fresh`` (a new interpreter), ``zygote`` with ``warm``, ``become``, ``children`` and
    ``pages`` (forked from a warm parent), ``forked`` and ``room`` (the same, seen from outside), ``sandbox``
    (locked in)
Checks and their result
    ``plugin`` and ``desk`` (what a check receives), ``classify`` (what its failure means), ``listing`` and
    ``recorder`` with ``board`` (what is expected and what came), ``result`` (its row), ``run`` (one
    submission here), ``checks``, ``serve`` and ``serve_checks`` (many, in verdict processes of their own),
    ``standalone`` (under pytest's own command)
"""
