"""Tells what the module itself holds, and cuts off what is inside of that.

Misconception: a-name-has-two-parts
Fails: test_a_name_may_have_several_parts
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
            names.add(texts[-2] + "." + texts[-1].split(".")[0])
        elif instruction.name == "MEMOIZE":
            memo.append(newest)
        newest = argument
        if instruction.name in ("BINGET", "LONG_BINGET") and memo:
            newest = memo[argument]
        if isinstance(newest, str):
            texts.append(newest)
    return names
