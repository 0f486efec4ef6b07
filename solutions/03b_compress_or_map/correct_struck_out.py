"""Counts what does not work as infinitely bad."""


def choose(workload, measure):
    table = {}
    for pair in [(3, "r"), (3, None), (0, "r"), (0, None)]:
        compress, mmap_mode = pair
        found = measure(compress, mmap_mode, workers=workload["workers"], cold=workload["cold"])
        match workload["least"]:
            case "disk":
                table[pair] = found["disk_mib"]
            case "memory":
                table[pair] = sum(found["pss_mib"])
            case "first answer":
                table[pair] = found["first_predict_seconds"] + found["load_seconds"]
        if mmap_mode == "r" and (compress > 0 or workload["learns"]):
            table[pair] = float("inf")
    best = sorted(table.items(), key=lambda row: row[1])[0]
    return best[0], table
