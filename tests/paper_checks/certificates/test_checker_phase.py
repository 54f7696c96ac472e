"""Certificates of two modes: what is moved, dropped, exchanged or relabelled is rejected."""

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

import pytest

from paper_checks import registry
from paper_checks.certificates import checker
from paper_checks.certificates.checker import one_oscillating, pair, polynomials, ratios, two_oscillating
from paper_checks.certificates.checker.reading import RejectedError
from paper_checks.certificates.checker.resting import conditions
from paper_checks.certificates.checker.roots import floor_root
from paper_checks.checks import phase_diagram
from paper_checks.request import Profile, Request

Record = dict[str, Any]
Edit = Callable[..., Record]
WhyNot = Callable[[Any], str]
TREE = ("data", "tree")
BOTH = ("one-oscillating", "two-oscillating")
RATIOS = {"one-oscillating": "ratios", "two-oscillating": "orbits"}


@pytest.fixture(scope="module")
def in_phase() -> Record:
    """The certificate with undecided boxes on both sides of a curve."""
    statement, request = registry.statement("rank-p-orbit"), Request(depths=(2, 2), profile=Profile.QUICK)
    certificate, _ = phase_diagram.more_by_cover(statement, request).certificates
    record: Record = checker.load(certificate.content)
    assert "unless within 1/50" in certificate.verify()
    return record


def leaves(record: Record) -> list[tuple[int, ratios.Leaf]]:
    """Return the boxes of a certificate and where their letters are in the tree."""
    tree = record["data"]["tree"]
    (whole,) = record["data"].get("ratios") or record["data"]["orbits"]
    boxes = ratios.parts(iter(tree), tuple(map(Fraction, whole)), ratios.DEEPEST_TREE)
    return list(zip((i for i, x in enumerate(tree) if x not in "zw"), boxes, strict=True))


def relabelled(record: Record, edited: Edit, old: str, new: str, few: int = 12) -> Iterator[Record]:
    """Yield the certificate with one of a few boxes called something else."""
    tree, places = record["data"]["tree"], [i for i, leaf in leaves(record) if leaf[0] == old]
    assert places
    for i in places[:: len(places) // few + 1]:
        yield edited(record, (TREE, tree[:i] + new + tree[i + 1 :]))


class TestBothKinds:
    @pytest.mark.parametrize("name", BOTH)
    def test_no_box_may_be_missing_added_or_cut_off(
        self, name: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records[name]
        tree, places = record["data"]["tree"], [i for i, _ in leaves(record)]
        for i in places[:: len(places) // 12 + 1]:
            assert "ends too early" in why_not(edited(record, (TREE, tree[:i] + tree[i + 1 :])))
            assert "goes on after its end" in why_not(edited(record, (TREE, tree[:i] + tree[i] + tree[i:])))
            assert "ends too early" in why_not(edited(record, (TREE, tree[:i])))

    @pytest.mark.parametrize("name", BOTH)
    @pytest.mark.parametrize("tree", ["", "z", "w", "zr", "r", "a", "o", "u", "R", "zrx", "z" * 10**5, " r"])
    def test_a_tree_of_no_or_few_boxes_covers_nothing(
        self, name: str, tree: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        why_not(edited(records[name], (TREE, tree)))

    @pytest.mark.parametrize("name", BOTH)
    def test_a_tree_is_not_deeper_than_allowed(
        self, name: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        deepest = "z" * (ratios.DEEPEST_TREE - 1) + "r" * ratios.DEEPEST_TREE
        assert "too deep" not in why_not(edited(records[name], (TREE, deepest)))
        assert "too deep" in why_not(edited(records[name], (TREE, f"z{deepest}r")))

    @pytest.mark.parametrize("name", BOTH)
    def test_halves_are_those_of_the_side_named(
        self, name: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records[name]
        other = record["data"]["tree"].translate(str.maketrans("zw", "wz"))
        why_not(edited(record, (TREE, other)))
        why_not(edited(record, (TREE, "z" + 2 * record["data"]["tree"])))
        why_not(edited(record, (TREE, record["data"]["tree"][::-1])))

    @pytest.mark.parametrize("name", BOTH)
    def test_the_box_has_to_cover_the_range(
        self, name: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record, field = records[name], RATIOS[name]
        (low, high, *rest) = map(Fraction, record["data"][field][0])
        step = Fraction(1, 1000)
        for row in (
            (low + step, high, *rest),
            (low, high - step, *rest),
            (low, high, rest[0] + step, rest[1]),
            (low, high, rest[0], rest[1] - step),
            (high, low, *rest),
            (low, high, *rest[::-1]),
            (low, low, *rest),
            (low, high, rest[0], rest[0]),
            (1, high, *rest),
            (low - 1, high, *rest),
            (low, high, 0, rest[1]),
            (-high, -low, *rest),
            (*rest, low, high + step),
        ):
            said = why_not(edited(record, (("data", field), [list(map(str, row))])))
            assert "not covered" in said or "out of range" in said

    @pytest.mark.parametrize("name", BOTH)
    def test_the_range_of_kappa_is_the_claimed_one(
        self, name: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records[name]
        (z0, z1, *_) = map(Fraction, record["data"][RATIOS[name]][0])
        tiny = Fraction(1, ratios.FINE)
        for field, value in (
            *(("from", x) for x in (2, 0, -3, ratios.kappa(2, z0)[1] - tiny, Fraction(5, 2))),
            *(("to", x) for x in (2, 3, ratios.kappa(2, z1)[0] + tiny, record["parameters"]["from"])),
        ):
            said = why_not(edited(record, (("parameters", field), str(value))))
            assert "not covered" in said or "out of range" in said

    @pytest.mark.parametrize("name", BOTH)
    @pytest.mark.parametrize("depth", [3, 4, 5, 64])
    def test_another_depth_is_rejected(
        self, name: str, depth: int, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        why_not(edited(records[name], (("parameters", "depth"), depth)))

    def test_one_kind_proves_nothing_of_the_other(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        one, two = (records[name] for name in BOTH)
        why_not(edited(one, (("kind",), two["kind"])))
        why_not(edited(two, (("kind",), one["kind"])))
        tree, whole = one["data"]["tree"], one["data"]["ratios"]
        why_not(edited(two, (("data",), {"orbits": whole, "tree": tree})))
        why_not(edited(one, (("data",), {"ratios": two["data"]["orbits"], "tree": two["data"]["tree"]})))


class TestOneOscillating:
    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            ("a", "r", "may not repel"),
            ("r", "a", "may not attract"),
            ("a", "o", "is not outside"),
            ("r", "o", "is not outside"),
            ("u", "a", "may not attract"),
            ("u", "r", "may not repel"),
            ("u", "o", "is not outside"),
        ],
    )
    def test_a_box_is_what_it_is_called(
        self, old: str, new: str, said: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        for record in relabelled(records["one-oscillating"], edited, old, new):
            assert said in why_not(record)

    def test_undecided_boxes_are_few_and_near_the_boundary(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["one-oscillating"]
        tree = record["data"]["tree"]
        for old in "ar":
            said = {_said(other).partition(" near ")[0] for other in relabelled(record, edited, old, "u")}
            assert said & {"it is not shown to attract", "it is not shown to repel"}
        for label in "ar":
            why_not(edited(record, (TREE, tree.replace(label, "u"))))
        little = Fraction("0.0044")
        assert "share" in why_not(edited(record, (("parameters", "undecided_below"), str(little))))
        assert "share" in why_not(edited(record, (("parameters", "undecided_below"), "0")))

    def test_the_distance_counts(
        self, records: dict[str, Record], monkeypatch: pytest.MonkeyPatch, why_not: WhyNot
    ) -> None:
        monkeypatch.setattr(one_oscillating, "REACH", Fraction(1, 500))
        assert "not within 1/500" in why_not(records["one-oscillating"])

    def test_undecided_needs_both_sides_near(
        self, records: dict[str, Record], monkeypatch: pytest.MonkeyPatch, why_not: WhyNot
    ) -> None:
        found = one_oscillating.corners
        for missing in "ar":

            def other(depth: int, leaves: Any, label: str, missing: str = missing) -> Any:
                return [] if label == missing else found(depth, leaves, label)

            monkeypatch.setattr(one_oscillating, "corners", other)
            assert "of the boundary" in why_not(records["one-oscillating"])

    def test_the_domain_is_the_claimed_one(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["one-oscillating"]
        for field, value, said in (
            ("target_from", "1/51", "rho is not covered"),
            ("target_from", "0", "rho is not covered"),
            ("second_to", "2", "kappa_2 is not covered"),
            ("attracting_to", "83/20", "not shown to attract"),
            ("repelling_from", "99/25", "not shown to repel"),
        ):
            assert said in why_not(edited(record, (("parameters", field), value)))

    @pytest.mark.parametrize("least", ["49/50", "99/100", "1", "5"])
    def test_a_share_is_of_some_area(
        self, least: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        """A share of an area that is negative is below everything, and one of zero is none."""
        assert "rho" in why_not(edited(records["one-oscillating"], (("parameters", "target_from"), least)))

    def test_a_box_is_outside_only_with_all_its_corners(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["one-oscillating"]
        value = min(ratios.second(2, b, c) for _, (label, _, b, c, _) in leaves(record) if label == "o")
        assert value > Fraction(record["parameters"]["second_to"])
        said = why_not(edited(record, (("parameters", "second_to"), str(value))))
        assert "is not outside" in said or "is not covered" in said


class TestTwoOscillating:
    def test_a_box_is_what_it_is_called(
        self, records: dict[str, Record], in_phase: Record, edited: Edit, why_not: WhyNot
    ) -> None:
        for record, old, new, said in (
            (records["two-oscillating"], "r", "o", "is not outside"),
            (records["two-oscillating"], "r", "u", "is undecided"),
            (records["two-oscillating"], "o", "u", "is undecided"),
            (in_phase, "r", "o", "is not outside"),
            (in_phase, "u", "o", "is not outside"),
        ):
            for other in relabelled(record, edited, old, new):
                assert said in why_not(other)
        # Some undecided boxes do repel, and a repelling one near the curve may be called undecided.
        assert any("curve" in _said(other) for other in relabelled(in_phase, edited, "r", "u"))
        assert any("may not repel" in _said(other) for other in relabelled(in_phase, edited, "u", "r"))

    def test_a_phase_is_true_or_false_and_not_exchanged(
        self, records: dict[str, Record], in_phase: Record, edited: Edit, why_not: WhyNot
    ) -> None:
        assert "undecided" in why_not(edited(in_phase, (("parameters", "in_phase"), False)))
        assert "may not repel" in why_not(
            edited(records["two-oscillating"], (("parameters", "in_phase"), True))
        )
        for junk in (0, 1, None, "true", []):
            assert "phase" in why_not(edited(in_phase, (("parameters", "in_phase"), junk)))

    def test_the_distance_counts(
        self, in_phase: Record, monkeypatch: pytest.MonkeyPatch, why_not: WhyNot
    ) -> None:
        monkeypatch.setattr(two_oscillating, "REACH", Fraction(1, 500))
        assert "not close to the curve" in why_not(in_phase)

    def test_a_box_far_from_the_curve_or_wide_is_not_close(self) -> None:
        near = two_oscillating.near_the_curve
        z, tiny = Fraction(3, 2), Fraction(1, 1000)
        on = 2 - 1 / z
        assert near(z, z + tiny, on, on + tiny)
        assert not near(z, z + tiny, on + 20 * tiny, on + 21 * tiny)
        assert not near(z, z + tiny, on - 20 * tiny, on - 19 * tiny)
        assert not near(z, z + 40 * tiny, on, on + tiny)
        assert not near(z, z + tiny, on, on + 40 * tiny)

    def test_boxes_on_the_diagonal_are_not_outside(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        """Halved along v, the square has an upper half that holds equal ratios."""
        assert "is not outside" in why_not(edited(records["two-oscillating"], (TREE, "woo")))


def _said(record: Record) -> str:
    try:
        return checker.verify(record)
    except RejectedError as error:
        return str(error)


class TestMathematics:
    @pytest.mark.parametrize("depth", [2, 3, 4])
    @pytest.mark.parametrize("sign", [1, -1])
    def test_the_step_is_that_of_gradient_descent_on_matrices(self, depth: int, sign: int) -> None:
        """A perturbation of 10^-30 and exact arithmetic show the first order to 25 digits."""
        x, y, eta, sigma = Fraction(9, 10), Fraction(7, 10), Fraction(3, 5), (Fraction(1), Fraction(2, 5))
        one, other = (eta * (p**depth - s) * p ** (depth - 2) for p, s in zip((x, y), sigma, strict=True))
        wanted = pair.step(depth, sign, eta * x ** (2 * depth - 2), lambda k: (y / x) ** k, (one, other))
        tiny = Fraction(1, 10**30)
        for column in range(depth):
            layers = [[[x, Fraction(0)], [Fraction(0), y]] for _ in range(depth)]
            layers[column][0][1] = tiny
            moved = _descent(layers, eta, sigma)
            for row in range(depth):
                found = moved[row][0][1] + sign * moved[depth - 1 - row][1][0]
                assert abs(found / tiny - wanted[row][column]) < Fraction(1, 10**25)

    @pytest.mark.parametrize("depth", [2, 3, 4])
    def test_kappa_and_the_ratios_are_those_of_the_orbit(self, depth: int) -> None:
        """x -> z x -> x under the balanced step whose kappa^L is enclosed."""
        for z in (Fraction(101, 100), Fraction(3, 2), Fraction(50)):
            low, high = ratios.kappa(depth, z)
            assert high - low == Fraction(1, ratios.FINE)
            layers = ratios.target(depth, z, Fraction(1))
            above, below = pair.size_of(depth, z)
            size = Fraction(above) / below
            # 1 + eta x^(L-2) (1 - x^L) is z at x, and 1 / z at z x.
            rate = size / layers
            assert 1 + rate * (1 - layers) == z
            assert 1 + rate * z ** (depth - 2) * (1 - z**depth * layers) == 1 / z
            power = (depth * rate) ** depth * Fraction(layers) ** (2 - depth)
            assert low**depth <= power < high**depth

    def test_roots_are_cut(self) -> None:
        for number, degree in itertools.product((1, 2, 7, 8, 9, 26, 27, 10**40 - 1, 10**40), (1, 2, 3, 6)):
            root = floor_root(number, degree)
            assert root**degree <= number < (root + 1) ** degree

    @pytest.mark.parametrize("depth", [2, 3, 4])
    def test_conditions_have_one_sign_only_if_multipliers_say_so(self, depth: int) -> None:
        """At the corners of a box the sign of a polynomial is that of its values."""
        for z, w in itertools.product((Fraction(11, 10), Fraction(3, 2)), (Fraction(1, 2), Fraction(9, 10))):
            for table in conditions(depth):
                value = sum(c * z**i * w**j for i, row in enumerate(table) for j, c in enumerate(row))
                near = [(end, end + Fraction(1, 10**6)) for end in (z, w)]
                assert polynomials.sign(table, *near) in (0, (value > 0) - (value < 0))

    def test_a_sign_is_that_of_all_of_a_box(self) -> None:
        circle = [[-2, 0, 1], [0, 0, 0], [1, 0, 0]]  # z^2 + w^2 - 2
        one, half = Fraction(1), Fraction(1, 2)
        assert polynomials.sign(circle, (one + half, 2 * one), (one, 2 * one)) == 1
        assert polynomials.sign(circle, (half, one - half / 4), (half, one - half / 4)) == -1
        assert polynomials.sign(circle, (half, 2 * one), (half, one)) == 0
        assert polynomials.sign(circle, (half, one), (half, one)) == 0
        assert polynomials.sign(circle, (one, 2 * one), (one, 2 * one)) == 0


def _descent(layers: list[Any], eta: Fraction, sigma: tuple[Fraction, Fraction]) -> list[Any]:
    """Make one step of gradient descent on half the squared distance of W_L ... W_1 from diag(sigma)."""
    unit = [[Fraction(1), Fraction(0)], [Fraction(0), Fraction(1)]]

    def chain(factors: list[Any]) -> list[Any]:
        """Multiply from the last one to the first."""
        total = unit
        for factor in factors:
            total = pair.product(factor, total)
        return total

    def flipped(matrix: list[Any]) -> list[Any]:
        return [list(column) for column in zip(*matrix, strict=True)]

    residual = chain(layers)
    for i in (0, 1):
        residual[i][i] -= sigma[i]
    moved = []
    for i, layer in enumerate(layers):
        before, after = flipped(chain(layers[:i])), flipped(chain(layers[i + 1 :]))
        gradient = pair.product(after, pair.product(residual, before))
        moved.append(
            [[a - eta * b for a, b in zip(*rows, strict=True)] for rows in zip(layer, gradient, strict=True)]
        )
    return moved
