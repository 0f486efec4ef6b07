"""Goes through the instructions, and keeps what the two that look a name up need: the texts, and the memo."""

import pickletools


def globals_of(path):
    """Name what loading a file of pickles would look up, without loading it."""
    names = set()
    with open(path, "rb") as file:
        while file.peek(1):
            names |= _names_in_one_pickle(file)  # may be left out: the loop would never end
    return names


def _names_in_one_pickle(file):
    """Read up to the end of one pickle, and return the names in it."""
    names, texts, memo, newest = set(), [], [], None
    for instruction, argument, _ in pickletools.genops(file):
        if instruction.name == "GLOBAL":
            names.add(argument.replace(" ", "."))
        elif instruction.name == "STACK_GLOBAL":
            names.add(".".join(texts[-2:]))
        elif instruction.name == "MEMOIZE":
            memo.append(newest)
        newest = argument
        if instruction.name in ("BINGET", "LONG_BINGET") and memo:  # empty before protocol 4
            newest = memo[argument]
        if isinstance(newest, str):
            texts.append(newest)
    return names
