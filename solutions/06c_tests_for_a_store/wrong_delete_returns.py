"""Expects that a deletion gives nothing back.

Misconception: silence-is-a-promise
Fails: test_no_test_refuses_a_right_store, test_half_of_the_wrong_stores_are_caught,
    test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
"""


def test_deletion(save, load, versions, delete, tmp_path):
    first, second = save(tmp_path, ["a"]), save(tmp_path, ["b"])
    assert delete(tmp_path, second) is None
    assert versions(tmp_path) == [first]
    assert load(tmp_path) == ["a"]
