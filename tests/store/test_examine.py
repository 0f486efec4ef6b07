import pytest

from .conftest import overwrite


@pytest.fixture
def rich(filled, model, X, tmp_path):
    """A store whose churn 4 has every kind of file."""
    (tmp_path / "c.pt").write_bytes(b"checkpoint")
    filled.save("churn", model, golden=X[:3], training=tmp_path / "c.pt", alias="production")
    return filled


def test_a_whole_store_has_no_problem(rich):
    assert rich.verify() == []


@pytest.mark.parametrize("which", ["payload", "golden", "checkpoint"])
def test_a_changed_file_is_found_in_its_version(rich, path_of, which, trap):
    data, marker = trap
    overwrite(path_of(rich, "churn", 4, which), data)
    (problem,) = rich.verify()
    assert (problem.place, problem.kind) == ("churn@4", "ChecksumMismatch")
    assert "rehydrate store rollback churn production" in problem.fix
    assert rich.verify("churn", 4) == [problem]
    assert [p.what for p in rich.verify("churn", "production")] == [problem.what]
    assert rich.verify("churn", 3) == []
    assert not marker.exists()


def test_each_kind_of_damage_is_found_and_the_rest_is_still_checked(rich, path_of, tmp_path):
    path_of(rich, "churn", 1).unlink()
    (tmp_path / "models" / "churn" / "versions" / "2.json").write_bytes(b"{}")
    (tmp_path / "models" / "churn" / "aliases" / "production" / "1.json").write_bytes(b"")
    assert [(problem.place, problem.kind) for problem in rich.verify()] == [
        ("churn@1", "NotInStore"),
        ("churn@2", "BrokenRecord"),
        ("churn@production", "BrokenRecord"),
    ]


def test_an_alias_whose_version_is_gone_is_found(rich, tmp_path):
    (tmp_path / "models" / "churn" / "versions" / "4.json").unlink()
    assert [problem.place for problem in rich.verify()] == ["churn@production"]


def test_deleted_versions_are_not_missed(rich):
    rich.delete("churn", 1)
    assert rich.verify() == []


def test_every_step_is_told_before_it_is_taken(rich):
    places = []
    rich.verify(on_step=places.append)
    assert places == ["churn@1", "churn@2", "churn@3", "churn@4", "churn@production"]
