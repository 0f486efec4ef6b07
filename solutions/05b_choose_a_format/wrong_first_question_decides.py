"""Lets the first need that is special decide.

Misconception: the-first-question-decides
Fails: test_some_needs_have_no_format, test_every_rejection_has_a_true_reason,
    test_nothing_is_rejected_without_a_reason, test_every_combination_of_needs
"""

REASONS = {
    "browser": "reader",
    "years": "keep",
}


def choose_format(needs):
    if needs["writer"] == "unknown":
        chosen, need = "skops", "writer"
    elif needs["reader"] == "browser":
        chosen, need = "onnx", "reader"
    elif needs["model"] == "notebook":
        chosen, need = "cloudpickle", "model"
    elif needs["keep"] == "years":
        chosen, need = "onnx", "keep"
    elif needs["small"]:
        chosen, need = "joblib", "small"
    else:
        return {"format": "pickle", "rejected": {}}
    others = {"pickle", "joblib", "cloudpickle", "hickle", "skops", "onnx", "npz_linear"} - {chosen}
    return {"format": chosen, "rejected": dict.fromkeys(others, need)}
