"""Expects the object that was saved.

Misconception: a-load-gives-the-object
Fails: test_no_test_refuses_a_right_store, test_half_of_the_wrong_stores_are_caught,
    test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
"""


def test_the_model_is_back(save, load, tmp_path):
    model = {"weights": [1, 2]}
    number = save(tmp_path, model)
    assert load(tmp_path, number) is model
