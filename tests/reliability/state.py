"""What a reader sees of a store, what lies in it, and whether it is as good as new after an accident."""

import re
from dataclasses import dataclass

import obstore

from rehydrate.store import ModelStore

from .acts import NAME, model, seed_of

KNOWN = re.compile(
    r"((versions|aliases)\.(gate|lock)|versions/(hint|\.lock|[0-9]+\.(json|deleted))"
    r"|aliases/[a-z]+/(hint|\.lock|[0-9]+\.json))"
)


@dataclass(frozen=True)
class State:
    """The seeds of all versions by number, and every alias with the versions it pointed at."""

    versions: dict
    aliases: dict


def seen(root):
    """Return what there is, after loading every version and checking every value in it."""
    store = ModelStore(root)
    versions = {}
    for number in store.versions(NAME):
        versions[number] = seed_of(store.load(NAME, number))
        assert store.manifest(NAME, number).metrics == {"seed": versions[number]}
    if versions:
        assert store.latest(NAME) == max(versions)
        assert seed_of(store.load(NAME)) == versions[max(versions)]
    aliases = {alias: [move.version for move in store.history(NAME, alias)] for alias in store.aliases(NAME)}
    for alias, moves in aliases.items():
        assert seed_of(store.load(NAME, alias)) == versions[moves[-1]]
    return State(versions, aliases)


def files(root):
    """Return the places of all files of the model."""
    if isinstance(root, str):
        objects = ModelStore(root).backend.objects
        return [entry["path"].removeprefix(f"{NAME}/") for batch in obstore.list(objects) for entry in batch]
    return [path.relative_to(root / NAME).as_posix() for path in root.rglob("*") if path.is_file()]


def debris(root):
    """Return the files of a store that nothing needs."""
    store = ModelStore(root)
    needed = {blob.file for n in store.versions(NAME) for blob in store.manifest(NAME, n).blobs}
    return [file for file in files(root) if file not in needed and not KNOWN.fullmatch(file)]


def recovered(root, before):
    """Check that an accident left nothing to repair: this state, and a store that goes on from there."""
    store = ModelStore(root, durable=False)
    assert store.verify() == []
    store.gc(NAME, older_than=0)
    assert debris(root) == []
    numbers = [int(number) for number in re.findall(r"^versions/(\d+)\.json$", "\n".join(files(root)), re.M)]
    number = max(numbers, default=0) + 1  # also after versions that were deleted
    assert store.save(NAME, model(99), metrics={"seed": 99}) == number
    assert store.gc(older_than=0) == []
    assert seen(root) == State({**before.versions, number: 99}, before.aliases)
    assert store.verify() == []
