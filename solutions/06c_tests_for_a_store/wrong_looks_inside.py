"""Looks into the folder, for one file a version.

Misconception: the-folder-was-promised
Fails: test_no_test_refuses_a_right_store, test_half_of_the_wrong_stores_are_caught,
    test_a_store_that_gives_a_number_twice_is_caught, test_eleven_of_twelve_wrong_stores_are_caught
"""


def test_every_version_has_a_file(save, load, delete, tmp_path):
    first, second = save(tmp_path, ["a"]), save(tmp_path, ["b"])
    assert load(tmp_path, first) == ["a"]
    assert len(list(tmp_path.iterdir())) == 2
    delete(tmp_path, second)
    assert load(tmp_path) == ["a"]
