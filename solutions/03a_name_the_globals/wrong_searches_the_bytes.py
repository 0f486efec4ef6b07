"""Searches the bytes for what a name looks like.

Misconception: a-pattern-is-an-instruction
Fails: test_a_name_may_be_fetched_from_the_memo, test_the_memo_may_be_long, test_text_is_only_text,
    test_each_pickle_has_a_memo_of_its_own, test_a_model_is_read
"""

import re
from pathlib import Path

OLD = re.compile(rb"c([\w.]+)\n([\w.]+)\n")
NEW = re.compile(rb"\x8c.([\w.]+)\x94?\x8c.([\w.]+)\x94?\x93", re.DOTALL)


def globals_of(path):
    data = Path(path).read_bytes()
    return {b".".join(pair).decode() for pattern in (OLD, NEW) for pair in pattern.findall(data)}
