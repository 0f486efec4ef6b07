"""Never asks where the file is read.

Misconception: python-is-everywhere
Fails: test_a_browser_can_read_it, test_some_needs_have_no_format,
    test_every_rejection_has_a_true_reason, test_every_combination_of_needs
"""

ESTIMATOR = {"linear", "forest", "own module"}

#             runs code, trains on, browser, years, exact, small, holds
FACTS = {
    "pickle": (True, True, False, False, True, False, ESTIMATOR),
    "joblib": (True, True, False, False, True, True, ESTIMATOR),
    "cloudpickle": (True, True, False, False, True, False, ESTIMATOR | {"notebook"}),
    "hickle": (True, True, False, False, True, True, ESTIMATOR),
    "skops": (False, True, False, False, True, True, ESTIMATOR),
    "onnx": (False, False, True, True, False, False, {"linear", "forest"}),
    "npz_linear": (False, True, False, False, True, False, {"linear"}),
}


def choose_format(needs):
    """Sort the formats into those that do and those that fail a need."""
    fit, rejected = [], {}
    for name, facts in FACTS.items():
        failed = failed_needs(needs, *facts)
        if failed:
            rejected[name] = failed[0]
        else:
            fit.append(name)
    return {"format": fit[0] if fit else None, "rejected": rejected}


def failed_needs(needs, runs_code, trains_on, browser, years, exact, small, holds):
    """Return the needs that a format with these facts does not meet."""
    rules = {
        "model": needs["model"] in holds,
        "writer": needs["writer"] == "trusted" or not runs_code,
        "reader": True,
        "keep": needs["keep"] == "days" or years,
        "train_on": not needs["train_on"] or trains_on,
        "exact": not needs["exact"] or exact,
        "small": not needs["small"] or small,
    }
    return [need for need, is_met in rules.items() if not is_met]
