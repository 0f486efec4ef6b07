"""A function has another name.

Expect: 1 points
Reason: has no save_model
"""

# @RIGHT@

save_modell = save_model  # noqa: F821
del save_model  # noqa: F821
