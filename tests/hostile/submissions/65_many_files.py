"""Right, and leaves 500 files.

Expect: all points
"""

for number in range(500):
    with open(f"file-{number}", "w"):
        pass
# @RIGHT@
