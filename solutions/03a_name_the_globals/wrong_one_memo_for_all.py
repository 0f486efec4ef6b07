"""Goes on with the memo of the pickle before.

Misconception: the-memo-goes-on
Fails: test_each_pickle_has_a_memo_of_its_own
"""

import pickletools


def globals_of(path):
    names, memo = set(), []
    with open(path, "rb") as file:
        while file.peek(1):
            names |= names_in_one_pickle(file, memo)
    return names


def names_in_one_pickle(file, memo):
    names, texts, newest = set(), [], None
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
