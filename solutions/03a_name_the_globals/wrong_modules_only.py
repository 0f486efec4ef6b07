"""Names the modules, since those are what is imported.

Misconception: a-module-is-enough
Fails: test_a_set_of_names_comes_back, test_every_protocol_is_read, test_a_name_may_have_several_parts,
    test_a_name_may_be_fetched_from_the_memo, test_the_memo_may_be_long, test_text_is_only_text,
    test_every_pickle_in_the_file_is_read, test_each_pickle_has_a_memo_of_its_own, test_a_model_is_read
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
            names.add(argument.split(" ")[0])
        elif instruction.name == "STACK_GLOBAL":
            names.add(texts[-2])
        elif instruction.name == "MEMOIZE":
            memo.append(newest)
        newest = argument
        if instruction.name in ("BINGET", "LONG_BINGET") and memo:
            newest = memo[argument]
        if isinstance(newest, str):
            texts.append(newest)
    return names
