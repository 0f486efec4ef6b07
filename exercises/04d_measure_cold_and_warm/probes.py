"""Code of 04d that runs beside the learner's: clocks and processes for which the right figures are known."""

from rehydrate.lab.kinds.measure import Clocks, Processes


def trial(costs, n, slow=(), set_back=0.0, share_of_work=1.0):
    """Let the learner measure once; return their figures, and what was seen meanwhile."""
    clocks = Clocks(share_of_work)
    processes = Processes(clocks, costs, slow, set_back)
    with clocks.installed():
        import answer  # here, so that a name imported from time is one of ours

        with clocks.installed(answer):  # unless it was imported earlier
            figures = answer.bench(processes.start, n)
    return {
        "figures": figures,
        "not ended": sum(not process.has_ended for process in processes.started),
        "cold": processes.n_loads["cold"],
        "warm": processes.n_loads["warm"],
        "imports": sum(process.has_imported for process in processes.started),
        "clocks": sorted(clocks.reads),
    }
