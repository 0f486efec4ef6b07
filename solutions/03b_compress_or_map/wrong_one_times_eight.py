"""Measures one worker by itself, and multiplies.

Misconception: eight-times-one
Fails: test_eight_workers_are_weighed_together, test_a_model_that_learns_is_not_mapped,
    test_the_numbers_decide
"""

CHOICES = [(0, None), (0, "r"), (3, None), (3, "r")]


def choose(workload, measure):
    table = {}
    for compress, mmap_mode in CHOICES:
        if mmap_mode and (compress or workload["learns"]):
            continue
        seen = measure(compress, mmap_mode, cold=workload["cold"])
        table[compress, mmap_mode] = number(workload, seen)
    return min(table, key=table.get), table


def number(workload, seen):
    least = workload["least"]
    if least == "memory":
        return seen["pss_mib"][0] * workload["workers"]
    if least == "first answer":
        return seen["load_seconds"] + seen["first_predict_seconds"]
    return seen["disk_mib"]
