"""Checks of 07c, in teaching order. `submission` is the learner's module in a process of its own."""

import random
import re
from itertools import count

import pytest

NAMES = ("production", "staging")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "registry"
    place.mkdir()
    return place


@pytest.fixture
def registry(submission, folder):
    """The learner's registry in an empty folder, with three versions."""
    opened = submission.Registry(folder)
    for _ in range(3):
        opened.register()
    return opened


def expect_refused(kind, call, said):
    """Make sure that a call is refused with an error of this kind."""
    try:
        value = call()
    except kind:
        return
    except (ArithmeticError, AttributeError, LookupError, OSError, TypeError, ValueError) as error:
        raise AssertionError(f"{said}: {type(error).__name__}, expected {kind.__name__}") from None
    raise AssertionError(f"{said}: no {kind.__name__}, it returned {value!r}")


def expect(found, expected, said):
    found = list(found) if isinstance(found, tuple) else found
    same = type(found) is type(expected) and found == expected
    assert same, f"{said} gave {found!r}, expected {expected!r}"


def moved(registry, *versions, name="production"):
    """Move an alias, and return how that is told."""
    for version in versions:
        registry.alias(name, version)
    return f"{name!r} was moved to {', '.join(map(str, versions))}: "


def test_numbers_are_never_used_again(submission, folder):
    """Three versions are registered, the second and the third are deleted, and two more are registered.

    A number stands for one model for ever: in logs, in mails, in the head of a colleague. A deleted version
    leaves a gap.
    """
    registry = submission.Registry(folder)
    for number in (1, 2, 3):
        expect(registry.register(), number, f"register, call {number},")
    registry.delete(2)
    registry.delete(3)
    expect(registry.register(), 4, "versions 2 and 3 of 3 were deleted: register")
    registry.delete(4)
    expect(registry.register(), 5, "version 4 was deleted as well: register")


def test_an_alias_points_at_one_version(registry):
    """Two aliases are moved and resolved; an alias is resolved that was never moved.

    An alias is a name for one version at a time, and each alias moves by itself.
    """
    moved(registry, 1)
    moved(registry, 2, name="staging")
    moved(registry, 3)
    expect(registry.resolve("production"), 3, "'production' was moved to 1 and 3: resolve")
    expect(registry.resolve("staging"), 2, "'staging' was moved to 2: resolve")
    expect_refused(
        LookupError, lambda: registry.resolve("canary"), "resolve('canary'), which was never moved"
    )


def test_an_alias_needs_a_version_that_is_there(registry):
    """An alias is to be moved to version 9 of 3, and to one that was deleted; that is to be deleted again.

    What is not there can neither be pointed at nor deleted. Whoever is told so at once can still do
    something; the service that finds an alias to nothing when it starts cannot.
    """
    moved(registry, 1)
    registry.delete(2)
    for version, why in ((9, "was never registered"), (2, "was deleted")):
        said = f"alias('production', {version}), which {why}"
        expect_refused(LookupError, lambda version=version: registry.alias("production", version), said)
        expect(registry.resolve("production"), 1, f"{said}, was refused: resolve")
    expect_refused(LookupError, lambda: registry.delete(2), "delete(2), which was deleted before")


def test_rollback_goes_where_the_alias_was(registry):
    """An alias goes from version 1 to version 3, and is rolled back.

    What ran before is what somebody wants back: it is known to have worked. The version before the present
    number may never have been in production at all.
    """
    said = moved(registry, 1, 3)
    expect(registry.rollback("production"), 1, f"{said}rollback")
    expect(registry.resolve("production"), 1, f"{said}after a rollback, resolve")


def test_rollback_walks_back_and_stops(registry):
    """An alias goes from 1 to 2 to 3 and is rolled back three times; another goes back, on, and back.

    Rollback is undo: each one goes a step further back, and at the first version it ends. A move after a
    rollback starts from where the alias is.
    """
    said = moved(registry, 1, 2, 3)
    expect(registry.rollback("production"), 2, f"{said}rollback")
    expect(registry.rollback("production"), 1, f"{said}a second rollback")
    expect_refused(LookupError, lambda: registry.rollback("production"), f"{said}a third rollback")
    expect(registry.resolve("production"), 1, f"{said}after three rollbacks, resolve")
    moved(registry, 1, 2, name="staging")
    registry.rollback("staging")
    moved(registry, 3, name="staging")
    said = "'staging' was moved to 1, 2, rolled back, moved to 3: "
    expect(registry.rollback("staging"), 1, f"{said}rollback")
    expect_refused(
        LookupError, lambda: registry.rollback("canary"), "rollback('canary'), which was never moved"
    )


def test_the_history_only_grows(submission, registry):
    """An alias is moved, moved to where it is, and rolled back; then a caller empties the list it was given.

    The history answers who is asked on Monday what ran on Friday evening. A rollback is one more thing that
    happened, and nothing that happened is taken out.
    """
    try:
        before = registry.history("production")
    except LookupError as error:
        before = type(error).__name__
    expect(before, [], "history of an alias that was never moved")
    moved(registry, 1, 3, 3)
    expect(registry.history("production"), [1, 3], "'production' was moved to 1, 3 and 3: history")
    registry.rollback("production")
    expect(registry.history("production"), [1, 3, 1], "and rolled back: history")
    submission.probes.empty_the_history(registry, "production")
    expect(
        registry.history("production"), [1, 3, 1], "a caller emptied the list that history returned: history"
    )


def test_a_version_that_is_pointed_at_stays(registry):
    """Versions are to be deleted that aliases point at; and two that a rollback would go to.

    What is in use cannot be deleted. What was in use can be, and then rollback goes on to the version before
    it, since a rollback to nothing helps nobody. The history still tells of it.
    """
    registry.register()
    said = moved(registry, 1, 2, 3, 4)
    moved(registry, 2, name="staging")
    expect_refused(ValueError, lambda: registry.delete(4), "'production' points at 4: delete(4)")
    expect(registry.resolve("production"), 4, "delete(4) was refused: resolve")
    expect_refused(ValueError, lambda: registry.delete(2), "'staging' points at 2: delete(2)")
    moved(registry, 1, name="staging")
    registry.delete(3)
    registry.delete(2)
    try:
        back = registry.rollback("production")
    except LookupError as error:
        back = type(error).__name__
    expect(back, 1, f"{said}then 3 and 2 were deleted: rollback")
    expect(registry.history("production"), [1, 2, 3, 4, 1], f"{said}3 and 2 deleted, rolled back: history")


def test_everybody_sees_the_same(submission, registry, new_process, folder):
    """A registry is opened twice in one process and once in another, and they take turns.

    What one has done is in the files, and each has to look there. What was read when the registry was
    opened is old by then.
    """
    moved(registry, 1)
    other = submission.Registry(folder)
    try:
        found = other.resolve("production")
    except LookupError:
        found = None
    expect(found, 1, "'production' was moved to 1, and the same folder opened once more: resolve")
    moved(registry, 2)
    expect(other.resolve("production"), 2, "then it was moved to 2, by the one opened first: resolve")
    third = new_process().Registry(folder)
    expect(third.history("production"), [1, 2], "in a new process: history")
    expect(third.rollback("production"), 1, "in a new process: rollback")
    expect(registry.resolve("production"), 1, "another process rolled back: resolve")
    expect(third.register(), 4, "three versions were registered by another process: register")


def test_a_move_that_fails_leaves_the_old_one(submission, registry, new_process, folder):
    """A disk becomes full during a move: at once, or after its first change, its second; another looks.

    Alias and history are read by others at every moment, also after a crash. A file that is opened for
    writing is empty at once, and a second file may still hold the old words when the first has the new.
    """
    other, versions = new_process(), [1, 2] * 6
    moved(registry, *versions)
    for changes in (None, 0, 1, 2, 3):
        version = 3 if versions[-1] != 3 else 1
        raised = submission.probes.alias_on_a_full_disk(registry, "production", version, changes)
        try:
            looking = other.Registry(folder)
            found = [looking.resolve("production"), list(looking.history("production"))]
        except Exception as error:
            said = f"alias('production', {version}) failed, and then the registry cannot be read: {error!r}"
            raise AssertionError(said) from None
        old, new = [versions[-1], versions], [version, [*versions, version]]
        assert found in (old, new), (
            f"alias('production', {version}) failed; resolve gives {found[0]}, and history ends with "
            f"{found[1][-2:]}, before it was {versions[-2:]}"
        )
        assert raised or found == new, (
            f"alias('production', {version}) raised no error, and the alias was not moved"
        )
        versions = found[1]


class Model:
    """What a registry should do, in memory: the checks' own."""

    def __init__(self):
        self.newest = 0
        self.there = set()
        self.moves = {}
        self.trails = {}

    def register(self):
        self.newest += 1
        self.there.add(self.newest)
        return self.newest

    def delete(self, version):
        if version not in self.there:
            raise LookupError
        if version in [trail[-1] for trail in self.trails.values()]:
            raise ValueError
        self.there.remove(version)

    def alias(self, name, version):
        if version not in self.there:
            raise LookupError
        trail = self.trails.setdefault(name, [])
        if trail[-1:] != [version]:
            trail.append(version)
            self.moves.setdefault(name, []).append(version)

    def resolve(self, name):
        return self.trails[name][-1]

    def rollback(self, name):
        *trail, here = self.trails[name]
        while trail and (trail[-1] == here or trail[-1] not in self.there):
            trail.pop()
        if not trail:
            raise LookupError
        self.trails[name] = trail
        self.moves[name].append(trail[-1])
        return trail[-1]

    def history(self, name):
        return list(self.moves.get(name, []))


GIVE_NOTHING = ("alias", "delete")
AT_THE_END = [(0, method, name) for name in NAMES for method in ("resolve", "history")]


def expected(commands):
    """Return what the model says to each command."""
    model, outcomes = Model(), []
    for _, method, *arguments in commands:
        try:
            outcomes.append(getattr(model, method)(*arguments))
        except LookupError:
            outcomes.append("raised LookupError")
        except ValueError:
            outcomes.append("raised ValueError")
    return outcomes


def drawn(rng, rounds=3):
    """Draw a sequence of commands: four versions, then rounds of moves, deletions and rollbacks."""
    commands = [(0, "register")] * 4
    share = rng.choice([1, 5])  # of production among the aliases
    for _ in range(rounds):
        words = ["alias"] * rng.randint(1, 5) + ["delete"] * rng.randint(0, 3)
        words += ["rollback"] * rng.randint(0, 4) + [rng.choice(["register", "resolve", "history"])]
        for method in words:
            name = rng.choices(NAMES, [share, 1])[0]
            version = rng.choice([1, 1, 2, 2, 3, 3, 4, 4, 5, 0])
            arguments = {"register": (), "delete": (version,), "alias": (name, version)}
            commands.append((rng.randrange(2), method, *arguments.get(method, (name,))))
    return commands + AT_THE_END


def written(text):
    """Read commands from words such as register, alias1, rollback; those with s. are about staging."""
    commands = []
    for word in text.split():
        name = NAMES[word.startswith("s.")]
        method, digits = re.fullmatch(r"(?:s\.)?([a-z]+)(\d*)", word).groups()
        arguments = [] if method in ("register", "delete") else [name]
        commands.append((0, method, *arguments, *([int(digits)] if digits else [])))
    return commands + AT_THE_END


KNOWN = [
    written("register register register register " + line)
    for line in (
        "alias1 alias2 alias1 delete2 rollback",
        "alias1 alias2 alias3 rollback alias1 alias2 rollback rollback rollback",
        "alias1 alias2 alias3 alias4 delete2 delete3 rollback",
        "alias1 alias2 alias1 alias3 delete2 rollback rollback",
        "alias1 alias2 rollback alias2 rollback rollback",
        "alias1 alias2 rollback rollback alias3 rollback",
        "alias1 alias2 alias3 delete1 rollback rollback resolve delete2",
        "alias2 alias3 rollback delete3 alias3 alias1 rollback",
        "alias3 delete3 alias1 delete3 register alias4 rollback",
        "s.alias2 alias1 delete2 s.alias3 delete2 s.rollback",
        "alias1 s.alias2 alias3 s.alias4 rollback s.rollback s.rollback",
        "delete4 delete3 register alias5 alias5 history delete5 alias9 alias3",
    )
]


class Player:
    """Plays sequences of commands in the learner's process, each in a folder of its own."""

    def __init__(self, submission, tmp_path):
        self.play = submission.probes.play
        self.folders = (tmp_path / f"played-{number}" for number in count(1))

    def failing(self, commands):
        """Return the commands up to the first with another outcome than the model's, and both; or None."""
        found = self.play(next(self.folders), commands)
        for place, (given, wanted) in enumerate(zip(found, expected(commands), strict=True)):
            if commands[place][1] in GIVE_NOTHING and not str(given).startswith("raised"):
                given = None
            if type(given) is not type(wanted) or given != wanted:
                return commands[: place + 1], given, wanted
        return None

    def shortened(self, failure, plays=100):
        """Leave out commands, and put all into one registry, as long as something still fails."""
        place = len(failure[0]) - 1
        while place >= 0 and plays > 0:
            commands = failure[0]
            shorter = self.failing(commands[:place] + commands[place + 1 :])
            plays -= 1
            failure, place = (shorter, len(shorter[0]) - 1) if shorter else (failure, place - 1)
        together = self.failing([(0, *command) for _, *command in failure[0]])
        return together or failure


def told(commands):
    """Return commands as they read in a program."""
    both = len({which for which, *_ in commands}) > 1
    words = []
    for which, method, *arguments in commands:
        owner = f"{('one', 'other')[which]}." if both else ""
        words.append(f"{owner}{method}({', '.join(map(repr, arguments))})")
    return "; ".join(words)


def test_any_sequence_of_commands(submission, tmp_path):
    """Many sequences of commands are played, and the one that fails is made as short as possible.

    Each call alone does what it should. In this sequence they do not fit together: something that one call
    leaves behind misleads a later one. Follow it with paper and pencil.
    """
    player = Player(submission, tmp_path)
    fixed, fresh = random.Random(7), random.Random()
    sequences = KNOWN + [drawn(fixed) for _ in range(12)] + [drawn(fresh) for _ in range(12)]
    for commands in sequences:
        failure = player.failing(commands)
        if failure:
            short, given, wanted = player.shortened(failure)
            gave = given if str(given).startswith("raised") else f"gave {given!r}"
            wish = wanted.removeprefix("raised ") if isinstance(wanted, str) else repr(wanted)
            raise AssertionError(f"{told(short)}   the last call {gave}, expected {wish}")
