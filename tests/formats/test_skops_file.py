"""skops: the list of trusted types is the reader's, and the refusal says what to do with it."""

import io
import re
import zipfile

import numpy as np
import pytest
from sklearn.cluster import Birch
from sklearn.preprocessing import FunctionTransformer
from sklearn.tree import DecisionTreeClassifier

from rehydrate import formats
from rehydrate.errors import CannotHold, ForeignFile, UntrustedFile

FMT = formats.get("skops")
TREE = "sklearn.tree._tree.Tree"
X = np.arange(20.0).reshape(10, 2)
MODEL = DecisionTreeClassifier().fit(X, np.arange(10) // 5)


def test_a_type_is_refused_by_name_and_the_call_that_would_trust_it_works(tmp_path):
    path = FMT.dump(MODEL, tmp_path / "a.skops")
    with pytest.raises(UntrustedFile, match=re.escape(TREE)) as caught:
        FMT.load(path)
    call = re.search(
        r"formats\.get\('skops', trusted=\('sklearn.tree._tree.Tree',\)\)\.load\(.*\)", caught.value.fix
    )
    loaded = eval(call[0])
    assert np.array_equal(loaded.predict_proba(X), MODEL.predict_proba(X))


def test_trust_in_one_type_is_trust_in_no_other(tmp_path):
    model = FunctionTransformer(np.linalg.norm).fit(X)
    path = FMT.dump([MODEL, model], tmp_path / "a.skops")
    with pytest.raises(UntrustedFile, match=r"not trusted: numpy\.linalg\S*norm\.") as caught:
        formats.get("skops", trusted=(TREE,)).load(path)
    assert TREE in caught.value.fix  # what was trusted already stays in the advised call


def test_a_dump_never_makes_a_file_trust_itself(tmp_path):
    path = formats.get("skops", trusted=(TREE,)).dump(MODEL, tmp_path / "a.skops")
    with pytest.raises(UntrustedFile):
        FMT.load(path)


@pytest.mark.parametrize("model", [FunctionTransformer(lambda each: each), Birch().fit(X)])
def test_what_skops_would_not_bring_back_is_refused(tmp_path, model):
    with pytest.raises(CannotHold, match="formats.get"):
        FMT.dump(model, tmp_path / "a.skops")
    assert not list(tmp_path.iterdir())


def test_another_zip_is_a_stranger():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("something.txt", "else")
    with pytest.raises(ForeignFile, match=r"schema\.json"):
        FMT.load(out)
