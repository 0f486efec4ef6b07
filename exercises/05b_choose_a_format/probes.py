"""Code of 05b that runs beside the learner's: it asks many questions in one call."""


def choose_for_all(list_of_needs):
    """Return the answers in the order of the questions."""
    import answer

    return [answer.choose_format(dict(needs)) for needs in list_of_needs]
