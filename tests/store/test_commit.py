import errno
import os

import pytest

from rehydrate.errors import StoreError


def blobs(tmp_path):
    return sorted(path.name for path in (tmp_path / "models" / "churn" / "blobs").iterdir())


@pytest.mark.parametrize("method", ["put", "new_file"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_disk_that_refuses_leaves_nothing_and_the_next_save_works(
    filled, tmp_path, monkeypatch, method, error
):
    before = blobs(tmp_path)

    def refuse(*_):
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as patch:
        patch.setattr(filled.backend, method, refuse)
        with pytest.raises(StoreError, match=os.strerror(error)):
            filled.save("churn", {"number": 4})
    assert blobs(tmp_path) == before
    assert filled.versions("churn") == [1, 2, 3]
    assert filled.save("churn", {"number": 4}) == 4


def test_a_disk_that_is_full_after_the_first_of_two_files_leaves_neither(filled, tmp_path):
    before = blobs(tmp_path)
    with pytest.raises(StoreError):
        filled.save("churn", {"number": 4}, training=tmp_path / "nowhere.pt")
    assert blobs(tmp_path) == before


@pytest.mark.parametrize("moment", ["put", "note"])
def test_an_interrupt_leaves_a_whole_version_or_none(filled, tmp_path, monkeypatch, moment):
    """Before the commit its files go; after it they must stay."""

    def interrupt(*_):
        raise KeyboardInterrupt

    before = blobs(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(filled.backend, moment, interrupt)
        with pytest.raises(KeyboardInterrupt):
            filled.save("churn", {"number": 4})
    assert filled.verify() == []
    if moment == "put":
        assert blobs(tmp_path) == before
        assert filled.versions("churn") == [1, 2, 3]
    else:
        assert filled.load("churn") == {"number": 4}


def test_of_a_model_that_fails_at_the_end_of_its_pickle_nothing_stays(filled, tmp_path):
    before = blobs(tmp_path)

    class Late:
        def __reduce__(self):
            raise MemoryError("at the end")

    with pytest.raises(MemoryError):
        filled.save("churn", {"a": list(range(10_000)), "b": Late()})
    assert blobs(tmp_path) == before
    assert filled.gc() == []
