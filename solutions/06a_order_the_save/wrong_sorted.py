"""Lets a method of the list put it in order.

Misconception: order-returns-a-list
Fails: test_every_step_is_on_offer_and_there_once, test_the_new_name_is_on_the_same_disk,
    test_the_name_is_given_in_one_step, test_the_checksum_is_one_of_the_bytes,
    test_no_step_is_missing, test_nothing_is_used_before_it_is_there,
    test_a_closed_file_is_not_used, test_the_buffer_is_empty_before_the_disk_is_asked,
    test_the_bytes_are_on_disk_before_they_get_their_name,
    test_the_manifest_comes_when_all_it_says_is_true, test_the_alias_moves_last
"""

ORDER = [
    "dump",
    "digest",
    "open_beside",
    "write",
    "flush",
    "sync",
    "close",
    "replace",
    "sync_folder",
    "manifest",
    "alias",
].reverse()
