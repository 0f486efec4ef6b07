"""torch checkpoint: training goes on as if it had not stopped, or says what is missing."""

import copy
import random
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from rehydrate import formats
from rehydrate.errors import CannotHold, CannotLoad, ForeignFile, UntrustedFile
from rehydrate.formats.torch_checkpoint import RANDOM, resume, snapshot

FMT = formats.get("torch_checkpoint")
TRAINING = """
import json, random, sys, numpy as np, torch
from rehydrate import formats
from rehydrate.formats.torch_checkpoint import resume

def parts():
    net = torch.nn.Sequential(torch.nn.Linear(3, 8), torch.nn.Dropout(0.5), torch.nn.Linear(8, 1))
    optimizer = torch.optim.Adam(net.parameters(), lr=0.1)
    return {"model": net, "optimizer": optimizer, "schedule": torch.optim.lr_scheduler.StepLR(optimizer, 2)}

def train(parts):
    for _ in range(3):
        x = torch.randn(4, 3) + random.random() + np.random.rand()  # all three generators
        parts["optimizer"].zero_grad()
        parts["model"](x).square().mean().backward()
        parts["optimizer"].step()
        parts["schedule"].step()
    return [value.tolist() for value in parts["model"].state_dict().values()]
"""
STRAIGHT = f"""{TRAINING}
whole = parts()
train(whole)
formats.get("torch_checkpoint").dump(whole | {{"epoch": 3}}, sys.argv[1])
print(json.dumps(train(whole)))
"""
RESUMED = f"""{TRAINING}
found = {{}}
for left_out in ("nothing", "optimizer", "schedule", "random_states"):
    saved = formats.get("torch_checkpoint").load(sys.argv[1])
    whole = parts()
    kept = {{name: value for name, value in saved.items() if name != left_out}}
    rest = resume(kept, **{{name: whole[name] for name in whole if name != left_out}})
    assert rest == {{"epoch": 3}}, rest
    found[left_out] = train(whole)
print(json.dumps(found))
"""


def test_training_resumed_in_a_fresh_process_is_bitwise_that_which_never_stopped(tmp_path, elsewhere):
    straight = elsewhere(STRAIGHT, tmp_path / "a.ckpt")
    resumed = elsewhere(RESUMED, tmp_path / "a.ckpt")
    assert resumed["nothing"] == straight
    for left_out in ("optimizer", "schedule", "random_states"):
        assert resumed[left_out] != straight, left_out


def small():
    net = torch.nn.Linear(2, 1)
    return SimpleNamespace(net=net, optimizer=torch.optim.Adam(net.parameters()))


def step(part):
    part.optimizer.zero_grad()
    part.net(torch.ones(1, 2)).square().sum().backward()
    part.optimizer.step()
    return part.net.weight.detach().clone()


def test_a_snapshot_stays_while_the_training_goes_on():
    part = small()
    step(part)
    kept, live = snapshot({"net": part.net, "optimizer": part.optimizer}), part.net.state_dict()
    before = copy.deepcopy(kept)
    after = step(part)
    assert torch.equal(live["weight"], after)  # the trap: a state dict is the module's own memory
    for name in ("weight", "bias"):
        assert torch.equal(kept["net"][name], before["net"][name])
    for name, value in before["optimizer"]["state"][0].items():
        assert torch.equal(kept["optimizer"]["state"][0][name], value)


def test_a_snapshot_can_be_resumed_from_twice():
    part = small()
    step(part)
    kept = snapshot({"net": part.net, "optimizer": part.optimizer})
    ends = []
    for _ in range(2):
        again = small()
        resume(kept, net=again.net, optimizer=again.optimizer)
        ends.append([step(again) for _ in range(3)])
    assert all(torch.equal(a, b) for a, b in zip(*ends, strict=True))


def test_the_random_generators_stand_where_they_stood(tmp_path):
    path = FMT.dump({"epoch": 1}, tmp_path / "a.ckpt")
    drawn = [random.random(), np.random.normal(), torch.rand(3).tolist()]
    resume(FMT.load(path))
    assert [random.random(), np.random.normal(), torch.rand(3).tolist()] == drawn


def test_plain_values_come_back_with_their_types(tmp_path):
    plain = {"a": [1, 2.5, None, True, "é"], "b": ({"x": (1, 2)}, float("inf")), "c": {3: torch.ones(2)}}
    found = FMT.load(FMT.dump({"plain": plain}, tmp_path / "a.ckpt"))["plain"]
    assert torch.equal(found["c"].pop(3), plain["c"].pop(3))
    assert found == plain


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ({"f1": np.float64(0.5)}, r"score\['f1'\] is a numpy.float64"),
        ([1, (np.arange(3),)], r"score\[1\]\[0\] is a numpy.ndarray"),
        ({1, 2}, "score is a builtins.set"),
        (lambda: 1, "score is a builtins.function"),
        ({np.int64(3): 1}, "the key .*3.* of score is a numpy.int64"),
        (torch.eye(2).to_sparse(), "'score' is sparse"),
        (SimpleNamespace(lr=1), "SimpleNamespace"),
    ],
)
def test_what_is_no_plain_data_is_refused_with_its_place(value, word, tmp_path):
    with pytest.raises(CannotHold, match=word):
        FMT.dump({"epoch": 1, "score": value}, tmp_path / "a.ckpt")
    assert not list(tmp_path.iterdir())


def test_a_single_module_is_sent_to_torch_state(tmp_path):
    with pytest.raises(CannotHold, match="torch_state"):
        FMT.dump(torch.nn.Linear(1, 1), tmp_path / "a.ckpt")


def test_a_name_that_was_not_saved_is_said_before_anything_changes():
    part = small()
    kept, before = snapshot({"net": part.net}), part.net.weight.detach().clone()
    kept["net"]["weight"] += 1
    with pytest.raises(CannotLoad, match="(?s)'optimiser'.*net"):
        resume(kept, net=part.net, optimiser=part.optimizer)
    assert torch.equal(part.net.weight, before)


def test_states_and_checkpoints_are_not_taken_for_each_other(tmp_path):
    state = formats.get("torch_state").dump(torch.nn.Linear(1, 1), tmp_path / "a.pt")
    checkpoint = FMT.dump({"net": torch.nn.Linear(1, 1)}, tmp_path / "a.ckpt")
    with pytest.raises(ForeignFile, match="torch_state"):
        FMT.load(state)
    with pytest.raises(ForeignFile, match="torch_checkpoint"):
        formats.get("torch_state").load(checkpoint)


def test_a_checkpoint_of_objects_is_refused_as_untrusted(tmp_path):
    torch.save({"score": np.float64(0.5), "net": {}}, tmp_path / "a.ckpt")
    with pytest.raises(UntrustedFile, match="numpy"):
        FMT.load(tmp_path / "a.ckpt")


def test_a_checkpoint_by_another_program_is_read_without_random_states(tmp_path):
    torch.save({"net": torch.nn.Linear(2, 1).state_dict(), "epoch": 4}, tmp_path / "a.ckpt")
    found = FMT.load(tmp_path / "a.ckpt")
    assert RANDOM not in found
    assert resume(found, net=torch.nn.Linear(2, 1)) == {"epoch": 4}
