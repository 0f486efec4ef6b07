"""Writes down the numbers that come after a deletion.

Misconception: numbers-have-no-gaps
Fails: test_no_test_refuses_a_right_store, test_half_of_the_wrong_stores_are_caught,
    test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
"""


def test_deleted_numbers(save, load, versions, delete, tmp_path):
    for n in range(3):
        save(tmp_path, [n])
    delete(tmp_path, 3)
    assert save(tmp_path, [3]) == 4
    assert versions(tmp_path) == [1, 2, 4]
    assert load(tmp_path, 4) == [3]
