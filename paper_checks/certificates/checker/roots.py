"""Roots of whole numbers."""


def floor_root(number: int, degree: int) -> int:
    """Return the largest whole number whose power is at most a positive number, by Newton's method.

    Newton's steps fall from a number above the root, and stop at the one that was asked for.
    """
    guess = 1 << -(-number.bit_length() // degree)
    while (better := ((degree - 1) * guess + number // guess ** (degree - 1)) // degree) < guess:
        guess = better
    return guess
