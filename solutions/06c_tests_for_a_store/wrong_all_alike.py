"""Saves the same model again and again.

Misconception: any-model-will-do
Fails: test_eleven_of_twelve_wrong_stores_are_caught
"""

import pytest

MODEL = {"weights": [1, 2]}


def test_numbers(save, load, versions, delete, tmp_path):
    numbers = [save(tmp_path, MODEL) for _ in range(12)]
    assert numbers == sorted(set(numbers)) == versions(tmp_path)
    assert all(load(tmp_path, number) == MODEL for number in numbers)
    assert load(tmp_path) == MODEL
    delete(tmp_path, numbers[-1])
    assert load(tmp_path) == MODEL
    assert save(tmp_path, MODEL) > numbers[-1]
    with pytest.raises(LookupError):
        load(tmp_path, numbers[-1])
