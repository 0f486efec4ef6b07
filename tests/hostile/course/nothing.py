def save_model(model, path):
    return None


def load_model(path):
    return None


def names(folder):
    return None
