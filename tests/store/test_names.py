import pytest

from rehydrate.errors import BadName
from rehydrate.store._names import checked


@pytest.mark.parametrize(
    "name", ["a", "churn", "churn-eu.v2", "a_b-c.d", "latest2", "console", "com10", "a" * 64]
)
def test_a_plain_name_is_a_name(name):
    assert checked(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", ".", "..", "../evil", "a/b", "a\\b", "/etc", "C:", "c:x", "~", "a\0", "a\n", " a", "a b", "a*"),
        *(
            ".hidden",
            "-rf",
            "_x",
            "a.",
            "churn..",
            "1",
            "3d",
            "Churn",
            "cHurn",
            "chürn",
            "ａ",
            "\u0661",
            "a" * 65,
        ),
        *("con", "nul", "aux.txt", "com1", "lpt9.model", "prn.", "latest"),
        *(None, 3, b"churn", ["churn"]),
    ],
)
def test_a_name_that_could_leave_the_store_or_be_misread_is_refused(name):
    with pytest.raises(BadName, match="choose a name such as churn"):
        checked(name)


DOORS = {
    "save": lambda store: store.save("../evil", {}),
    "alias of save": lambda store: store.save("churn", {}, alias="../evil"),
    "load": lambda store: store.load("../evil"),
    "alias of load": lambda store: store.load("churn", "../evil"),
    "set_alias": lambda store: store.set_alias("churn", "../evil", 1),
    "gc": lambda store: store.gc("../evil"),
    "versions": lambda store: store.versions(".."),
}


@pytest.mark.parametrize("door", DOORS)
def test_no_door_of_the_store_lets_a_bad_name_in(store, tmp_path, door):
    with pytest.raises(BadName):
        DOORS[door](store)
    assert list(tmp_path.iterdir()) == []
