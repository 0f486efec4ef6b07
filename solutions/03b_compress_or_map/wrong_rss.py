"""Adds up the resident set sizes.

Misconception: rss-is-what-it-costs
Fails: test_eight_workers_are_weighed_together, test_a_model_that_learns_is_not_mapped,
    test_the_numbers_decide
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
    if least == "memory":
        return sum(seen["rss_mib"])
    if least == "first answer":
        return seen["load_seconds"] + seen["first_predict_seconds"]
    return seen["disk_mib"]
