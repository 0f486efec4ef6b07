"""Saves one model and loads it.

Misconception: one-version-is-a-store
Fails: test_half_of_the_wrong_stores_are_caught, test_a_store_that_gives_a_number_twice_is_caught,
    test_eleven_of_twelve_wrong_stores_are_caught
"""


def test_a_model_comes_back(save, load, versions, tmp_path):
    number = save(tmp_path, {"weights": [1, 2]})
    assert number == 1
    assert versions(tmp_path) == [1]
    assert load(tmp_path, number) == load(tmp_path) == {"weights": [1, 2]}
