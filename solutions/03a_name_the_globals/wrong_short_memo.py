"""Knows the instruction that fetches with a number of one byte, and not the one for larger numbers.

Misconception: one-way-to-the-memo
Fails: test_the_memo_may_be_long
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
            names.add(argument.replace(" ", "."))
        elif instruction.name == "STACK_GLOBAL":
            names.add(".".join(texts[-2:]))
        elif instruction.name == "MEMOIZE":
            memo.append(newest)
        newest = argument
        if instruction.name == "BINGET" and memo:
            newest = memo[argument]
        if isinstance(newest, str):
            texts.append(newest)
    return names
