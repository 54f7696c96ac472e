"""The comparison with diagonal linear networks: what carries over, and where they part from full ones."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.statements import SAMPLE, Claim, Known, Mutant, Reading, Route, Statement, Text
from paper_checks.verdicts import Verdict

_NETWORK = Text("every depth L >= 2, every width, every target and every layers of a diagonal network")


def _DRAWN(request: Request) -> int:  # noqa: N802 - a constant of this module
    """The least number of networks a sample has to see: 6 of 10 drawn at each depth."""
    return 6 * len(request.every_depth)


STATEMENT = Statement(
    slug="diagonal-orbit",
    title="Diagonal linear networks",
    place="comparison with diagonal linear networks",
    known=Known.CLAIM,
    provenance="The comparison is made in prose; its precise form is this project's.",
    words=Text(
        "Gradient descent on ||s_L * ... * s_1 - s||^2/2, with the entrywise product *, moves every "
        "coordinate as "
        "a singular mode of a deep linear network, with the loss {coordinate_loss}; so it oscillates "
        "beyond the "
        "edge of stability too."
    ),
    formulas={
        "coordinate_loss": Formula("(pi - sigma)**2/2"),
        "conserved": Formula("s_l**2 - s_k**2"),
        "recursion": Formula("b*(1 - eta**2*(pi - sigma)**2*Q**2)"),
        "beyond_eos": Formula("kappa > 2"),
        "eigenvalue": Formula("L*sigma**(2 - 2/L)"),
    },
    claims=(
        Claim(
            name="carries-over",
            reading=Reading.EXTENDED,
            says=Text(
                "The loss is the sum of {coordinate_loss} over the coordinates, with pi the product of the "
                "coordinate's own entries, and each coordinate moves as a mode: what this project decides "
                "about "
                "single modes, decay of the gap included, holds in every coordinate, from every start."
            ),
            domain=_NETWORK,
            routes=(
                Route("argument", lambda s, r: checks.diagonal_network.loss_by_argument(s, r)),
                Route("descent", lambda s, r: checks.diagonal_network.loss_by_descent(s, r), _DRAWN),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"coordinate_loss": "(pi + sigma)**2/2"}),
                Mutant("coefficient moved up", {"coordinate_loss": "1001*(pi - sigma)**2/2000"}),
                Mutant("coefficient moved down", {"coordinate_loss": "999*(pi - sigma)**2/2000"}),
                Mutant("exponent", {"coordinate_loss": "(pi - sigma)**4/2"}),
            ),
        ),
        Claim(
            name="conservation",
            reading=Reading.EXTENDED,
            says=Text("Under gradient flow {conserved} of two layers is constant in every coordinate."),
            domain=_NETWORK,
            routes=(
                Route("argument", lambda s, r: checks.diagonal_network.conserved_by_argument(s, r)),
                Route("descent", lambda s, r: checks.diagonal_network.conserved_by_descent(s, r), _DRAWN),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"conserved": "s_l**2 + s_k**2"}),
                Mutant("coefficient", {"conserved": "1001*s_l**2/1000 - s_k**2"}),
                Mutant("exponent", {"conserved": "s_l**3 - s_k**3"}),
            ),
        ),
        Claim(
            name="gap-recursion",
            reading=Reading.EXTENDED,
            says=Text(
                "With Q the product of the coordinate's other entries, one step turns the gap b of two "
                "layers "
                "in a coordinate into {recursion}."
            ),
            domain=_NETWORK,
            routes=(
                Route("argument", lambda s, r: checks.diagonal_network.recursion_by_argument(s, r)),
                Route("descent", lambda s, r: checks.diagonal_network.recursion_by_descent(s, r), _DRAWN),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("sign", {"recursion": "b*(1 + eta**2*(pi - sigma)**2*Q**2)"}),
                Mutant("error not squared", {"recursion": "b*(1 - eta**2*(pi - sigma)*Q**2)"}),
                Mutant(
                    "coefficient moved up", {"recursion": "b*(1 - 1001*eta**2*(pi - sigma)**2*Q**2/1000)"}
                ),
                Mutant(
                    "coefficient moved down", {"recursion": "b*(1 - 999*eta**2*(pi - sigma)**2*Q**2/1000)"}
                ),
            ),
        ),
        Claim(
            name="period-two",
            reading=Reading.EXTENDED,
            says=Text(
                "A coordinate with {beyond_eos} has exactly one period-2 orbit with equal positive entries, "
                "that of a mode with its singular value."
            ),
            domain=Text("every depth L >= 2, every width, every coordinate with {beyond_eos}"),
            routes=(
                Route("argument", lambda s, r: checks.diagonal_network.orbit_by_argument(s, r)),
                Route("root count", lambda s, r: checks.existence.by_root_count(True, s, r), SAMPLE),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("onset moved down", {"beyond_eos": "kappa > 1998/1000"}),
                Mutant("onset included", {"beyond_eos": "kappa >= 2"}),
                Mutant("relation turned", {"beyond_eos": "kappa < 2"}),
            ),
            no_mutant={Kind.CONSTANT_UP: "with a later onset the claim is about fewer coordinates, and true"},
        ),
        Claim(
            name="spectrum",
            reading=Reading.EXTENDED,
            says=Text(
                "At the balanced minimum the Hessian of the diagonal network has the eigenvalue "
                "{eigenvalue} once "
                "for every coordinate with sigma > 0, and no other eigenvalue but zero."
            ),
            domain=Text("every depth L >= 2, every width, every target with entries sigma >= 0"),
            routes=(
                Route("argument", lambda s, r: checks.diagonal_network.spectrum_by_argument(s, r)),
                Route(
                    "differences",
                    lambda s, r: checks.diagonal_network.spectrum_by_differences(s, r),
                    lambda r: 5 * len(r.every_depth) // 2,
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("exponent", {"eigenvalue": "L*sigma**(2 - 1/L)"}),
                Mutant("depth off by one", {"eigenvalue": "(L - 1)*sigma**(2 - 2/L)"}),
                Mutant("coefficient", {"eigenvalue": "1001*L*sigma**(2 - 2/L)/1000"}),
            ),
        ),
        Claim(
            name="hessian-parts",
            reading=Reading.EXTENDED,
            says=Text(
                "The Hessian of the full network at its balanced minimum has no other non-zero eigenvalues "
                "than "
                "the {eigenvalue} of the diagonal network."
            ),
            domain=Text("every depth L >= 2, every width, every target"),
            routes=(
                Route("spectrum", lambda s, r: checks.diagonal_network.same_spectrum_by_theory(s, r)),
                Route("differences", lambda s, r: checks.diagonal_network.same_spectrum_by_differences(s, r)),
            ),
            expected=Verdict.REFUTED,
        ),
    ),
)
