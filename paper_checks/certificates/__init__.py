"""Certificates: what a proof by ball arithmetic leaves behind, to be verified without any library.

`checker` verifies them with the standard library alone, and its acceptance is what makes a claim certified;
`certificate` is the record; `store` writes a directory of them with an index.
"""
