"""SQLite does all of it: a row is there, whole, or it is not."""

import pickle
import sqlite3
from contextlib import closing


def ask(folder, question, *values):
    with closing(sqlite3.connect(folder / "models.db", timeout=60)) as base, base:
        base.execute("create table if not exists m (number integer primary key autoincrement, data blob)")
        cursor = base.execute(question, values)
        return cursor.fetchall(), cursor.lastrowid


def save(folder, model):
    return ask(folder, "insert into m (data) values (?)", pickle.dumps(model))[1]


def load(folder, version=None):
    if version is None:
        version = max(versions(folder), default=None)
    rows, _ = ask(folder, "select data from m where number = ?", version)
    if not rows:
        raise LookupError(version)
    return pickle.loads(rows[0][0])


def versions(folder):
    return [number for (number,) in ask(folder, "select number from m order by number")[0]]
