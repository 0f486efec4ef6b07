"""Knows one format.

Misconception: one-format-for-everything
Fails: test_a_file_of_an_unknown_writer_runs_nothing, test_a_browser_can_read_it,
    test_the_model_has_a_place_in_it, test_a_file_for_years_is_read_in_years,
    test_some_needs_have_no_format, test_every_rejection_has_a_true_reason,
    test_every_combination_of_needs
"""


def choose_format(needs):
    return {"format": "joblib", "rejected": {}}
