"""Claims on period doubling: up to which learning rates small balanced starts stay positive, or bounded."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

_D, _N = "((2*L - 1)*u - L + 1)", "((2*L - 2)*u - L + 2)"
_NEGATIVE = f"{_D}**(2*L - 1) + {_N}**(L - 2)*{_D}**L - u*{_N}**(2*L - 2)"
_UNBOUNDED = f"2*{_D}**(2*L - 1) + {_N}**(L - 2)*{_D}**L - u*{_N}**(2*L - 2)"

FORMULAS = {
    "critical_rate": Formula(f"kappa*u**(1 - 2/L)*{_D}/L"),
    "turns_negative": Formula(_NEGATIVE),
    "runs_away": Formula(_UNBOUNDED),
    "two_layers_negative": Formula("kappa**2 + 4*kappa - 23"),
    "two_layers_away": Formula("kappa - 4"),
}


def _kept(name: str, polynomial: str, bounded: bool, says: str, domain: str, *mutants: Mutant) -> Claim:
    def least(request: Request) -> int:
        depths = [depth for depth in request.every_depth if not (bounded and depth % 2)]
        return request.cases(4) * max(1, len(depths))

    return Claim(
        name=name,
        reading=Reading.EXTENDED,
        says=Text(says),
        domain=Text(domain),
        routes=(
            Route(
                "one sign change",
                lambda s, r: checks.small_balanced_starts.by_argument(polynomial, bounded, s, r),
            ),
            Route(
                "critical orbit",
                lambda s, r: checks.small_balanced_starts.by_signs(polynomial, bounded, s, r),
                least,
            ),
            Route(
                "descent",
                lambda s, r: checks.small_balanced_starts.by_descent(polynomial, bounded, s, r),
                least,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=mutants,
    )


def _two_layers(
    name: str, polynomial: str, bounded: bool, formula: str, says: str, *mutants: Mutant
) -> Claim:
    return Claim(
        name=name,
        reading=Reading.EXTENDED,
        says=Text(says),
        domain=Text("L = 2, sigma = 1, every kappa > 1"),
        routes=(
            Route(
                "critical point",
                lambda s, r: checks.small_balanced_starts.two_layers(polynomial, formula, s, r),
            ),
            Route(
                "critical orbit",
                lambda s, r: checks.small_balanced_starts.two_layers_by_signs(bounded, formula, s, r),
                lambda r: r.cases(20),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=mutants,
    )


CLAIMS = (
    _kept(
        "bounded-positive",
        "turns_negative",
        False,
        "Small balanced starts stay positive, and at most f(c) from the first step on, exactly for kappa "
        "below one rate: where {turns_negative} = 0 at the L-th power u of the critical point c, "
        "{critical_rate} = 1. Beyond it some start in every interval (0, eps) turns negative.",
        "every depth L = 2, ..., 16, sigma = 1, every balanced start up to c, every kappa",
        Mutant("coefficient moved up", {"turns_negative": _NEGATIVE.replace("- u*", "- 1001*u/1000*")}),
        Mutant("coefficient moved down", {"turns_negative": _NEGATIVE.replace("- u*", "- 999*u/1000*")}),
        Mutant("sign", {"turns_negative": _NEGATIVE.replace(f" + {_N}", f" - {_N}")}),
        Mutant("exponent", {"turns_negative": _NEGATIVE.replace("(2*L - 1) + ", "(2*L - 2) + ")}),
        Mutant("one layer less", {"turns_negative": _NEGATIVE.replace("L", "(L - 1)")}),
        Mutant("rate", {"critical_rate": f"kappa*u**(1 - 2/L)*{_D}/2"}),
        Mutant("rate moved up", {"critical_rate": f"1001*kappa*u**(1 - 2/L)*{_D}/(1000*L)"}),
        Mutant("rate moved down", {"critical_rate": f"999*kappa*u**(1 - 2/L)*{_D}/(1000*L)"}),
    ),
    _two_layers(
        "bounded-positive-two-layers",
        "turns_negative",
        False,
        "two_layers_negative",
        "For two layers this rate is the positive zero 3 sqrt(3) - 2 = 3.196... of {two_layers_negative}.",
        Mutant("constant moved up", {"two_layers_negative": "kappa**2 + 4*kappa - 22977/1000"}),
        Mutant("constant moved down", {"two_layers_negative": "kappa**2 + 4*kappa - 23023/1000"}),
        Mutant("sign", {"two_layers_negative": "kappa**2 - 4*kappa - 23"}),
        Mutant("exponent", {"two_layers_negative": "kappa**3 + 4*kappa - 23"}),
        Mutant("the doubling instead", {"two_layers_negative": "kappa**2 + 4*kappa - 16"}),
    ),
    _kept(
        "bounded-even",
        "runs_away",
        True,
        "At an even depth starts that turn negative go on as their mirror images, and small balanced "
        "starts stay bounded exactly up to a larger rate, where {runs_away} = 0; beyond it some start "
        "in every interval (0, eps) runs away to infinity.",
        "every even depth L = 2, ..., 16, sigma = 1, every balanced start up to c, every kappa",
        Mutant("the other end", {"runs_away": _NEGATIVE}),
        Mutant(
            "coefficient moved up",
            {"runs_away": _UNBOUNDED.replace("2*(", "2002*(", 1).replace(" + (", "/1000 + (", 1)},
        ),
        Mutant("coefficient moved down", {"runs_away": _UNBOUNDED.replace("- u*", "- 1001*u/1000*")}),
        Mutant("sign", {"runs_away": _UNBOUNDED.replace(f" + {_N}", f" - {_N}")}),
        Mutant("exponent", {"runs_away": _UNBOUNDED.replace("(2*L - 1) + ", "(2*L - 2) + ")}),
        Mutant("one layer less", {"runs_away": _UNBOUNDED.replace("L", "(L - 1)")}),
    ),
    _two_layers(
        "bounded-two-layers",
        "runs_away",
        True,
        "two_layers_away",
        "For two layers small balanced starts stay bounded exactly up to the zero of {two_layers_away}.",
        Mutant("constant moved up", {"two_layers_away": "kappa - 3996/1000"}),
        Mutant("constant moved down", {"two_layers_away": "kappa - 4004/1000"}),
        Mutant("sign", {"two_layers_away": "kappa + 4"}),
    ),
)
