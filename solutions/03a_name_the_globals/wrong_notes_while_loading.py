"""Notes every name that is looked up while the file is loaded.

Misconception: loading-is-looking
Fails: test_nothing_in_the_file_runs
"""

import pickle


class Noting(pickle.Unpickler):
    def __init__(self, file):
        super().__init__(file)
        self.names = set()

    def find_class(self, module, name):
        self.names.add(f"{module}.{name}")
        return super().find_class(module, name)


def globals_of(path):
    names = set()
    with open(path, "rb") as file:
        while file.peek(1):
            noting = Noting(file)
            noting.load()
            names |= noting.names
    return names
