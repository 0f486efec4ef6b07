"""Says builtins where the file says __builtin__.

Misconception: old-names-are-errors
Fails: test_every_protocol_is_read, test_a_model_is_read
"""

import pickletools


def globals_of(path):
    names = set()
    with open(path, "rb") as file:
        while file.peek(1):
            names |= names_in_one_pickle(file)
    return names


def names_in_one_pickle(file):
    names, texts, memo, newest = set(), [], [], None
    for instruction, argument, _ in pickletools.genops(file):
        if instruction.name == "GLOBAL":
            names.add(argument.replace(" ", ".").replace("__builtin__", "builtins"))
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
