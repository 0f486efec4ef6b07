"""The store against bare joblib: what verifying, numbering and durability cost.

The baseline of loading is ``joblib.load``, that of saving ``joblib.dump`` and an fsync of the file. The store
finds the newest version, compares its checksum, and loads; it saves with every fsync that a power cut asks
for. The gates are about the checksum that a store chooses here; sha256, which needs no package, is shown too.
"""

import os
import statistics

import joblib
from models import TEN
from timing import gate, geometric_mean, in_turns, milliseconds, processes_in_turns, ratio, table

from rehydrate.store import ModelStore

LARGE = 50e6  # bytes; from here on the gate of saving counts
QUICK = ("LR pipeline", "HistGradientBoosting", "SVC")
CHOSEN = ModelStore(".").digest
DIGESTS = tuple(dict.fromkeys((CHOSEN, "sha256")))


def run(folder, quick):
    """Print the tables: ten models, many versions, a cold process. Returns whether every gate is kept."""
    kept = [ten_models(folder / "ten", QUICK if quick else TEN, 0.5 if quick else 3.0)]
    kept.append(many_versions(folder / "many", 500 if quick else 10_000))
    kept.append(cold_process(folder / "cold", 3 if quick else 15))
    return all(kept)


def ten_models(folder, names, budget):
    """Compare loads and saves of each model, with each checksum."""
    folder.mkdir()
    loads, saves, large = {}, {}, []
    for name in names:
        loads[name], saves[name], n_bytes = one_model(folder, TEN[name](), budget)
        large += [name] * (n_bytes > LARGE)
    show("load newest, verified (large arrays stay in the file until they are touched)", "joblib.load", loads)
    show("save, durable", "joblib.dump + fsync", saves)
    load = [ratio(seconds, CHOSEN, "joblib") for seconds in loads.values()]
    save = [ratio(saves[name], CHOSEN, "joblib") for name in large]
    kept = [gate(f"load {CHOSEN}: geometric mean", geometric_mean(load), 0.8)]
    kept.append(gate(f"load {CHOSEN}: slowest model", max(load), 1.5))
    if save:
        kept.append(gate(f"save {CHOSEN}: slowest file above 50 MB", max(save), 2.0))
    return all(kept)


def one_model(folder, model, budget):
    """Return the seconds of loading and of saving a model, by contender, and the size of its file."""
    stores = {digest: ModelStore(folder / digest, digest=digest) for digest in DIGESTS}
    path = folder / "model.joblib"
    joblib.dump(model, path)
    for store in stores.values():
        store.save("m", model)

    def load_with(store):
        return lambda _: store.load("m")

    def save_with(store):
        return lambda _: store.save("m", model)

    def tidy(name, saved):
        if name == "joblib":
            saved.unlink()
        else:
            stores[name].delete("m", saved)

    loaders = {"joblib": lambda _: joblib.load(path)}
    loaders |= {digest: load_with(store) for digest, store in stores.items()}
    loads = in_turns(loaders, budget=budget)
    savers = {"joblib": lambda repeat: dump(model, folder / f"{repeat}.joblib")}
    savers |= {digest: save_with(store) for digest, store in stores.items()}
    saves = in_turns(savers, budget=budget, after=tidy)
    for store in stores.values():
        store.delete("m", store.versions("m")[0])
    return loads, saves, path.stat().st_size


def dump(model, path):
    """Save with joblib, and bring the file to the disk; return the path."""
    with path.open("xb") as file:
        joblib.dump(model, file)
        file.flush()
        os.fsync(file.fileno())
    return path


def show(what, base, found):
    """Print a table of seconds and ratios, and their geometric means."""
    print(f"\nStore, {what}: median ms (quartiles) and ratio to {base}")
    rows, ratios = [], {digest: [] for digest in DIGESTS}
    for name, seconds in found.items():
        row = [name, milliseconds(seconds["joblib"])]
        for digest in DIGESTS:
            ratios[digest].append(ratio(seconds, digest, "joblib"))
            row += [milliseconds(seconds[digest]), f"{ratios[digest][-1]:.2f}x"]
        rows.append(row)
    rows.append(["geometric mean", ""])
    for digest in DIGESTS:
        rows[-1] += ["", f"{geometric_mean(ratios[digest]):.2f}x"]
    table(["model", base, *(head for digest in DIGESTS for head in (digest, "ratio"))], rows)


def many_versions(folder, n_versions):
    """Compare a store of many versions with one that begins."""
    print("\nStore: many versions, LR pipeline; median ms (quartiles), ratio to a store that begins")
    model = TEN["LR pipeline"]()
    ModelStore(folder / "many", durable=False).save("m", model)
    filler = ModelStore(folder / "many", durable=False)
    for _ in range(n_versions - 1):
        filler.save("m", model)
    few, many = ModelStore(folder / "few"), ModelStore(folder / "many")
    few.save("m", model)
    saves = in_turns(
        {"few": lambda _: few.save("m", model), "many": lambda _: many.save("m", model)}, budget=60, most=100
    )
    loads = in_turns({"few": lambda _: few.load("m"), "many": lambda _: many.load("m")}, budget=60, most=100)
    rows, kept = [], []
    for what, found in (("save", saves), ("load latest", loads)):
        rows.append([what, milliseconds(found["few"]), milliseconds(found["many"])])
        rows[-1].append(f"{ratio(found, 'many', 'few'):.2f}x")
    table(["", "1 to 100 versions", f"{n_versions:,} versions", "ratio"], rows)
    for what, found in (("save", saves), ("load latest", loads)):
        kept.append(gate(f"{what} at {n_versions:,} versions", ratio(found, "many", "few"), 1.2))
    return all(kept)


def cold_process(folder, repeats):
    """Compare a process that loads the newest version and predicts with one that does it with joblib."""
    print(f"\nStore: cold process, load and predict one row, LR pipeline; medians of {repeats} processes")
    folder.mkdir()
    model = TEN["LR pipeline"]()
    joblib.dump(model, folder / "m.joblib")
    ModelStore(folder / "store").save("m", model)
    ask = "import numpy; print(model.predict(numpy.zeros((1, 20))))"
    found = processes_in_turns(
        {
            "joblib": f"import joblib; model = joblib.load({str(folder / 'm.joblib')!r}); {ask}",
            "store": "from rehydrate.store import ModelStore; "
            f"model = ModelStore({str(folder / 'store')!r}).load('m'); {ask}",
        },
        repeats,
    )
    rows = []
    for place, what in ((0, "wall clock"), (1, "CPU")):
        times = {name: both[place] for name, both in found.items()}
        row = [what, *(f"{statistics.median(times[name]):.3f} s" for name in times)]
        rows.append([*row, f"{statistics.median(times['store']) / statistics.median(times['joblib']):.3f}x"])
    table(["", "joblib", "store", "ratio"], rows)
    cpu = {name: statistics.median(both[1]) for name, both in found.items()}
    return gate("cold process, CPU time", cpu["store"] / cpu["joblib"], 1.05)
