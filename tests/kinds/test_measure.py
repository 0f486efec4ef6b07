"""A measurement's method shows in its figures when the clocks are ours."""

import time
import timeit
import types

import pytest

from rehydrate.lab.kinds.measure import Clocks, CountingModel, Processes

COSTS = {"start": 0.4, "imports": 2.5, "cold": 0.06, "warm": 0.002, "end": 0.1}


@pytest.mark.parametrize("name", ["perf_counter", "monotonic", "time", "process_time", "thread_time"])
def test_every_clock_stands_still_until_something_takes_time(name):
    with Clocks().installed() as clocks:
        begin, begin_ns = getattr(time, name)(), getattr(time, f"{name}_ns")()
        assert getattr(time, name)() == begin
        clocks.advance(1.5)
        assert getattr(time, name)() == pytest.approx(begin + 1.5)
        assert getattr(time, f"{name}_ns")() - begin_ns == pytest.approx(1.5e9)
        assert clocks.reads == {name: 5}


def test_the_clocks_show_times_that_cannot_be_mixed_up():
    with Clocks().installed():
        shown = sorted([time.perf_counter(), time.monotonic(), time.time(), time.process_time()])
    assert min(late - early for early, late in zip(shown, shown[1:], strict=False)) > 900


def test_a_correction_moves_the_wall_clock_alone():
    with Clocks().installed() as clocks:
        wall, steady = time.time(), time.perf_counter()
        clocks.set_back(60)
        assert (time.time() - wall, time.perf_counter() - steady) == (-60, 0)


def test_waiting_is_no_time_of_the_processor():
    with Clocks(share_of_work=0.25).installed() as clocks:
        begin = time.process_time(), time.thread_time()
        clocks.advance(4)
        assert time.process_time() - begin[0] == pytest.approx(1)
        assert time.thread_time() - begin[1] == pytest.approx(1)


@pytest.mark.linux
@pytest.mark.parametrize(
    ("clock", "name"),
    [
        ("CLOCK_MONOTONIC", "monotonic"),
        ("CLOCK_BOOTTIME", "monotonic"),
        ("CLOCK_REALTIME", "time"),
        ("CLOCK_PROCESS_CPUTIME_ID", "process_time"),
        ("CLOCK_THREAD_CPUTIME_ID", "thread_time"),
    ],
)
def test_a_clock_asked_for_by_its_id_is_the_one_of_that_name(clock, name):
    with Clocks(share_of_work=0.5).installed() as clocks:
        clocks.advance(2)
        clocks.set_back(7)
        shown = getattr(time, name)()
        assert time.clock_gettime(getattr(time, clock)) == shown
        assert time.clock_gettime_ns(getattr(time, clock)) == round(shown * 1e9)
        assert clocks.reads == {name: 3}


def test_a_name_that_was_imported_earlier_is_exchanged_too_and_comes_back():
    answer = types.ModuleType("answer")
    real = answer.stopwatch = time.perf_counter
    defaults = timeit.repeat.__defaults__
    with Clocks().installed(answer):
        assert answer.stopwatch is time.perf_counter is timeit.default_timer
        assert answer.stopwatch() == 1000
    assert answer.stopwatch is time.perf_counter is timeit.default_timer is real
    assert timeit.repeat.__defaults__ == defaults


def test_the_real_clocks_come_back_after_an_error():
    real = time.time
    with pytest.raises(KeyError), Clocks().installed():
        raise KeyError
    assert time.time is real


def test_timeit_takes_the_clock_that_is_installed():
    with Clocks().installed() as clocks:
        assert timeit.timeit(lambda: clocks.advance(0.5), number=2) == 1
        assert timeit.repeat(lambda: clocks.advance(0.5), repeat=2, number=1) == [0.5, 0.5]
        assert timeit.Timer(lambda: clocks.advance(2)).timeit(1) == 2


def test_a_model_notes_what_is_asked_of_it_and_when():
    with Clocks().installed() as clocks:
        model = CountingModel(clocks, {"fit": 2.0, "predict": 0.5}, answer=[1])
        assert model.fit([[0]], [1]) is model
        begin = time.perf_counter()
        assert model.predict([[0]]) == [1]
        assert time.perf_counter() - begin == 0.5
        assert model.predict_proba([[0]]) == model.transform([[0]]) == model.score([[0]], [1]) == [1]
    assert model.calls[:2] == [("fit", 1000.0), ("predict", 1002.0)]
    assert (model.count("fit"), model.count("score"), model.count("dump")) == (1, 1, 0)


def taken(clocks, action):
    begin = clocks.passed
    action()
    return round(clocks.passed - begin, 9)


def test_a_process_imports_once_and_loads_cold_once():
    clocks = Clocks()
    processes = Processes(clocks, COSTS)
    process = processes.start()
    steps = [process.import_libraries, process.import_libraries, process.load, process.load]
    assert [taken(clocks, step) for step in steps] == [2.5, 0, 0.06, 0.002]
    assert (process.n_loads, process.has_imported, processes.started) == (2, True, [process])
    assert processes.runs == {"start": 1, "imports": 1, "cold": 1, "warm": 1}


def test_a_load_imports_what_nobody_has_imported():
    clocks = Clocks()
    assert taken(clocks, Processes(clocks, COSTS).start().load) == 2.56


def test_several_costs_are_taken_in_turn_each_kind_for_itself():
    clocks = Clocks()
    processes = Processes(clocks, COSTS | {"warm": [0.002, 0.04]})
    process = processes.start()
    assert [taken(clocks, process.load) for _ in range(4)] == [2.56, 0.002, 0.04, 0.002]


def test_a_step_is_timed_if_a_clock_was_read_right_before_it():
    with Clocks().installed() as clocks:
        processes = Processes(clocks, COSTS)
        process = processes.start()
        time.perf_counter()
        for step in (process.import_libraries, process.load, process.load, process.end):
            step()
        time.perf_counter()
        processes.start().load()  # the imports within it are not timed by themselves
    assert [processes.timed[kind] for kind in ("imports", "cold", "warm", "end")] == [1, 1, 0, 0]
    assert (processes.runs["imports"], processes.runs["cold"]) == (2, 2)


def test_the_end_of_a_process_takes_time_once():
    clocks = Clocks()
    process = Processes(clocks, COSTS).start()
    assert [taken(clocks, process.end), taken(clocks, process.end)] == [0.1, 0]


def test_a_process_that_has_ended_does_nothing_more():
    process = Processes(Clocks(), COSTS).start()
    process.end()
    process.end()
    with pytest.raises(RuntimeError, match="has ended"):
        process.load()
