"""Runs everything and claims nothing.

Misconception: no-error-is-success
Fails: test_every_test_fails_where_nothing_is_done, test_half_of_the_wrong_stores_are_caught,
    test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
"""


def test_it_works(save, load, versions, delete, tmp_path):
    number = save(tmp_path, {"weights": [1, 2]})
    print(versions(tmp_path), load(tmp_path, number))
    delete(tmp_path, number)
