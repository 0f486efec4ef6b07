"""Asks for what pytest has elsewhere.

Misconception: every-fixture-is-there
Fails: test_there_are_tests_with_parameters_that_exist, test_every_test_fails_where_nothing_is_done,
    test_no_test_refuses_a_right_store, test_half_of_the_wrong_stores_are_caught,
    test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
"""


def test_in_another_folder(save, load, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    number = save(tmp_path / "churn", ["a"])
    assert load(tmp_path / "churn", number) == ["a"]
