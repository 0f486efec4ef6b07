"""Notes a name when something is called, since a class by itself does no harm.

Misconception: only-calls-matter
Fails: test_a_name_may_have_several_parts, test_a_name_may_be_fetched_from_the_memo,
    test_the_memo_may_be_long, test_text_is_only_text, test_every_pickle_in_the_file_is_read,
    test_each_pickle_has_a_memo_of_its_own, test_a_model_is_read
"""

import pickletools

MARK = object()


def globals_of(path):
    names = set()
    with open(path, "rb") as file:
        while file.peek(1):
            names |= called_in_one_pickle(file)
    return names


def called_in_one_pickle(file):
    called, stack, memo = set(), [], {}
    for instruction, argument, _ in pickletools.genops(file):
        if instruction.name == "MEMOIZE":
            memo[len(memo)] = stack[-1]
        elif "PUT" in instruction.name:
            memo[argument] = stack[-1]
        elif "GET" in instruction.name:
            stack.append(memo[argument])
        else:
            if instruction.name in ("REDUCE", "NEWOBJ") and isinstance(stack[-2], list):
                called.add(stack[-2][0])
            follow(instruction, argument, stack)
    return called


def follow(instruction, argument, stack):
    """Do to the stack what the instruction does; a name that was looked up stands there in a list."""
    taken, before = [], list(instruction.stack_before)
    if pickletools.markobject in before:
        while stack.pop() is not MARK:
            pass
        before = before[: before.index(pickletools.markobject)]
    for _ in before:
        taken.insert(0, stack.pop())
    for thing in instruction.stack_after:
        stack.append(MARK if thing is pickletools.markobject else None)
    if instruction.name == "GLOBAL":
        stack[-1] = [argument.replace(" ", ".")]
    elif instruction.name == "STACK_GLOBAL":
        stack[-1] = [".".join(taken)]
    elif isinstance(argument, str):
        stack[-1] = argument
