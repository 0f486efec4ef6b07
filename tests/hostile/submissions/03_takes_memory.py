"""Takes 6 GB of addresses, none of which is written to.

Expect: 0 points
Reason: MemoryError
"""

taken = [bytearray(256 << 20) for _ in range(24)]
# @RIGHT@
