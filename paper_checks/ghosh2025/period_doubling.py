"""The abstract and Figure 1: beyond the edge of stability the period doubles on the way to chaos."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.ghosh2025 import (
    period_doubling_bounded,
    period_doubling_full_network,
    rank_p_orbit_stability,
)
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Known, Mutant, Reading, Route, Statement, Text
from paper_checks.verdicts import Verdict

_MULTIPLIER = rank_p_orbit_stability.FORMULAS["multiplier"].source
_FEIGENBAUM = "4669201609102990/1000000000000000"
_SMALL = "(to 3 in the quick profile, to 16 in the full one), sigma = 1"


def _each_depth(request: Request) -> int:
    return len(checks.cascade.depths(request))


STATEMENT = Statement(
    slug="period-doubling",
    title="Beyond the edge of stability gradient descent doubles its period on the way to chaos",
    place="abstract, Figure 1",
    known=Known.CLAIM,
    provenance=(
        "Said in the abstract and shown in a figure; the learning rates and what happens beyond them are "
        "this project's. A balanced mode with sigma = 1 is meant: x -> x + (kappa/L) x^(L-1) (1 - x^L)."
    ),
    words=Text(
        "As the learning rate grows beyond the edge of stability the loss takes a period-doubling route to "
        "chaos."
    ),
    formulas={
        "multiplier": Formula(_MULTIPLIER),
        "superstable_multiplier": Formula("0"),
        "doubling_multiplier": Formula("-1"),
        "feigenbaum": Formula(_FEIGENBAUM),
        "feigenbaum_factor": Formula("3/2"),
        "bracket_width": Formula("1/1000000"),
        **period_doubling_bounded.FORMULAS,
        "tripling_rate": Formula("4"),
        "tripling_weight": Formula("2 - rho**2"),
        "tripling_factor": Formula("9"),
        "chaotic_at": Formula("59/20"),
        "periodic_at": Formula("49/20"),
        **period_doubling_full_network.FORMULAS,
    },
    claims=(
        Claim(
            name="first",
            reading=Reading.PRINTED,
            says=Text(
                "As the learning rate grows the period-2 orbit of a balanced mode loses stability with a "
                "multiplier of -1, at one kappa_d(L) > 2, where {multiplier} = -1."
            ),
            domain=Text("every depth L = 2, ..., 64, every sigma, every kappa > 2"),
            routes=(
                Route("crossings", lambda s, r: checks.doubling.attracts_by_crossings(s, r)),
                Route(
                    "orbits",
                    lambda s, r: checks.doubling.attracts_by_orbits(s, r),
                    lambda r: r.cases(12) * len(r.every_depth),
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("coefficient", {"multiplier": _MULTIPLIER.replace("(L - 1)*(1 +", "L*(1 +")}),
                Mutant("moved up", {"multiplier": f"1001*{_MULTIPLIER}/1000"}),
                Mutant("moved down", {"multiplier": f"999*{_MULTIPLIER}/1000"}),
                Mutant("sign", {"multiplier": _MULTIPLIER.replace("(1 + (z - 1)", "(1 - (z - 1)", 1)}),
                Mutant("exponent", {"multiplier": _MULTIPLIER.replace("z**(L - 1)*(z**L", "z**L*(z**L", 1)}),
            ),
        ),
        Claim(
            name="cascade",
            reading=Reading.SHARPENED,
            says=Text(
                "Orbits of period 2^n, n = 1, ..., 12, follow: at learning rates kappa*_1 < kappa_1 < "
                "kappa*_2 < ... < kappa_12, each enclosed to 40 decimal places, the multiplier of a positive "
                "orbit of least period 2^n falls through {superstable_multiplier} (kappa*_n: it passes the "
                "critical point) and through {doubling_multiplier} (kappa_n: it loses stability, "
                "doubling its period). All go around the critical point in the order of the cascade of "
                "period doublings."
            ),
            domain=Text(f"n = 1, ..., 12 (to 6 in the quick profile), L = 2, ..., 6 {_SMALL}"),
            routes=(
                Route(
                    "cycles",
                    lambda s, r: checks.cascade.by_cycles(s, r),
                    _each_depth,
                    lambda s, depth: checks.cascade.certifies(s, depth),
                ),
                Route(
                    "Krawczyk",
                    lambda s, r: checks.cascade.by_krawczyk(s, r),
                    lambda r: checks.cascade.krawczyk_cases(r),
                ),
                Route("first doubling", lambda s, r: checks.cascade.first_by_closed_form(s, r), _each_depth),
            ),
            expected=Verdict.CERTIFIED,
            mutants=(
                Mutant("superstable value moved", {"superstable_multiplier": "1/1000"}),
                Mutant("doubling value moved down", {"doubling_multiplier": "-1001/1000"}),
                Mutant("doubling value moved up", {"doubling_multiplier": "-999/1000"}),
                Mutant("sign", {"doubling_multiplier": "1"}),
            ),
        ),
        Claim(
            name="feigenbaum",
            reading=Reading.EXTENDED,
            says=Text(
                "The ratios r_n = (kappa_n - kappa_(n-1))/(kappa_(n+1) - kappa_n), n = 2, ..., 11, of the "
                "doublings tend to Feigenbaum's number: |r_n - {feigenbaum}| < "
                "{feigenbaum_factor}/{feigenbaum}^n, below 7/10^8 for n = 11. The number is that of every "
                "quadratic maximum (M. J. Feigenbaum, J. Stat. Phys. 19 (1978) 25-52; OEIS A006890); that "
                "the limit is exactly this one is not claimed."
            ),
            domain=Text(f"n = 2, ..., 11 (to 5 in the quick profile), L = 2, ..., 6 {_SMALL}"),
            routes=(
                Route(
                    "cycles",
                    lambda s, r: checks.feigenbaum.by_cycles(s, r),
                    _each_depth,
                    lambda s, depth: checks.feigenbaum.certifies(s, depth),
                ),
                Route("Krawczyk", lambda s, r: checks.feigenbaum.by_krawczyk(s, r), _each_depth),
            ),
            expected=Verdict.CERTIFIED,
            mutants=(
                Mutant("limit moved up", {"feigenbaum": f"1001*{_FEIGENBAUM}/1000"}),
                Mutant("limit moved down", {"feigenbaum": f"999*{_FEIGENBAUM}/1000"}),
                Mutant("approach too fast", {"feigenbaum_factor": "1/2"}),
            ),
        ),
        Claim(
            name="accumulation",
            reading=Reading.SHARPENED,
            says=Text(
                "Chaos sets in within an interval of kappa at most {bracket_width} wide: at its lower end "
                "the critical point has period 2^12 and the kneading sequence of period doubling, so the "
                "topological entropy is zero (Milnor and Thurston); at its upper end it has period 3*2^9, "
                "so the entropy is positive (Misiurewicz). A rate at which 2^11 bands become 2^10 lies as "
                "near. That the entropy is positive at every rate beyond, or zero at every rate below, is "
                "not claimed."
            ),
            domain=Text(
                "L = 2, ..., 6 (to 3 in the quick profile, to 16 in the full one), sigma = 1; entropy of "
                "the balanced step on the interval from f(f(c)) to f(c)"
            ),
            routes=(
                Route(
                    "cycles",
                    lambda s, r: checks.cascade.onset(s, r),
                    _each_depth,
                    lambda s, depth: checks.cascade.onset_certifies(s, depth),
                ),
                Route("merging bands", lambda s, r: checks.cascade.onset_by_merging(s, r), _each_depth),
            ),
            expected=Verdict.CERTIFIED,
            mutants=(Mutant("bracket too narrow", {"bracket_width": "1/100000000"}),),
            no_mutant={
                Kind.CONSTANT_UP: "an interval at most as wide as less is at most as wide as more: true"
            },
        ),
        *period_doubling_bounded.CLAIMS,
        Claim(
            name="tripling",
            reading=Reading.EXTENDED,
            says=Text(
                "There, at kappa = {tripling_rate}, two balanced layers triple an angle: sqrt(2) sin t "
                "goes to sqrt(2) sin 3t. The squared derivative of n steps is {tripling_factor}^n "
                "w(rho_n)/w(rho_0) with w = {tripling_weight}, and the Lyapunov exponent of almost every "
                "start with w > 0 is log 3."
            ),
            domain=Text("L = 2, sigma = 1, every start with {tripling_weight} > 0"),
            routes=(
                Route("argument", lambda s, r: checks.lyapunov.tripling_by_argument(s, r)),
                Route(
                    "exact steps", lambda s, r: checks.lyapunov.tripling_by_steps(s, r), lambda r: r.cases(24)
                ),
            ),
            expected=Verdict.PROVED,
            mutants=(
                Mutant("factor moved down", {"tripling_factor": "8991/1000"}),
                Mutant("factor moved up", {"tripling_factor": "9009/1000"}),
                Mutant("weight", {"tripling_weight": "2002/1000 - rho**2"}),
                Mutant("sign of the weight", {"tripling_weight": "2 + rho**2"}),
                Mutant("exponent of the weight", {"tripling_weight": "2 - rho**3"}),
                Mutant("rate moved down", {"tripling_rate": "3996/1000"}),
                Mutant("rate moved up", {"tripling_rate": "4004/1000"}),
            ),
        ),
        Claim(
            name="lyapunov",
            reading=Reading.EXTENDED,
            says=Text(
                "The Lyapunov exponent of a balanced mode is positive at kappa = {chaotic_at} and negative "
                "at kappa = {periodic_at}, by at least five standard errors over blocks of steps."
            ),
            domain=Text(
                "L = 2, ..., 6 (to 3 in the quick profile), sigma = 1, balanced starts from 3/5 to 4/5"
            ),
            routes=(
                Route(
                    "blocks",
                    lambda s, r: checks.lyapunov.by_blocks(s, r),
                    lambda r: checks.lyapunov.least_cases(r),
                ),
                Route(
                    "separation",
                    lambda s, r: checks.lyapunov.by_separation(s, r),
                    lambda r: checks.lyapunov.least_cases(r),
                ),
            ),
            expected=Verdict.SAMPLED,
            mutants=(
                Mutant("before the onset", {"chaotic_at": "12/5"}),
                Mutant("beyond the onset", {"periodic_at": "59/20"}),
            ),
        ),
        *period_doubling_full_network.CLAIMS,
    ),
)
