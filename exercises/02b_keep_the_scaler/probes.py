"""Code of 02b that must run beside the learner's: it watches a call of predict."""

import sys


def fitted_while_predicting(path, rows):
    """Ask the file, and name the kinds of estimator that are fitted meanwhile."""
    import answer

    fitted = set()

    def watch(frame, event, argument):
        code = frame.f_code
        if event == "call" and "sklearn" in code.co_filename and code.co_name in ("fit", "partial_fit"):
            fitted.add(type(frame.f_locals.get("self")).__name__)

    sys.setprofile(watch)
    try:
        answer.predict(path, rows)
    finally:
        sys.setprofile(None)
    return sorted(fitted)
