"""A small network and an epoch."""

import torch


def sample():
    """Return what training needs; no rows are needed."""
    torch.manual_seed(0)
    return {"net": torch.nn.Linear(3, 4), "epoch": 3}, None


def answers(checkpoint, X):
    """Return the weights by name, and the epoch."""
    net = checkpoint["net"]
    state = net.state_dict() if isinstance(net, torch.nn.Module) else net
    return {name: value.numpy() for name, value in state.items()} | {"epoch": checkpoint["epoch"]}
