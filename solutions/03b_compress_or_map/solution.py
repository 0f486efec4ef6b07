"""Measures every choice that can work under the workload's own conditions, and takes the least."""

CHOICES = [(0, None), (0, "r"), (3, None), (3, "r")]


def choose(workload, measure):
    """Choose how to dump and load a model, by measuring."""
    table = {}
    for compress, mmap_mode in CHOICES:
        if mmap_mode and (compress or workload["learns"]):
            continue  # a compressed file is not mapped, and what is mapped with "r" cannot be written to
        seen = measure(compress, mmap_mode, workers=workload["workers"], cold=workload["cold"])
        table[compress, mmap_mode] = _number(workload["least"], seen)
    return min(table, key=table.get), table


def _number(least, seen):
    """Return the one of the measurements that decides."""
    if least == "memory":
        return sum(seen["pss_mib"])
    if least == "first answer":
        return seen["load_seconds"] + seen["first_predict_seconds"]
    return seen["disk_mib"]
