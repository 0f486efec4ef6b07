"""Measures, and then returns what was best where the tutorial was written.

Misconception: the-winner-is-known
Fails: test_a_model_that_learns_is_not_mapped, test_the_numbers_decide
"""

CHOICES = [(0, None), (0, "r"), (3, None), (3, "r")]


def choose(workload, measure):
    table = {}
    for compress, mmap_mode in CHOICES:
        if mmap_mode and (compress or workload["learns"]):
            continue
        seen = measure(compress, mmap_mode, workers=workload["workers"], cold=workload["cold"])
        table[compress, mmap_mode] = number(workload["least"], seen)
    if workload["learns"]:
        return (0, None), table
    return {"memory": (0, "r"), "first answer": (3, None), "disk": (3, None)}[workload["least"]], table


def number(least, seen):
    if least == "memory":
        return sum(seen["pss_mib"])
    if least == "first answer":
        return seen["load_seconds"] + seen["first_predict_seconds"]
    return seen["disk_mib"]
