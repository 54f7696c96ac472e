"""Rational functions of the ratio z of an orbit and of the ratio w of two modes, in lowest terms."""

from flint import Ordering, fmpz_mpoly, fmpz_mpoly_ctx

RING = fmpz_mpoly_ctx.get(("z", "w"), Ordering.lex)


class RationalFunction:
    """A quotient of polynomials."""

    __slots__ = ("denominator", "numerator")

    def __init__(self, numerator: fmpz_mpoly, denominator: fmpz_mpoly | None = None) -> None:
        """Divide, and cancel common factors."""
        below = RING.constant(1) if denominator is None else denominator
        common = numerator.gcd(below)
        self.numerator, self.denominator = divmod(numerator, common)[0], divmod(below, common)[0]

    def __add__(self, other: "RationalFunction") -> "RationalFunction":
        """Add."""
        above = self.numerator * other.denominator + other.numerator * self.denominator
        return RationalFunction(above, self.denominator * other.denominator)

    def __sub__(self, other: "RationalFunction") -> "RationalFunction":
        """Subtract."""
        above = self.numerator * other.denominator - other.numerator * self.denominator
        return RationalFunction(above, self.denominator * other.denominator)

    def __mul__(self, other: "RationalFunction") -> "RationalFunction":
        """Multiply."""
        return RationalFunction(self.numerator * other.numerator, self.denominator * other.denominator)

    def __truediv__(self, other: "RationalFunction") -> "RationalFunction":
        """Divide."""
        return RationalFunction(self.numerator * other.denominator, self.denominator * other.numerator)
