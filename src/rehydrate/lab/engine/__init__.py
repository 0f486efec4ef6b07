"""The engine: checks run in this process, the learner's code in another.

Read in this order: ``codec`` (what may cross the border), ``student`` (the far side), ``launch`` (how a
student process is made), ``proxy`` (the near side), ``plugin`` (what a check receives), ``run`` (one
submission, one result).
"""
