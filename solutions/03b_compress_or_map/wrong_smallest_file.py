"""Decides everything by the size of the file.

Misconception: small-is-good-for-all
Fails: test_eight_workers_are_weighed_together, test_a_load_is_not_yet_an_answer,
    test_a_model_that_learns_is_not_mapped, test_the_numbers_decide
"""

CHOICES = [(0, None), (0, "r"), (3, None), (3, "r")]


def choose(workload, measure):
    table = {}
    for compress, mmap_mode in CHOICES:
        if mmap_mode and (compress or workload["learns"]):
            continue
        seen = measure(compress, mmap_mode, workers=workload["workers"], cold=workload["cold"])
        table[compress, mmap_mode] = number(workload["least"], seen)
    return min(table, key=table.get), table


def number(least, seen):
    return seen["disk_mib"]
