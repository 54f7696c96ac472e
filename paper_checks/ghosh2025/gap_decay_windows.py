"""Claims of Proposition 2 on its constants: the window of learning rates against the best ones."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

FORMULAS = {
    "largest_pull": Formula("kappa*u**(1 - 2/L)*(u - 1)/L < sqrt(2)"),
    "shrinks_below": Formula("z < (3 + sqrt(5))/2"),
    "monotone_below": Formula("z < 1 + sqrt(2)"),
    "repelling_from": Formula("z >= 5/3"),
}

CLAIMS = (
    Claim(
        name="sharp-window",
        reading=Reading.SHARPENED,
        says=Text(
            "Beyond two layers the window of small starts ends elsewhere: there is alpha_0 > 0 such that "
            "no step from a start with alpha <= alpha_0 enlarges the gap, exactly if {largest_pull}, "
            "where u is the largest end-to-end value, as a multiple of sigma, that one balanced step "
            "from 0 <= pi <= sigma reaches. From this end on the gap grows from arbitrarily small starts."
        ),
        domain=Text(
            "every depth L >= 3, every sigma, every kappa > 0, W_L(0) = 0 and W_l(0) = alpha I for l < L"
        ),
        routes=(
            Route("argument", lambda s, r: checks.small_starts.by_argument(s, r)),
            Route(
                "descent",
                lambda s, r: checks.small_starts.by_descent(s, r),
                lambda r: r.cases(17) * max(1, sum(depth > 2 for depth in r.every_depth)),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("pull moved up", {"largest_pull": "kappa*u**(1 - 2/L)*(u - 1)/L < 1001/1000*sqrt(2)"}),
            Mutant("pull moved down", {"largest_pull": "kappa*u**(1 - 2/L)*(u - 1)/L < 999/1000*sqrt(2)"}),
            Mutant("exponent", {"largest_pull": "kappa*u**(1 - 1/L)*(u - 1)/L < sqrt(2)"}),
            Mutant("no power", {"largest_pull": "kappa*(u - 1)/L < sqrt(2)"}),
            Mutant("sign", {"largest_pull": "kappa*u**(1 - 2/L)*(u + 1)/L < sqrt(2)"}),
            Mutant(
                "depth off by one", {"largest_pull": "kappa*u**(1 - 2/(L + 1))*(u - 1)/(L + 1) < sqrt(2)"}
            ),
            Mutant("relation turned", {"largest_pull": "kappa*u**(1 - 2/L)*(u - 1)/L > sqrt(2)"}),
        ),
    ),
    Claim(
        name="two-steps-shrink",
        reading=Reading.SHARPENED,
        says=Text(
            "Near the period-2 orbit with ratio z two steps shrink a small gap exactly if "
            "{shrinks_below}, "
            "at every depth."
        ),
        domain=Text("every depth L >= 2, every sigma, every period-2 orbit with positive points"),
        routes=(
            Route("argument", lambda s, r: checks.gap_near_orbit.shrinks_by_argument("shrinks_below", s, r)),
            Route(
                "orbits",
                lambda s, r: checks.gap_near_orbit.shrinks_by_orbits("shrinks_below", s, r),
                lambda r: 7 * len(r.every_depth),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("end moved down", {"shrinks_below": "z < 999*(3 + sqrt(5))/2000"}),
            Mutant("end moved up", {"shrinks_below": "z < 1001*(3 + sqrt(5))/2000"}),
            Mutant("sign", {"shrinks_below": "z < (sqrt(5) - 3)/2"}),
            Mutant("relation turned", {"shrinks_below": "z > (3 + sqrt(5))/2"}),
        ),
    ),
    Claim(
        name="each-step-shrinks",
        reading=Reading.SHARPENED,
        says=Text(
            "Near the period-2 orbit with ratio z every single step shrinks a small gap exactly if "
            "{monotone_below}, at every depth; beyond, it grows in every second step."
        ),
        domain=Text("every depth L >= 2, every sigma, every period-2 orbit with positive points"),
        routes=(
            Route("argument", lambda s, r: checks.gap_near_orbit.shrinks_by_argument("monotone_below", s, r)),
            Route(
                "orbits",
                lambda s, r: checks.gap_near_orbit.shrinks_by_orbits("monotone_below", s, r),
                lambda r: 7 * len(r.every_depth),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("end moved down", {"monotone_below": "z < 999*(1 + sqrt(2))/1000"}),
            Mutant("end moved up", {"monotone_below": "z < 1001*(1 + sqrt(2))/1000"}),
            Mutant("sign", {"monotone_below": "z < 1 - sqrt(2)"}),
            Mutant("relation turned", {"monotone_below": "z > 1 + sqrt(2)"}),
        ),
    ),
    Claim(
        name="orbit-repels-first",
        reading=Reading.SHARPENED,
        says=Text(
            "Long before the gap stops shrinking the orbit repels balanced states: its multiplier is "
            "below "
            "-1 if {repelling_from}. So near an orbit that attracts balanced states every step shrinks "
            "the gap."
        ),
        domain=Text("every depth L >= 2, every sigma, every period-2 orbit with {repelling_from}"),
        routes=(
            Route("argument", lambda s, r: checks.gap_near_orbit.repels_by_argument(s, r)),
            Route(
                "orbits",
                lambda s, r: checks.gap_near_orbit.repels_by_orbits(s, r),
                lambda r: 7 * len(r.every_depth),
            ),
        ),
        expected=Verdict.PROVED,
        mutants=(
            Mutant("start moved down", {"repelling_from": "z >= 8/5"}),
            Mutant("relation turned", {"repelling_from": "z <= 5/3"}),
        ),
        no_mutant={Kind.CONSTANT_UP: "from a larger ratio on less is claimed: weaker and true"},
    ),
)
