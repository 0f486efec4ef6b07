"""Checks of 03b, in teaching order. The machine is ours: what it measures is drawn anew each time."""

import random
from statistics import mean

import numpy as np
import pytest

PLAIN, MAPPED, PACKED, BOTH = (0, None), (0, "r"), (3, None), (3, "r")
CHOICES = [PLAIN, MAPPED, PACKED, BOTH]
READ = "test_a_choice_and_a_table_come_back"
DICE = random.SystemRandom()  # every verdict process draws anew, forked ones too
EIGHT = {"name": "eight workers on one box", "workers": 8, "cold": False, "learns": False, "least": "memory"}
LEARNERS = {"name": "four learners", "workers": 4, "cold": False, "learns": True, "least": "memory"}
LAPTOP = {"name": "cold laptop", "workers": 1, "cold": True, "learns": False, "least": "first answer"}
ALONE = {"name": "one worker", "workers": 1, "cold": False, "learns": False, "least": "memory"}
COLD_LEARNERS = {"name": "cold learners", "workers": 4, "cold": True, "learns": True, "least": "first answer"}
ARCHIVE = {"name": "nightly archive", "workers": 1, "cold": False, "learns": False, "least": "disk"}
IGNORED = 'mmap_mode "r" is not compatible with compressed file; the "r" flag will be ignored.'
UNIT = {
    "memory": "MiB for all workers together",
    "first answer": "seconds to the first answer",
    "disk": "MiB on disk",
}


class Machine:
    """Measures one model on one machine, in no time.

    A model whose arrays the library copies when it is loaded, such as a forest, has nothing to share. Numbers
    without a pattern cannot be packed. From a fast disk a few pages come sooner than a whole file. Workers
    that load at the same time are in each other's way.
    """

    def __init__(self, forest=False, noise=False, fast_disk=False):
        array = DICE.uniform(180, 240)
        self.array, self.shared = array, not forest
        self.private = [DICE.uniform(60, 85) for _ in range(16)]
        self.private[1] = DICE.uniform(90, 95)  # the first worker is not the largest
        self.libraries = DICE.uniform(30, 40)  # of the 3 other programs that use them, none is ours
        packed = array * (DICE.uniform(1.01, 1.02) if noise else DICE.uniform(0.15, 0.25))
        self.disk = {0: array, 3: packed}
        mapped_load = DICE.uniform(0.001, 0.003)
        self.load = {
            (PLAIN, False): DICE.uniform(0.10, 0.15),
            (PLAIN, True): DICE.uniform(0.30, 0.40) if fast_disk else DICE.uniform(2.0, 3.0),
            (PACKED, False): DICE.uniform(0.5, 0.6),
            (PACKED, True): DICE.uniform(0.7, 0.9) if fast_disk else DICE.uniform(0.9, 1.3),
            (MAPPED, False): mapped_load,
            (MAPPED, True): mapped_load * 1.2,
        }
        usual = DICE.uniform(0.01, 0.02)
        self.predict = dict.fromkeys(self.load, usual) | {
            (MAPPED, False): DICE.uniform(0.2, 0.3),
            (MAPPED, True): DICE.uniform(0.08, 0.12) if fast_disk else DICE.uniform(3.5, 4.5),
        }

    def measure(self, compress, mmap_mode, workers=1, cold=False):
        """Return what the learner asked for."""
        choice = (compress, mmap_mode)
        if choice not in CHOICES or workers not in range(1, 17):
            raise ValueError("this machine measures the four choices, with 1 to 16 workers")
        really = PACKED if choice == BOTH else choice
        luck = 0.995 if choice == BOTH else 1.0  # it is the same as PACKED, measured once more
        memory, crowd = self._memory(really, workers, luck), 1 + 0.15 * (workers - 1)
        return {
            "disk_mib": self.disk[compress],
            "load_seconds": self.load[really, bool(cold)] * luck * crowd,
            "first_predict_seconds": self.predict[really, bool(cold)] * luck * crowd,
            "rss_mib": memory["rss"],
            "pss_mib": memory["pss"],
            "warnings": [IGNORED] if choice == BOTH else [],
        }

    def _memory(self, choice, workers, luck):
        private = [own * luck for own in self.private[:workers]]
        if choice == MAPPED and self.shared:
            share = self.array / workers
            rss, pss = self.array * 1.02, share
        else:
            rss = pss = self.array * {PLAIN: 1.0, PACKED: 1.01, MAPPED: 1.005}[choice]
        rss, pss = rss + self.libraries, pss + self.libraries / (workers + 3)
        return {"rss": [own + rss for own in private], "pss": [own + pss for own in private]}

    def number(self, workload, choice):
        """Return the number by which a workload is decided, and others that it might be taken for."""
        workers, cold, least = workload["workers"], workload["cold"], workload["least"]
        as_used = self.measure(*choice, workers, cold)
        alone, other_start = self.measure(*choice, 1, cold), self.measure(*choice, workers, not cold)
        by_default = self.measure(*choice)
        heat = "warm" if cold else "cold"
        known = {
            "memory": {
                "right": sum(as_used["pss_mib"]),
                "It is the sum of rss_mib": sum(as_used["rss_mib"]),
                "It is what one worker takes that is alone, times their number": alone["pss_mib"][0]
                * workers,
                "It is the first worker's part, times their number": as_used["pss_mib"][0] * workers,
                "It is what one worker takes that is alone": alone["pss_mib"][0],
                "It is the first worker's part": as_used["pss_mib"][0],
                "It is the largest worker's part": max(as_used["pss_mib"]),
                "It is the mean of the workers": mean(as_used["pss_mib"]),
                "It is the size of the file": as_used["disk_mib"],
            },
            "first answer": {
                "right": both_times(as_used),
                "It is load_seconds alone": as_used["load_seconds"],
                "It is first_predict_seconds alone": as_used["first_predict_seconds"],
                f"It was measured {heat}": both_times(other_start),
                "It was measured with one worker": both_times(alone),
                f"It was measured {heat}, with one worker": both_times(by_default),
                f"It is load_seconds alone, measured {heat}": other_start["load_seconds"],
                "It is the size of the file": as_used["disk_mib"],
            },
            "disk": {"right": as_used["disk_mib"]},
        }[least]
        return known


def both_times(seen):
    """Return the seconds until the first answer."""
    return seen["load_seconds"] + seen["first_predict_seconds"]


def choose(submission, workload, machine):
    """Let the learner choose, and make sure that a choice and a table came back."""
    returned = submission.choose(dict(workload), machine.measure)
    pair = isinstance(returned, tuple | list) and len(returned) == 2
    assert pair, f"choose returned {short(returned)}, not a choice and a table"
    choice, table = returned
    choice = tuple(choice) if isinstance(choice, list) else choice
    assert choice in CHOICES, f"the choice is {short(choice)}, which is not one of CHOICES"
    assert isinstance(table, dict), f"the table is {short(table)}, not a dict"
    for key in table:
        assert key in CHOICES, f"the table has a row for {short(key)}, which is not one of CHOICES"
    return choice, table


def possible(workload):
    """Return the choices that can be the answer."""
    return [PLAIN, PACKED] if workload["learns"] else [PLAIN, PACKED, MAPPED]


def needed(workload):
    """Return the choices that the table needs; to the disk it is all one how a file will be loaded."""
    return [PLAIN, PACKED] if workload["least"] == "disk" else possible(workload)


def compare(submission, workload, machine, on=""):
    """Compare the table with what was measured, and the choice with the table."""
    name = workload["name"] + on
    choice, table = choose(submission, workload, machine)
    rows = [each for each in possible(workload) if each in table]
    for each in rows:
        compare_number(table[each], machine.number(workload, each), f"{name}: the table has", each, workload)
    assert choice != BOTH, f"{name}: the choice is {choice}; measure warned: {IGNORED}"
    allowed = choice in possible(workload)
    assert allowed, f"{name}: the choice is {choice}, and partial_fit cannot change its arrays"
    assert choice in table, f"{name}: the choice is {choice}, and the table has no row for it"
    least = min(table[each] for each in rows)
    said = f"the choice is {choice}, with {table[choice]:.4g} in its row; the least is {least:.4g}"
    assert table[choice] == least, f"{name}: {said}"


def compare_number(number, known, said, choice, workload):
    """Compare one number of the table; say what else it is, if anything is known."""
    real = isinstance(number, int | float | np.number) and not isinstance(number, bool)
    assert real, f"{said} {short(number)} for {choice}, which is not a number"
    right = known.pop("right")
    same = [f". {what}" for what, other in known.items() if near(number, other)]
    if any(number == round(right, digits) for digits in range(7)):
        same = [". It is rounded"]
    said = f"{said} {number:.4g} for {choice}; it is {right:.4g} {UNIT[workload['least']]}"
    assert near(number, right), said + (same[0] if same else "")


def near(number, other):
    """Whether two numbers are equal, but for the order in which something was added up."""
    return abs(number - other) <= 1e-9 * abs(other)


def short(value):
    """Show a value in little room."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def test_a_choice_and_a_table_come_back(submission):
    """The nightly archive asks for its choice.

    The caller wants two things: one of the four pairs, and a dict with a number for each pair that could
    have been chosen.
    """
    choose(submission, ARCHIVE, Machine())


@pytest.mark.after(READ)
def test_the_archive_is_as_small_as_it_can_be(submission):
    """The nightly archive asks for the smallest file.

    Its table is to hold the sizes that were measured, and the choice is to be the least of them.
    """
    compare(submission, ARCHIVE, Machine())


@pytest.mark.after(READ)
def test_every_choice_that_could_be_the_answer_is_measured(submission):
    """Six workloads ask, and the rows of each table are looked at.

    A pair that could have been chosen was ruled out before it was measured. What wins is known afterwards;
    before, only what cannot do the work may be left out.
    """
    for workload in (ARCHIVE, EIGHT, LAPTOP, LEARNERS, ALONE, COLD_LEARNERS):
        _, table = choose(submission, workload, Machine())
        missing = [each for each in needed(workload) if each not in table]
        assert not missing, f"{workload['name']}: the table has no row for {missing[0]}"


@pytest.mark.after(READ)
def test_a_compressed_file_is_not_mapped(submission):
    """The cold laptop chooses. The compressed file, measured with mmap_mode "r", looks a little better.

    Compressed bytes are not the array's bytes, so there is nothing to map. joblib says so in a warning, and
    reads the file as if nobody had asked for a mapping.
    """
    choice, _ = choose(submission, LAPTOP, Machine())
    assert choice != BOTH, f"{LAPTOP['name']}: the choice is {choice}; measure warned: {IGNORED}"


@pytest.mark.after(READ)
def test_eight_workers_are_weighed_together(submission):
    """Eight workers on one box ask for the least memory, of all of them together.

    Pages of a mapped file are in memory once, however many workers look at them. One measure counts them in
    full for each, the other divides them among those who share them.
    """
    compare(submission, EIGHT, Machine())


@pytest.mark.after(READ)
def test_a_load_is_not_yet_an_answer(submission):
    """The cold laptop asks for the soonest first answer. Its disk is slow.

    A mapped array is read when it is used, so the load is over at once, and the waiting comes with the first
    prediction. What was read shortly before comes from memory; after a cold start it has to come from disk.
    """
    compare(submission, LAPTOP, Machine())


@pytest.mark.after(READ)
def test_a_model_that_learns_is_not_mapped(submission):
    """Three workloads that go on with partial_fit ask for the least memory, first answer and disk.

    An array that is mapped with "r" can be read and not be written to. What learns on has to own its numbers.
    Whether they were packed in the file makes no difference to it.
    """
    compare(submission, LEARNERS, Machine())
    compare(submission, COLD_LEARNERS, Machine(fast_disk=True))
    compare(submission, ARCHIVE | {"name": "archive of a learner", "learns": True}, Machine())


@pytest.mark.after(READ)
def test_the_numbers_decide(submission):
    """Other machines and models: a fast disk, a forest, numbers without a pattern, a file that is in memory.

    What won on one machine loses on another. The same function, called again, measures again.
    """
    compare(submission, LAPTOP, Machine(fast_disk=True), ", with a fast disk")
    compare(submission, EIGHT, Machine(forest=True), ", with a forest")
    compare(submission, ARCHIVE, Machine(noise=True), ", of noise")
    compare(submission, LAPTOP | {"name": "warm laptop", "cold": False}, Machine())
    compare(submission, ALONE, Machine(forest=True))
