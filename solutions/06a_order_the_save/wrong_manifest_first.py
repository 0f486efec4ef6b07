"""Writes the description first, as one writes a table of contents.

Misconception: the-manifest-is-a-plan
Fails: test_the_manifest_comes_when_all_it_says_is_true
"""

ORDER = [
    "manifest",
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "alias",
]
