"""Dumps the pipeline to a name that ends in .npz.

Misconception: the-suffix-makes-the-format
Fails: test_it_holds_numbers_and_text, test_a_made_up_file_runs_nothing, test_a_file_of_another_schema_is_refused
"""

import joblib


def export_model(pipeline, path):
    joblib.dump(pipeline, path)


def import_model(path):
    return joblib.load(path)
