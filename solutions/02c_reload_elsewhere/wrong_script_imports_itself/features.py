"""Code that training and the service share. The service imports this module, and never train.py."""
