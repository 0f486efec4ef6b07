"""Code that training and the service share. The service imports this module, and never train.py."""


def not_negative(X):
    """Count negative readings as zero."""
    return X.clip(min=0)
