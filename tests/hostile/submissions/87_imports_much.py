"""Right, and imports parts of scikit-learn that nobody has loaded before.

Expect: all points
"""

import sklearn.gaussian_process
import sklearn.manifold
import sklearn.neural_network

MODELS = sklearn.gaussian_process, sklearn.manifold, sklearn.neural_network
# @RIGHT@
