"""The weights of a small network."""

import numpy as np
import torch


def sample():
    """Return a network; what is asked for is its state, so no rows are needed."""
    torch.manual_seed(0)
    return torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.BatchNorm1d(4)), None


def answers(model, X):
    """Return the values by name, of the network or of the state that came back."""
    state = model.state_dict() if isinstance(model, torch.nn.Module) else model
    return {name: np.asarray(value) for name, value in state.items()}
