"""Leaves the files to SQLite, whose transactions are one step each."""

import contextlib
import sqlite3

TABLES = """
create table if not exists versions (number integer primary key, there integer);
create table if not exists moves (step integer primary key, alias text, version integer, undoes integer);
"""


class Registry:
    def __init__(self, folder):
        self.path = folder / "registry.sqlite"
        with self._open() as database:
            database.executescript(TABLES)

    @contextlib.contextmanager
    def _open(self):
        database = sqlite3.connect(self.path)
        try:
            with database:
                database.execute("pragma synchronous = off")
                yield database
        finally:
            database.close()

    def _need(self, database, version):
        rows = database.execute("select there from versions where number = ?", [version]).fetchall()
        if rows != [(1,)]:
            raise LookupError(f"no version {version}")

    def _moves(self, database, name):
        order = "select step, version, undoes from moves where alias = ? order by step"
        return database.execute(order, [name]).fetchall()

    def register(self):
        with self._open() as database:
            return database.execute("insert into versions (there) values (1)").lastrowid

    def delete(self, version):
        with self._open() as database:
            self._need(database, version)
            newest = "select version from moves where step in (select max(step) from moves group by alias)"
            if (version,) in database.execute(newest).fetchall():
                raise ValueError(f"{version} is in use")
            database.execute("update versions set there = 0 where number = ?", [version])

    def alias(self, name, version):
        with self._open() as database:
            self._need(database, version)
            moves = self._moves(database, name)
            if not moves or moves[-1][1] != version:
                database.execute("insert into moves (alias, version) values (?, ?)", [name, version])

    def resolve(self, name):
        with self._open() as database:
            moves = self._moves(database, name)
            if not moves:
                raise LookupError(f"no alias {name}")
            return moves[-1][1]

    def rollback(self, name):
        with self._open() as database:
            trail = []
            for _, version, undoes in self._moves(database, name):
                trail = trail[:undoes] if undoes else [*trail, version]
            there = {number for (number,) in database.execute("select number from versions where there")}
            for place in range(len(trail) - 1, 0, -1):
                version = trail[place - 1]
                if version in there and version != trail[-1]:
                    values = [name, version, place]
                    database.execute("insert into moves (alias, version, undoes) values (?, ?, ?)", values)
                    return version
        raise LookupError(f"nothing before it for {name}")

    def history(self, name):
        with self._open() as database:
            return [version for _, version, _ in self._moves(database, name)]
