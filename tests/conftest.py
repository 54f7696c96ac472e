"""Property tests draw the same cases on every run, so that a failure on one machine is one on all."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("repeatable")
