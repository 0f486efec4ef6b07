"""Code of 04d that runs beside the learner's: clocks and processes for which the right figures are known."""

import sys

from rehydrate.lab.kinds.measure import Clocks, Processes


def trial(costs, n, set_back=0.0, share_of_work=1.0):
    """Let the learner measure once; return their figures, and what was seen meanwhile."""
    clocks = Clocks(share_of_work)
    processes = Processes(clocks, costs, set_back)
    sys.modules.pop("answer", None)  # what it imported from time is a clock of the last trial
    with clocks.installed():
        import answer  # here, so that a name imported from time is one of ours

        figures = answer.bench(processes.start, n)
    return {
        "figures": figures,
        "not ended": sum(not process.has_ended for process in processes.started),
        "timed": {kind: processes.timed[kind] for kind in ("imports", "cold", "warm")},
    }
