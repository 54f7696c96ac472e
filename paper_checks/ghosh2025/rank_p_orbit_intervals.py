"""Claims of Theorem 1 on the intervals in which the points of the orbit lie, for one mode."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.siblings import Kind
from paper_checks.statements import SAMPLE, Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

EVERY_RATE = Text("every depth L >= 2, every sigma, every normalised learning rate {beyond_eos}")
NO_FURTHER_ORBIT = "orbits with positive points need kappa > 2: no other hypothesis admits a further one"
NO_OTHER_RATES = {Kind.HYPOTHESIS: NO_FURTHER_ORBIT, Kind.RELATION: NO_FURTHER_ORBIT}
"""Why claims about the orbit have no mutants of their hypothesis."""
_INTERVALS = (
    "lower_point_above",
    "lower_point_below",
    "upper_point_above",
    "upper_point_below",
)

FORMULAS = {
    "lower_point_above": Formula("u > 0"),
    "lower_point_below": Formula("u < sigma"),
    "upper_point_above": Formula("u > sigma"),
    "upper_point_below": Formula("u < 2*sigma"),
    "upper_point_at_most": Formula("u <= 4*sigma/3"),
    "best_upper_point": Formula("4*sigma/3"),
    "attaining_rate": Formula("3"),
}

CLAIMS = (
    Claim(
        name="interval",
        reading=Reading.PRINTED,
        says=Text(
            "The L-th powers of the two points satisfy {lower_point_above}, {lower_point_below} and "
            "{upper_point_above}, {upper_point_below}."
        ),
        domain=EVERY_RATE,
        routes=(
            Route("argument", lambda s, r: checks.intervals.points_by_argument(s, r)),
            Route("orbits", lambda s, r: checks.intervals.points_by_orbits(_INTERVALS, s, r), SAMPLE),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("upper bound too small", {"upper_point_below": "u < 5*sigma/4"}),
            Mutant("lower bound too large", {"lower_point_above": "u > sigma/100"}),
            Mutant("relation turned", {"lower_point_below": "u > sigma"}),
            Mutant("upper point bounded away", {"upper_point_above": "u > 1001*sigma/1000"}),
        ),
        no_mutant={Kind.HYPOTHESIS: NO_FURTHER_ORBIT},
    ),
    Claim(
        name="interval-sharp",
        reading=Reading.SHARPENED,
        says=Text("The L-th power of the upper point satisfies {upper_point_at_most}."),
        domain=EVERY_RATE,
        routes=(
            Route("argument", lambda s, r: checks.intervals.bound_by_argument("upper_point_at_most", s, r)),
            Route(
                "orbits",
                lambda s, r: checks.intervals.points_by_orbits(("upper_point_at_most",), s, r),
                SAMPLE,
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant moved down", {"upper_point_at_most": "u <= 3996*sigma/3000"}),
            Mutant("relation turned", {"upper_point_at_most": "u >= 4*sigma/3"}),
        ),
        no_mutant={
            Kind.CONSTANT_UP: "a larger bound is weaker and true",
            Kind.HYPOTHESIS: NO_FURTHER_ORBIT,
        },
    ),
    Claim(
        name="interval-attained",
        reading=Reading.SHARPENED,
        says=Text(
            "No smaller constant will do: for two layers at kappa = {attaining_rate} the L-th power of "
            "the upper point is {best_upper_point}."
        ),
        domain=Text("L = 2, kappa = {attaining_rate}, every sigma"),
        routes=(
            Route("evaluation", lambda s, r: checks.intervals.attained_by_evaluation(s, r)),
            Route("orbit", lambda s, r: checks.intervals.attained_by_orbit(s, r), lambda _request: 4),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("constant moved down", {"best_upper_point": "3996*sigma/3000"}),
            Mutant("constant moved up", {"best_upper_point": "4004*sigma/3000"}),
            Mutant("learning rate moved up", {"attaining_rate": "3003/1000"}),
        ),
    ),
)
