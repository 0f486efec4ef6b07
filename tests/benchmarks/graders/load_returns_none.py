# %%
import joblib


def save_model(model, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, path)
    return path


def load_model(path):
    joblib.load(path)


# %%
class ModelStore:
    def __init__(self, root):
        self.root = root

    def versions(self):
        return sorted(int(path.stem) for path in self.root.glob("*.joblib"))

    def save(self, model):
        number = max(self.versions(), default=0) + 1
        save_model(model, self.root / f"{number}.joblib")
        return number

    def load(self, number=None):
        return load_model(self.root / f"{number or self.versions()[-1]}.joblib")
