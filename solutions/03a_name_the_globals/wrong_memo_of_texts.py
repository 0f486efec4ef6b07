"""Numbers only the texts in the memo.

Misconception: only-texts-are-remembered
Fails: test_a_name_may_be_fetched_from_the_memo, test_the_memo_may_be_long,
    test_each_pickle_has_a_memo_of_its_own, test_a_model_is_read
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
            memo.extend([newest] if isinstance(newest, str) else [])
        newest = argument
        if instruction.name in ("BINGET", "LONG_BINGET") and memo:
            newest = memo[argument]
        if isinstance(newest, str):
            texts.append(newest)
    return names
