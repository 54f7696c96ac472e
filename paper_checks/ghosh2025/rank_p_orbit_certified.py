"""Claims of Theorem 1 on one mode that are certified: proved in ball arithmetic over whole boxes."""

from paper_checks import checks
from paper_checks.formulas import Formula
from paper_checks.request import Request
from paper_checks.siblings import Kind
from paper_checks.statements import Claim, Mutant, Reading, Route, Text
from paper_checks.verdicts import Verdict

FORMULAS = {
    "certified_from": Formula("kappa >= 2 + 1/1000000"),
    "certified_margin": Formula("1/1000000"),
    "attracting_at": Formula("9/4"),
    "repelling_at": Formula("13/5"),
    "start_alpha_from": Formula("alpha >= 2/5"),
    "start_alpha_to": Formula("alpha <= 2/5 + 1/100000"),
    "start_kappa_from": Formula("kappa >= 11/5"),
    "start_kappa_to": Formula("kappa <= 11/5 + 1/100000"),
    "two_layers_start_alpha_from": Formula("alpha >= 1/10"),
    "two_layers_start_alpha_to": Formula("alpha <= 11/100"),
    "two_layers_start_kappa_from": Formula("kappa >= 11/5"),
    "two_layers_start_kappa_to": Formula("kappa <= 56/25"),
    "figure_start_alpha_from": Formula("alpha >= 4641/1000000"),
    "figure_start_alpha_to": Formula("alpha <= 4642/1000000"),
    "figure_start_kappa_from": Formula("kappa >= 11/5"),
    "figure_start_kappa_to": Formula("kappa <= 11/5 + 1/10000"),
}


def _each_depth(request: Request) -> int:
    return len(checks.orbit_cover.depths(request))


def _starts(name: str, box: str, domain: str, *mutants: Mutant) -> Claim:
    def least(request: Request) -> int:
        return len(checks.start_traps.depths(box, request))

    return Claim(
        name=name,
        reading=Reading.EXTENDED,
        says=Text(
            "Gradient descent from (alpha, ..., alpha, 0) tends to the balanced period-2 orbit with both "
            f"points positive, for sigma = 1 and all {{{box}_alpha_from}}, {{{box}_alpha_to}}, "
            f"{{{box}_kappa_from}}, {{{box}_kappa_to}}."
        ),
        domain=Text(domain),
        routes=(
            Route(
                "traps",
                lambda s, r: checks.start_traps.by_traps(box, name, s, r),
                least,
                lambda s, depth: checks.start_traps.certifies(box, s, depth),
            ),
            Route("descent", lambda s, r: checks.start_traps.by_descent(box, s, r), lambda r: 3 * least(r)),
        ),
        expected=Verdict.CERTIFIED,
        mutants=mutants,
    )


CLAIMS = (
    Claim(
        name="attracts-certified",
        reading=Reading.EXTENDED,
        says=Text(
            "For every {certified_from} up to kappa_d(L) less {certified_margin} a period-2 orbit with both "
            "points positive attracts all layer values nearby, small balancing gaps included; kappa_d(L) is "
            "where it loses stability."
        ),
        domain=Text(
            "L = 2, ..., 6 (to 3 in the quick profile, to 16 in the full one), sigma = 1, "
            "every kappa of the interval"
        ),
        routes=(
            Route(
                "cover",
                lambda s, r: checks.orbit_cover.by_cover(s, r),
                _each_depth,
                lambda s, depth: checks.orbit_cover.certifies(s, depth),
            ),
            Route(
                "closed forms",
                lambda s, r: checks.orbit_cover.by_closed_forms(s, r),
                lambda r: r.cases(8) * _each_depth(r),
            ),
        ),
        expected=Verdict.CERTIFIED,
        mutants=(
            Mutant("onset moved down", {"certified_from": "kappa >= 2 - 1/1000000"}),
            Mutant("start turned", {"certified_from": "kappa <= 2 + 1/1000000"}),
            Mutant("end beyond the doubling", {"certified_margin": "-1/1000000"}),
        ),
        no_mutant={Kind.CONSTANT_UP: "a later start or a larger margin: less is claimed, weaker and true"},
    ),
    Claim(
        name="isolated-in-layers",
        reading=Reading.EXTENDED,
        says=Text(
            "Among all L layer values of a mode the period-2 orbit is isolated: at kappa = {attracting_at} "
            "and at kappa = {repelling_at} it is the only one in a box; at the first it attracts every "
            "nearby state, at the second it does not."
        ),
        domain=Text("L = 2, ..., 6 (to 3 in the quick profile, to 16 in the full one), sigma = 1"),
        routes=(
            Route(
                "Krawczyk",
                lambda s, r: checks.layer_orbits.by_krawczyk(s, r),
                lambda r: 2 * _each_depth(r),
                lambda s, depth: checks.layer_orbits.certifies(s, depth),
            ),
            Route(
                "closed forms",
                lambda s, r: checks.layer_orbits.by_closed_forms(s, r),
                lambda r: 2 * _each_depth(r),
            ),
        ),
        expected=Verdict.CERTIFIED,
        mutants=(
            Mutant("beyond the doubling", {"attracting_at": "251/100"}),
            Mutant("before the doubling", {"repelling_at": "247/100"}),
        ),
    ),
    _starts(
        "unbalanced-start-attracted",
        "start",
        "L = 2, ..., 6, sigma = 1, every alpha and kappa of the box",
        Mutant("below the edge of stability", {"start_kappa_from": "kappa >= 9/5"}),
        Mutant("start at the origin", {"start_alpha_from": "alpha >= 0"}),
        Mutant("up to where one step leads to a minimum", {"start_alpha_to": "alpha <= 1 + 1/100000"}),
        Mutant("scales turned", {"start_alpha_from": "alpha <= 2/5"}),
        Mutant("learning rates turned", {"start_kappa_from": "kappa <= 11/5"}),
        Mutant("sign", {"start_alpha_from": "alpha >= -2/5"}),
    ),
    _starts(
        "two-layers-start-attracted",
        "two_layers_start",
        "L = 2, sigma = 1, every alpha and kappa of the box",
        Mutant("below the edge of stability", {"two_layers_start_kappa_from": "kappa >= 9/5"}),
        Mutant("start at the origin", {"two_layers_start_alpha_from": "alpha >= 0"}),
        Mutant("up to where one step leads to a minimum", {"two_layers_start_alpha_to": "alpha <= 1"}),
        Mutant("scales turned", {"two_layers_start_alpha_from": "alpha <= 1/10"}),
        Mutant("learning rates turned", {"two_layers_start_kappa_from": "kappa <= 11/5"}),
    ),
    _starts(
        "figure-start-attracted",
        "figure_start",
        "L = 3, sigma = 1, every alpha and kappa of the box; the start alpha = 1/100 at sigma = 10 of the "
        "figure of oscillation ranges is alpha = 0.0046415… here",
        Mutant("below the edge of stability", {"figure_start_kappa_from": "kappa >= 9/5"}),
        Mutant("start at the origin", {"figure_start_alpha_from": "alpha >= 0"}),
        Mutant("up to where one step leads to a minimum", {"figure_start_alpha_to": "alpha <= 11/10"}),
        Mutant("scales turned", {"figure_start_alpha_from": "alpha <= 4641/1000000"}),
        Mutant("learning rates turned", {"figure_start_kappa_from": "kappa <= 11/5"}),
        Mutant("sign", {"figure_start_alpha_from": "alpha >= -4641/1000000"}),
    ),
)
