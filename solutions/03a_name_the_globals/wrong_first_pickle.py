"""Reads up to the end of the first pickle.

Misconception: a-file-is-one-pickle
Fails: test_every_pickle_in_the_file_is_read, test_each_pickle_has_a_memo_of_its_own
"""

import pickletools


def globals_of(path):
    with open(path, "rb") as file:
        return names_in_one_pickle(file)


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
