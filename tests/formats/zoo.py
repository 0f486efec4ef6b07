"""Fitted models of many kinds, small, each with rows to ask it about.

The numbers are such that float32 holds them, so that a format that computes in float32 can be right.
"""

import warnings

import numpy as np
import pandas as pd
from sklearn import (
    base,
    calibration,
    cluster,
    compose,
    decomposition,
    discriminant_analysis,
    ensemble,
    feature_selection,
    gaussian_process,
    impute,
    linear_model,
    mixture,
    model_selection,
    multiclass,
    multioutput,
    naive_bayes,
    neighbors,
    neural_network,
    pipeline,
    preprocessing,
    svm,
    tree,
)

LINEAR = linear_model.LogisticRegression()


def numbers():
    """Return 90 rows of 5 columns, a class of three, its name, and a number."""
    generator = np.random.default_rng(7)
    X = generator.integers(-200, 200, (90, 5)) / 16
    score = X[:, 0] - X[:, 1] / 2 + generator.normal(0, 2, 90)
    y = np.digitize(score, np.quantile(score, [1 / 3, 2 / 3]))
    return X, y, np.array(["low", "middle", "high"])[y], score


def table():
    """Return a table of two columns of numbers and one of words, and a class."""
    X, y, _, _ = numbers()
    words = np.array(["red", "green", "blue"])[(X[:, 2] > 0).astype(int) + (X[:, 3] > 0)]
    return pd.DataFrame({"age of it": X[:, 0], "size": X[:, 1], "colour": words}), y


def with_holes(X):
    """Return a copy without some values."""
    X = X.copy()
    X[::7, 1] = X[::5, 3] = np.nan
    return X


def prepared():
    """Return the preparation of the table's columns, each by its name."""
    steps = [
        ("numbers", preprocessing.StandardScaler(), ["age of it", "size"]),
        ("words", preprocessing.OneHotEncoder(handle_unknown="ignore"), ["colour"]),
    ]
    return compose.ColumnTransformer(steps)


def zoo():
    """Return every model by name: fitted, with its rows."""
    X, y, names, number = numbers()
    holes, (rows, label) = with_holes(X), table()
    chain, scaler = pipeline.make_pipeline, preprocessing.StandardScaler
    learners = {
        "logistic": (LINEAR, X, y),
        "logistic, names": (linear_model.LogisticRegression(C=0.5, class_weight={"low": 2.0}), X, names),
        "logistic, two classes": (linear_model.LogisticRegression(), X, y > 0),
        "logistic, float32": (linear_model.LogisticRegression(), X.astype(np.float32), y),
        "linear, two numbers": (linear_model.LinearRegression(), X, np.column_stack([number, X[:, 0]])),
        "ridge classifier": (linear_model.RidgeClassifier(), X, names),
        "lasso": (linear_model.Lasso(0.1), X, number),
        "sgd": (linear_model.SGDClassifier(loss="log_loss", average=True, random_state=0), X, names),
        "linear svc": (chain(preprocessing.MinMaxScaler(), svm.LinearSVC()), X, names),
        "scaler, logistic": (chain(scaler(), linear_model.LogisticRegression()), X, names),
        "imputer, pca, ridge": (
            chain(impute.SimpleImputer(), decomposition.PCA(3), linear_model.Ridge()),
            holes,
            number,
        ),
        "naive bayes": (naive_bayes.GaussianNB(), X, names),
        "tree": (tree.DecisionTreeClassifier(max_depth=4, random_state=0), X, names),
        "tree, two outputs": (tree.DecisionTreeClassifier(random_state=0), X, np.column_stack([y, y > 0])),
        "tree, holes": (tree.DecisionTreeRegressor(max_leaf_nodes=9, random_state=0), holes, number),
        "forest": (ensemble.RandomForestClassifier(8, oob_score=True, bootstrap=True, random_state=0), X, y),
        "forest, numbers": (ensemble.RandomForestRegressor(5, random_state=0), X, number),
        "scaler, extra trees": (chain(scaler(), ensemble.ExtraTreesClassifier(5, random_state=0)), X, names),
        "gradient boosting": (ensemble.GradientBoostingClassifier(n_estimators=5, random_state=0), X, y),
        "histogram boosting": (ensemble.HistGradientBoostingRegressor(max_iter=5), holes, number),
        "ada boost": (ensemble.AdaBoostClassifier(n_estimators=4, random_state=0), X, y),
        "isolation forest": (ensemble.IsolationForest(n_estimators=5, random_state=0), X, y),
        "stacking": (ensemble.StackingRegressor([("a", linear_model.Ridge()), ("b", svm.SVR())]), X, number),
        "svc": (svm.SVC(), X, names),
        "svr": (svm.SVR(), X, number),
        "neighbours": (neighbors.KNeighborsClassifier(), X, names),
        "neighbours, ball tree": (neighbors.KNeighborsRegressor(algorithm="ball_tree"), X, number),
        "perceptron": (neural_network.MLPClassifier((8,), max_iter=20, random_state=0), X, names),
        "gaussian process": (gaussian_process.GaussianProcessRegressor(), X, number),
        "discriminant": (discriminant_analysis.QuadraticDiscriminantAnalysis(), X, y),
        "k means": (cluster.KMeans(3, n_init=1, random_state=0), X, y),
        "mixture": (mixture.GaussianMixture(2, random_state=0), X, y),
        "search": (model_selection.GridSearchCV(LINEAR, {"C": [0.1, 1]}, cv=2), X, names),
        "calibrated": (calibration.CalibratedClassifierCV(svm.LinearSVC(), cv=2), X, y),
        "one against the rest": (multiclass.OneVsRestClassifier(LINEAR), X, names),
        "chain": (multioutput.RegressorChain(linear_model.Ridge()), X, np.column_stack([number, X[:, 0]])),
        "best columns": (chain(feature_selection.SelectKBest(k=2), LINEAR), X, y),
        "columns, logistic": (chain(prepared(), linear_model.LogisticRegression()), rows, label),
        "columns, forest": (
            chain(prepared(), ensemble.RandomForestClassifier(4, random_state=0)),
            rows,
            label,
        ),
        "table of numbers": (chain(scaler(), LINEAR), rows[["age of it", "size"]], label),
        "numpy function": (chain(preprocessing.FunctionTransformer(np.abs), LINEAR), X, y),
        "lambda": (chain(preprocessing.FunctionTransformer(lambda each: each * 2), LINEAR), X, y),
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # so few rows and steps that some do not converge
        return {name: (base.clone(model).fit(X, y), X) for name, (model, X, y) in learners.items()}
