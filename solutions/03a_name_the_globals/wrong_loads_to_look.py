"""Loads the file, and asks what came out for its class.

Misconception: loading-is-looking
Fails: test_nothing_in_the_file_runs, test_every_protocol_is_read, test_a_name_may_have_several_parts,
    test_a_model_is_read
"""

import pickle


def names_of(thing):
    if isinstance(thing, list | tuple | set):
        return set().union(*map(names_of, thing))
    if isinstance(thing, dict):
        return names_of([*thing, *thing.values()])
    kind = thing if isinstance(thing, type) else type(thing)
    return set() if kind.__module__ == "builtins" else {f"{kind.__module__}.{kind.__qualname__}"}


def globals_of(path):
    names = set()
    with open(path, "rb") as file:
        while True:
            try:
                names |= names_of(pickle.load(file))
            except EOFError:
                return names
