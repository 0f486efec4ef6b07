"""Right, and prints 20 MB.

Expect: all points
"""

for _ in range(2_000):
    print("x" * 10_000)
# @RIGHT@
