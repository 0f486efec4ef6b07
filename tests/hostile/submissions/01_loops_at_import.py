"""An endless loop while the file is read.

Expect: 0 points
Reason: no answer after
Group: timed
"""

while True:
    pass
