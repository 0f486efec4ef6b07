"""Right, and leaves a tree 150 folders deep, folders without any mode, links and odd names.

Expect: all points
"""

import os

for name in (b"\xff\xfe", b"-rf", b"new\nline", b"x" * 255):
    os.mkdir(name)
    with open(os.path.join(name, b"file"), "w"):
        pass
    os.symlink("@OUTSIDE@/tree", os.path.join(name, b"link"))
    os.chmod(name, 0)
here = os.getcwd()
for _ in range(150):
    os.mkdir("deeper" * 20)
    os.chdir("deeper" * 20)
os.chmod(".", 0)
os.chdir(here)
# @RIGHT@
