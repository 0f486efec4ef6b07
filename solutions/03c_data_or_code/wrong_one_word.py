"""Says what could come of it, and not what the file is.

Misconception: half-an-answer
Fails: test_every_question_has_a_pair_of_words, test_the_bytes_say_what_each_file_is, test_weights_h5,
    test_coefficients_pkl, test_model_bin, test_sensors_npz, test_sensors_npz_with_pickles_allowed,
    test_iris_hdf5, test_grid_hdf5, test_layer_safetensors, test_rows_joblib_mapped
"""

PREDICTIONS = {
    "weights.h5": "code",
    "coefficients.pkl": "data",
    "model.bin": "code",
    "sensors.npz": "refused",
    "sensors.npz, pickles allowed": "code",
    "iris.hdf5": "code",
    "grid.hdf5": "data",
    "layer.safetensors": "data",
    "rows.joblib": "code",
}
