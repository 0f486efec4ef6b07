"""torch state: tensors by name, read as data whatever the environment says."""

import io
import os
import zipfile

import pytest
import torch

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, DamagedFile, ForeignFile, FutureFile, UntrustedFile
from rehydrate.formats.torch_state import put_into

FMT = formats.get("torch_state")
READ = """
import json, sys, torch
from rehydrate import formats
from rehydrate.formats.torch_state import put_into
net = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Dropout(0.5))
answers = []
for mapped in (False, True):
    put_into(net, formats.get("torch_state").load(sys.argv[1], mapped=mapped))
    answers.append(net.eval()(torch.arange(6.0).reshape(2, 3)).tolist())
print(json.dumps(answers))
"""
ATTACK = """
import json, sys
from rehydrate import errors, formats
try:
    formats.get("torch_state").load(sys.argv[1])
except errors.UntrustedFile as error:
    print(json.dumps(str(error)))
"""


class Attack:
    """Pickled, it opens a file for writing as soon as it is read as a plain pickle."""

    def __init__(self, marker):
        self.marker = marker

    def __reduce__(self):
        return open, (str(self.marker), "w")


def net():
    return torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4), torch.nn.Dropout(0.5))


def test_a_module_predicts_bitwise_the_same_in_a_fresh_process(tmp_path, elsewhere):
    module = net()
    module(torch.randn(5, 3))  # moves the statistics of the batches
    path = FMT.dump(module, tmp_path / "net.pt")
    assert elsewhere(READ, path) == [module.eval()(torch.arange(6.0).reshape(2, 3)).tolist()] * 2


def test_a_state_keeps_the_versions_that_torch_notes_on_it(tmp_path):
    state = net().state_dict()
    assert FMT.load(FMT.dump(state, tmp_path / "a.pt"))._metadata == state._metadata


def test_the_same_state_gives_the_same_bytes(tmp_path):
    state = net().state_dict()
    first, second = FMT.dump(state, tmp_path / "a.pt"), FMT.dump(state, tmp_path / "another name.pt")
    assert first.read_bytes() == second.read_bytes()


def test_a_view_does_not_carry_what_it_looks_at_and_the_callers_mapping_stays(tmp_path):
    big = torch.arange(100_000.0)
    state = {"row": big[:5], "column": big[::20_000]}
    path = FMT.dump(state, tmp_path / "a.pt")
    assert path.stat().st_size < 3000
    assert FMT.load(path)["column"].tolist() == [0, 20_000, 40_000, 60_000, 80_000]
    assert state["row"].untyped_storage().nbytes() == 400_000


def test_tied_weights_stay_one_tensor_also_as_views(tmp_path):
    weight, big = torch.ones(3), torch.ones(10)
    state = FMT.load(FMT.dump({"a": weight, "b": weight, "c": big[:2], "d": big[:2]}, tmp_path / "a.pt"))
    state["a"].zero_()
    state["c"].zero_()
    assert not state["b"].any()
    assert not state["d"].any()


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod."])
def test_a_wrapped_modules_prefix_is_named_as_the_cause(prefix):
    plain, wrapped = net().state_dict(), {prefix + name: value for name, value in net().state_dict().items()}
    with pytest.raises(CannotLoad, match=f"(?s)7 missing.*7 left over.*'{prefix}'.*removeprefix"):
        put_into(net(), wrapped)
    put_into(net(), {name.removeprefix(prefix): value for name, value in wrapped.items()})
    with pytest.raises(
        CannotLoad, match=r"(?s)inside torch.nn.DataParallel.*put_into\(module.module, state\)"
    ):
        put_into(torch.nn.DataParallel(net()), plain)


@pytest.mark.parametrize("change", ["missing", "left over", "of another shape"])
def test_a_state_that_does_not_fit_leaves_the_module_as_it_was(change):
    module = net()
    before = {name: value.clone() for name, value in module.state_dict().items()}
    state = {name: torch.zeros_like(value) for name, value in before.items()}
    if change == "missing":
        del state["1.bias"]
    else:
        state["1.more" if change == "left over" else "1.bias"] = torch.zeros(7)
    with pytest.raises(CannotLoad, match=f"1 {change} "):
        put_into(module, state)
    assert all(torch.equal(before[name], value) for name, value in module.state_dict().items())


def test_code_in_the_file_never_runs_even_if_the_environment_allows_it(tmp_path, elsewhere):
    torch.save({"a": torch.ones(1), "b": Attack(tmp_path / "marker")}, tmp_path / "a.pt")
    said = elsewhere(ATTACK, tmp_path / "a.pt", TORCH_FORCE_NO_WEIGHTS_ONLY_LOAD="1")
    assert "asks for" in said
    assert "open" in said
    assert not (tmp_path / "marker").exists()


def test_a_whole_module_is_refused_as_untrusted(tmp_path):
    torch.save(net(), tmp_path / "a.pt")
    with pytest.raises(UntrustedFile, match="Sequential"):
        FMT.load(tmp_path / "a.pt")


@pytest.mark.parametrize(
    ("model", "word"),
    [
        ([torch.ones(1)], "mapping"),
        ({"a": torch.ones(1), "epoch": 3}, "(?s)'epoch' is a int.*torch_checkpoint"),
        ({"a": torch.eye(2).to_sparse()}, "sparse"),
        ({"a": torch.ones(2, device="meta")}, "meta"),
    ],
)
def test_what_is_no_tensor_is_refused_by_name(model, word, tmp_path):
    with pytest.raises(CannotHold, match=word):
        FMT.dump(model, tmp_path / "a.pt")
    assert not list(tmp_path.iterdir())


def test_a_changed_number_is_noticed_though_torch_itself_would_not(tmp_path):
    path = FMT.dump({"a": torch.full((100,), 1.0)}, tmp_path / "a.pt")
    whole = bytearray(path.read_bytes())
    whole[whole.find(torch.full((100,), 1.0).numpy().tobytes()) + 2] ^= 1
    path.write_bytes(whole)
    assert torch.load(path, weights_only=True)["a"][0] != 1
    with pytest.raises(DamagedFile, match="sum"):
        FMT.load(path)


def test_a_cut_file_is_refused_wherever_it_was_cut(tmp_path):
    whole = FMT.dump({"a": torch.ones(3)}, tmp_path / "a.pt").read_bytes()
    for n in range(4, len(whole), 31):
        with pytest.raises(DamagedFile):
            FMT.load(io.BytesIO(whole[:n]))


def rewritten(whole, name, content):
    """Return a zip with the content of one member replaced."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
        for each in old.namelist():
            new.writestr(each, content if each.endswith(name) else old.read(each))
    return made


def test_a_file_of_a_newer_torch_is_said_to_be_one(tmp_path):
    whole = FMT.dump({"a": torch.ones(3)}, tmp_path / "a.pt").read_bytes()
    with pytest.raises(FutureFile, match="upgrade torch"):
        FMT.load(rewritten(whole, "/version", b"99\n"))


def test_a_damaged_pickle_in_a_whole_zip_is_refused(tmp_path):
    whole = FMT.dump({"a": torch.ones(3)}, tmp_path / "a.pt").read_bytes()
    with pytest.raises(DamagedFile):
        FMT.load(rewritten(whole, "/data.pkl", b"\x80\x02}."[:-1]))


@pytest.mark.parametrize("content", [b"\x80\x05N.", b"\x93NUMPY" + bytes(60), b"hello"])
def test_another_kind_of_file_is_said_to_be_foreign(content):
    with pytest.raises(ForeignFile):
        FMT.load(io.BytesIO(content))


def test_another_zip_is_said_to_be_foreign():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.npy", b"")
    with pytest.raises(ForeignFile):
        FMT.load(made)


def test_a_file_replaced_after_opening_is_not_the_one_that_is_mapped(tmp_path):
    path = FMT.dump({"a": torch.zeros(3)}, tmp_path / "a.pt")
    with path.open("rb") as stream:
        os.replace(FMT.dump({"a": torch.ones(3)}, tmp_path / "b.pt"), path)
        assert not FMT.load(stream, mapped=True)["a"].any()
