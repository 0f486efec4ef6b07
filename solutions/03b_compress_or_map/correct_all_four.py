"""Measures all four, keeps all four in the table, and strikes out afterwards what does not work."""

import numpy as np

CHOICES = [(0, None), (0, "r"), (3, None), (3, "r")]
DECIDES = {
    "memory": lambda seen: np.sum(seen["pss_mib"]),
    "first answer": lambda seen: seen["load_seconds"] + seen["first_predict_seconds"],
    "disk": lambda seen: seen["disk_mib"],
}


def works(choice, seen, workload):
    mapped = choice[1] is not None
    return not seen["warnings"] and not (mapped and workload["learns"])


def choose(workload, measure):
    seen = {pair: measure(*pair, workload["workers"], workload["cold"]) for pair in CHOICES}
    table = {pair: DECIDES[workload["least"]](found) for pair, found in seen.items()}
    left = [pair for pair in CHOICES if works(pair, seen[pair], workload)]
    best = left[int(np.argmin([table[pair] for pair in left]))]
    return [list(best), table]
