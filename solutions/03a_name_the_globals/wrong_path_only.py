"""Calls a method that only a Path has.

Misconception: a-path-is-a-path
Fails: test_a_set_of_names_comes_back, test_a_model_is_read
"""

import pickletools


def globals_of(path):
    names = set()
    with path.open("rb") as file:
        while file.peek(1):
            names |= names_in_one_pickle(file)
    return names


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
