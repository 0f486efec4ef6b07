"""Linear models as data: arrays and JSON, no pickle, rebuilt from a list of classes.

A fitted linear model is a few arrays and a few numbers, and so is a scaler before it. Kept as exactly that, a
file runs no code, and ``unzip`` and numpy read it without this package and without scikit-learn. The price is
the short list below: nothing else can be kept.

What makes it sound: every class comes from the list, no name in the file can stand for code (``_npz``), and
these classes compute with numpy, which refuses arrays whose shapes do not fit.
"""

from dataclasses import dataclass

from rehydrate.formats._npz import NpzFormat

PREPARING = {
    "sklearn.pipeline": "Pipeline",
    "sklearn.preprocessing": "StandardScaler MinMaxScaler MaxAbsScaler RobustScaler Normalizer Binarizer "
    "LabelBinarizer",
    "sklearn.impute": "SimpleImputer",
    "sklearn.feature_selection": "VarianceThreshold",
    "sklearn.decomposition": "PCA TruncatedSVD",
}
LINEAR = {
    "sklearn.linear_model": "LinearRegression Ridge RidgeCV RidgeClassifier RidgeClassifierCV Perceptron "
    "LogisticRegression SGDClassifier SGDRegressor Lasso LassoCV ElasticNet ElasticNetCV Lars LassoLars "
    "LarsCV LassoLarsCV LassoLarsIC BayesianRidge ARDRegression HuberRegressor QuantileRegressor "
    "TheilSenRegressor OrthogonalMatchingPursuit OrthogonalMatchingPursuitCV LogisticRegressionCV "
    "MultiTaskLasso MultiTaskLassoCV MultiTaskElasticNet MultiTaskElasticNetCV",
    "sklearn.discriminant_analysis": "LinearDiscriminantAnalysis",
    "sklearn.svm": "LinearSVC LinearSVR",
    "sklearn.naive_bayes": "GaussianNB MultinomialNB BernoulliNB ComplementNB",
}


@dataclass(frozen=True)
class NpzLinearFormat(NpzFormat):
    """Linear models, alone or behind scalers in a pipeline, as arrays and JSON."""

    name = "npz_linear"
    holds = "linear and naive Bayes models of scikit-learn, alone or at the end of a Pipeline of scalers"
    loses = "nothing, in the version that wrote it; another may miss a part of the state, as with a pickle"
    modules = PREPARING | LINEAR


FORMAT = NpzLinearFormat()
