"""Measures a saved model as a service would feel it: start, speed, size, memory, and whether it is the same.

>>> from rehydrate.evaluate import evaluate
>>> result = evaluate(model, X, formats=["joblib", "pickle", "pickle+mapped"])   # doctest: +SKIP
>>> print(result.table())                                                       # doctest: +SKIP
"""

from rehydrate.evaluate._evaluation import evaluate, evaluate_file
from rehydrate.evaluate._fidelity import reference_of
from rehydrate.evaluate._result import Evaluation, Fidelity, Measurement, Spread
from rehydrate.evaluate._session import Conditions

__all__ = ["Conditions", "Evaluation", "Fidelity", "Measurement", "Spread"]
__all__ += ["evaluate", "evaluate_file", "reference_of"]
