"""Predict what survives: eight predictions. Replace each `...` by one of the answers offered above it.

Everywhere below:

    X, y = load_iris(return_X_y=True)          # 150 flowers, 4 measurements each, 3 species
    model = LogisticRegression(C=0.5, max_iter=500).fit(X, y)
"""

PREDICTIONS = {
    # 1. A program runs  model = statistics.linear_regression([1, 2, 3], [2, 4, 6])  and ends.
    #    Then another program runs  print(model.slope)  and nothing else. What comes out?
    #    One of: "2.0"  "0.0"  "NameError"
    "after_the_process_ends": ...,
    # 2. [name for name in vars(LogisticRegression()) if name.endswith("_")]
    #    How many names are in this list?
    #    One of: 0  2  5
    "names_before_fit": ...,
    # 3. What is model.coef_.shape?
    #    One of: (4,)  (3, 4)  (150, 4)  (150, 3)
    "shape_of_theta": ...,
    # 4. twin = clone(model)
    #    What is (twin.C, hasattr(twin, "coef_"))?
    #    One of: (0.5, True)  (0.5, False)  (1.0, True)  (1.0, False)
    "clone_of_a_fitted_model": ...,
    # 5. copied = pickle.loads(pickle.dumps(model))
    #    What is (copied is model, np.array_equal(copied.predict_proba(X), model.predict_proba(X)))?
    #    One of: (True, True)  (False, True)  (False, False)
    "copy_by_pickle": ...,
    # 6. A module greeter.py holds a class whose predict() returns "old". One of its objects is pickled into a file.
    #    Then the module is edited: predict() returns "new". A new process loads the file and calls predict().
    #    One of: "old"  "new"  "an error"
    "edited_code": ...,
    # 7. These four are fitted on (X, y) and dumped. Which of the four files contain flowers, that is,
    #    rows of X with their four numbers unchanged?
    #    A tuple of none, some or all of: "logistic regression"  "forest"  "svc"  "knn"
    "rows_inside": ...,
    # 8. forest = RandomForestClassifier(n_estimators=10).fit(X, y)
    #    again = RandomForestClassifier(n_estimators=10).fit(X, y)
    #    loaded = pickle.loads(pickle.dumps(forest))
    #    Which gives exactly the probabilities of forest? (again does, loaded does)
    #    One of: (True, True)  (False, True)  (False, False)
    "retrained_or_reloaded": ...,
}
