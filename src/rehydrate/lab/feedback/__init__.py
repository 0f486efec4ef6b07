"""From a result to words: outcomes, named misconceptions, messages and hints."""
