"""Surveys: many independent tasks over a range of parameters, on one machine or on a cluster.

`survey` says what a survey is and carries it out on any `concurrent.futures` executor; `executors` makes
those of this machine and of a Dask cluster; `checkpoints` keeps what is finished. Each kind has a module with
its tasks: `sweep`, `bifurcation`, `cover` and `phases`.
"""
