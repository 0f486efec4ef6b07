"""Predict what set_params changes: six predictions. Replace each `...` by one of the answers offered above it.

Everywhere below:

    X, y = load_iris(return_X_y=True)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(X, y)
    forest = RandomForestClassifier(n_estimators=20, random_state=0).fit(X, y)

Both were saved, as model.joblib and forest.joblib, and every question begins with a new load:

    loaded = joblib.load("model.joblib")
"""

PREDICTIONS = {
    # 1. loaded.set_params(C=0.001)
    #    What is (loaded.C, np.array_equal(loaded.coef_, model.coef_))?
    #    One of: (0.001, True)  (0.001, False)  (1.0, True)
    "c_and_the_weights": ...,
    # 2. loaded = joblib.load("forest.joblib")
    #    loaded.set_params(n_estimators=5)
    #    What is (loaded.n_estimators, number of trees that vote in loaded.predict_proba)?
    #    One of: (5, 5)  (5, 20)  (20, 20)
    "trees_of_the_forest": ...,
    # 3. loaded.set_params(C=0.001)
    #    Then another program runs  print(joblib.load("model.joblib").C)  . What comes out?
    #    One of: 1.0  0.001
    "the_file": ...,
    # 4. loaded.set_params(C=0.001)
    #    Now a record is written beside the model: {"C": loaded.get_params()["C"]}
    #    What is (the C in the record, the C with which loaded.coef_ was learned)?
    #    One of: (0.001, 0.001)  (0.001, 1.0)  (1.0, 1.0)
    "recorded_and_learned": ...,
    # 5. loaded.set_params(C=0.001).fit(X, y)
    #    new = LogisticRegression(C=0.001, max_iter=1000).fit(X, y)
    #    Whose weights does loaded have now? (exactly those of new, exactly those of model)
    #    One of: (True, False)  (False, True)  (False, False)
    "after_fit": ...,
    # 6. Five fitted models are loaded. Each gets one other hyperparameter, and none is fitted again. Whose
    #    predict_proba(X) differs from what it was? Here is what is set:
    #        "logistic regression"   C=0.001
    #        "forest"                max_depth=1
    #        "nearest neighbours"    n_neighbors=1, after 5
    #        "boosting"              learning_rate=0.5, after 0.1, of a GradientBoostingClassifier
    #        "scaler"                with_mean=False of the StandardScaler in a pipeline with a logistic regression
    #    A tuple of none, some or all of: "logistic regression"  "forest"  "nearest neighbours"  "boosting"  "scaler"
    "which_answer_differently": ...,
}
