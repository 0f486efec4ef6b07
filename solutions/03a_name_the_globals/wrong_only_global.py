"""Knows one of the two instructions, the older one.

Misconception: only-global
Fails: test_a_set_of_names_comes_back, test_every_protocol_is_read, test_a_name_may_have_several_parts,
    test_a_name_may_be_fetched_from_the_memo, test_the_memo_may_be_long, test_text_is_only_text,
    test_every_pickle_in_the_file_is_read, test_each_pickle_has_a_memo_of_its_own, test_a_model_is_read
"""

import pickletools


def globals_of(path):
    names = set()
    with open(path, "rb") as file:
        while file.peek(1):
            for instruction, argument, _ in pickletools.genops(file):
                if instruction.name == "GLOBAL":
                    names.add(argument.replace(" ", "."))
    return names
