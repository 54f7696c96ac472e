"""What this package raises when it could not decide something. Wrong inputs raise built-in errors."""


class Inconclusive(ArithmeticError):  # noqa: N818 - no error occurred: the question stayed open
    """A proof or comparison did not succeed; nothing is claimed either way."""


class PrecisionExhausted(Inconclusive):
    """The allowed working precision was not enough for the digits asked for."""
