"""What the kinds of exercise need beyond calling a function and looking at what it returns.

``examplar`` judges tests by right and wrong implementations (TEST); ``programs`` and ``neutral`` prepare
them, ``stage`` runs the tests in the student process. ``order`` judges a sequence of steps (ORDER).
``measure`` holds a clock and a model by which a measurement is judged (MEASURE). ``sheet`` reads
predictions and ``predict`` keeps the first ones (PREDICT).
"""
