"""Measured comparisons with what people use today, side by side on the same work.

`comparison` says what a comparison is and how it is measured; `networks` and `one_mode` hold pieces of work
with their peers, written as the users of these write them, and `catalogue` lists them. `python -m benchmarks`
measures them all; `make bench` calls that in an environment with the peers. Times are noisy, so what is
reported is ratios with their spread.
"""
