"""Statements of a paper, the checks of their claims, and the verdicts computed from the evidence.

Everything a person sees (table, JSON, pytest items, exit status) is a view of the same
verdicts. `paper_checks.ghosh2025` holds one module per statement of the paper.
"""
