"""Uses an Unpickler that refuses every name, as a guide to safe loading shows, and notes what it refused.

Misconception: a-refusal-tells-all
Fails: test_every_protocol_is_read, test_a_name_may_have_several_parts,
    test_a_name_may_be_fetched_from_the_memo, test_the_memo_may_be_long,
    test_every_pickle_in_the_file_is_read, test_each_pickle_has_a_memo_of_its_own, test_a_model_is_read
"""

import pickle


class Refusing(pickle.Unpickler):
    def find_class(self, module, name):
        self.refused = f"{module}.{name}"
        raise pickle.UnpicklingError(self.refused)


def globals_of(path):
    names = set()
    with open(path, "rb") as file:
        unpickler = Refusing(file)
        try:
            unpickler.load()
        except pickle.UnpicklingError:
            names.add(unpickler.refused)
    return names
