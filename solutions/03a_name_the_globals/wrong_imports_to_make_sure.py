"""Reads the names, and then imports each to see whether it is there.

Misconception: a-name-has-to-be-tried
Fails: test_nothing_in_the_file_runs
"""

import importlib
import pickletools


def globals_of(path):
    names = set()
    with open(path, "rb") as file:
        while file.peek(1):
            names |= names_in_one_pickle(file)
    for name in names:
        is_there(name)
    return names


def is_there(name):
    """Warn of a name that cannot be had here."""
    try:
        importlib.import_module(name.rpartition(".")[0])
    except ImportError:
        print(f"{name} is not installed")


def names_in_one_pickle(file):
    names, texts, memo, newest = set(), [], [], None
    for instruction, argument, _ in pickletools.genops(file):
        if instruction.name == "GLOBAL":
            names.add(argument.replace(" ", "."))
        elif instruction.name == "STACK_GLOBAL":
            names.add(".".join(texts[-2:]))
        elif instruction.name == "MEMOIZE":
            memo.append(newest)
        newest = argument
        if instruction.name in ("BINGET", "LONG_BINGET") and memo:
            newest = memo[argument]
        if isinstance(newest, str):
            texts.append(newest)
    return names
