"""The acts that are interrupted, and the stores they start from."""

import shutil
from functools import partial

from rehydrate.store import ModelStore

from .acts import NAME, model

ACTS = {
    "first save": ("save", {"seed": 1}),
    "save": ("save", {"seed": 4, "alias": "production"}),
    "save without hard links": ("save", {"seed": 4, "hard_links": False}),
    "first alias": ("set_alias", {"versions": [2], "alias": "candidate"}),
    "alias": ("set_alias", {"versions": [3]}),
    "rollback": ("rollback", {}),
    "delete": ("delete", {"version": 1}),
    "gc": ("gc", {}),
    "import": ("import_", {}),
}


class Scene:
    """One act, to be done again and again on a fresh copy of the store it starts from.

    Parameters
    ----------
    name : str
        As in ACTS.
    folder : Path
        An empty folder to work in.
    injector : Injector
    """

    def __init__(self, name, folder, injector):
        act, options = ACTS[name]
        self.start, self.root = folder / "start", folder / "root"
        if act == "save":
            checkpoint = folder / "checkpoint.bin"
            checkpoint.write_bytes(bytes(range(256)) * 40)
            options = options | {"training": str(checkpoint)}
        if act == "import_":
            options = {"file": str(self._package(folder))}
        self.start.mkdir()
        if name != "first save":
            self._fill(self.start)
        self.act = partial(injector, act, self.root, **options)
        if act == "gc":  # a deleted version whose files are still there, and what killed savers leave
            self._make_debris(injector)

    def __call__(self, *inject):
        """Do the act on a fresh copy, with these injections."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self.start, self.root)
        return self.act(*inject)

    def _fill(self, root):
        store = ModelStore(root)
        for seed in (1, 2, 3):
            store.save(NAME, model(seed), metrics={"seed": seed})
        for version in (1, 2):
            store.set_alias(NAME, "production", version)

    def _package(self, folder):
        other = ModelStore(folder / "other")
        other.save(NAME, model(4), metrics={"seed": 4})
        return other.export_(NAME, 1, folder / "package.zip")

    def _make_debris(self, injector):
        for kill in ("?link,?linkat:signal=KILL:when=1", "?unlink,?unlinkat:signal=KILL:when=1"):
            assert injector("save", self.start, kill, seed=7).killed
        assert injector("delete", self.start, "?unlink,?unlinkat:signal=KILL:when=2", version=1).killed
