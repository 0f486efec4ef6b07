"""Right, under the strictest settings: warnings, floating point and pandas-like options of the whole process.

Expect: all points
"""

import locale
import sys
import warnings

import numpy as np

warnings.simplefilter("error")
np.seterr(all="raise")
np.set_printoptions(threshold=0)
sys.setrecursionlimit(5000)
locale.setlocale(locale.LC_ALL, "C")
# @RIGHT@
