"""Compares compressing with not compressing, and leaves mapping aside.

Misconception: ruled-out-before-measured
Fails: test_every_choice_that_could_be_the_answer_is_measured
"""

CHOICES = [(0, None), (0, "r"), (3, None), (3, "r")]


def choose(workload, measure):
    table = {}
    for compress, mmap_mode in CHOICES:
        if mmap_mode:
            continue
        seen = measure(compress, mmap_mode, workers=workload["workers"], cold=workload["cold"])
        table[compress, mmap_mode] = number(workload["least"], seen)
    return min(table, key=table.get), table


def number(least, seen):
    if least == "memory":
        return sum(seen["pss_mib"])
    if least == "first answer":
        return seen["load_seconds"] + seen["first_predict_seconds"]
    return seen["disk_mib"]
