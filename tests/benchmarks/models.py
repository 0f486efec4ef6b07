"""The ten models of the store's benchmark: small and large, few arrays and many, one that is no estimator."""

import numpy as np


def rows(n_rows, n_columns, seed=0):
    """Return rows of random numbers and a label that depends on them."""
    X = np.random.default_rng(seed).normal(size=(n_rows, n_columns))
    return X, (X[:, 0] + X[:, 1] ** 2 > 1).astype(int) + (X[:, 2] > 1)


def linear():
    """Return a scaler and a logistic regression: 2 kB, all of it in tiny arrays."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression()).fit(*rows(500, 20))


def columns():
    """Return a pipeline over named columns of a table."""
    import pandas
    from sklearn.compose import ColumnTransformer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder, StandardScaler

    X, y = rows(500, 4)
    frame = pandas.DataFrame(X, columns=list("abcd")).assign(town=[f"town {n % 90}" for n in range(500)])
    parts = [("numbers", StandardScaler(), list("abcd")), ("words", OneHotEncoder(), ["town"])]
    return make_pipeline(ColumnTransformer(parts), LogisticRegression()).fit(frame, y)


def hist_gradient_boosting():
    """Return hundreds of small trees in small arrays."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(max_iter=100, random_state=0).fit(*rows(5000, 20))


def gradient_boosting():
    """Return hundreds of small trees as compiled objects."""
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(n_estimators=100, random_state=0).fit(*rows(1000, 10))


def forest(n_trees):
    """Return a function that makes a forest of deep trees, about 0.6 MB a tree."""

    def made():
        from sklearn.ensemble import RandomForestClassifier

        X, _ = rows(20_000, 20)
        y = np.random.default_rng(1).integers(0, 7, len(X))  # noise makes deep trees, and fits fast enough
        return RandomForestClassifier(n_trees, max_features=2, random_state=0).fit(X, y)

    return made


def neighbours(n_megabytes):
    """Return a function that makes a model that is one large array."""

    def made():
        from sklearn.neighbors import KNeighborsClassifier

        return KNeighborsClassifier(algorithm="brute").fit(*rows(n_megabytes * 1_000_000 // 8 // 62, 62))

    return made


def support_vectors():
    """Return a kernel machine with a few thousand support vectors."""
    from sklearn.svm import SVC

    return SVC().fit(*rows(4000, 60))


def perceptron():
    """Return a network of scikit-learn: a handful of arrays of a megabyte."""
    from sklearn.neural_network import MLPClassifier

    X, y = rows(200, 100)
    model = MLPClassifier((1000, 1000), solver="sgd", max_iter=1)
    return model.partial_fit(X, y, classes=[0, 1, 2])


def torch_net():
    """Return a torch module of three layers, 8 MB, kept as the object that it is."""
    import torch

    torch.manual_seed(0)
    layers = [torch.nn.Linear(1000, 1000), torch.nn.ReLU(), torch.nn.Linear(1000, 1000)]
    return torch.nn.Sequential(*layers, torch.nn.Linear(1000, 10)).eval()


TEN = {
    "LR pipeline": linear,
    "ColumnTransformer": columns,
    "HistGradientBoosting": hist_gradient_boosting,
    "GradientBoosting": gradient_boosting,
    "forest of 20": forest(20),
    "forest of 200": forest(200),
    "KNN 200 MB": neighbours(200),
    "SVC": support_vectors,
    "MLP": perceptron,
    "torch net": torch_net,
}
