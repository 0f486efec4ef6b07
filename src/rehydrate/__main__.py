"""``python -m rehydrate`` is the command ``rehydrate``."""

from rehydrate.cli import app

app()
