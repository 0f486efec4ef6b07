"""Code of 06b that runs beside the learner's, with the same rights: what others do to a store's folder."""

import os
import shutil


def copy_newest_first(folder, copy):
    """Copy a folder elsewhere, so that what was written last in it is the oldest in the copy."""
    shutil.copytree(folder, copy)
    places = sorted(copy.rglob("*"), key=lambda path: path.stat().st_mtime_ns)
    for age, path in enumerate(places):
        os.utime(path, ns=(10**18 - age * 10**9, 10**18 - age * 10**9))


def leave_things(folder):
    """Put notes and a folder into a folder, and copies of what is there, named as file managers do."""
    for path in sorted(folder.iterdir()):
        copy = path.with_name(f"{path.stem} (copy){path.suffix}")
        shutil.copytree(path, copy) if path.is_dir() else shutil.copy(path, copy)
    (folder / "notes.txt").write_text("version 7 was good")
    (folder / "old").mkdir()
