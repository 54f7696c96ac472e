"""Each kind of certificate: what is moved, dropped, exchanged or of another orbit is rejected."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

import numerics
from numerics.balls import to_rationals
from numerics.exact import rational
from paper_checks.certificates import checker
from paper_checks.certificates.certificate import table
from paper_checks.certificates.checker import doubling, orbit_cover
from paper_checks.certificates.checker.intervals import interval

Record = dict[str, Any]
Edit = Callable[..., Record]
WhyNot = Callable[[Any], str]


def some_boxes(record: Record) -> list[int]:
    """Return the numbers of a few boxes of a cover, the first and the last among them."""
    last = len(record["data"]["boxes"]) - 1
    return sorted({*range(0, last, 37), last})


def lower_layer(depth: int, kappa: Fraction) -> tuple[Fraction, Fraction]:
    return to_rationals(numerics.orbits.enclose(depth, rational(kappa), 60).lower_layer)


class TestOrbitCover:
    def test_the_interval_is_the_claimed_one(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["cover"]
        end = Fraction(record["parameters"]["to"])
        for start in ("2", "2000000/1000001", "2000002/1000000", "21/10", "-2000001/1000000", "3"):
            assert "start at 2 + 1/1000000" in why_not(edited(record, (("parameters", "from"), start)))
        for other in (end + Fraction(1, 10**9), end - Fraction(1, 10**9), 2, 3, -end):
            why_not(edited(record, (("parameters", "to"), str(other))))

    def test_a_shorter_interval_and_a_longer_one_are_rejected(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["cover"]
        end, last = Fraction(record["parameters"]["to"]), len(record["data"]["boxes"]) - 1
        for moved, wider, said in (
            (Fraction(-2, 10**9), 0, "beyond the end"),
            (Fraction(2, 10**6), Fraction(1, 10**5), "the multiplier may be -1"),
        ):
            beyond = numerics.orbit_cover.at(2, end + moved + Fraction(1, 10**6))
            assert beyond is not None
            lower, upper = beyond[0].proof.lower, beyond[0].proof.upper
            consistent = [
                (("parameters", "to"), str(end + moved)),
                (("data", "boxes", last, 1), str(end + moved)),
                (("data", "beyond"), table([(end + moved + Fraction(1, 10**6), lower, upper)])),
            ]
            if wider:
                consistent.append((("data", "boxes", last, 2), str(lower - wider)))
            assert said in why_not(edited(record, *consistent))

    def test_a_part_of_the_interval_is_not_the_interval(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        """The orbit that repels beyond the true end says nothing about an earlier one."""
        record = records["cover"]
        boxes = record["data"]["boxes"]
        for number in some_boxes(record)[1:]:
            shorter = ((("parameters", "to"), boxes[number][0]), (("data", "boxes"), boxes[:number]))
            assert "has to be at" in why_not(edited(record, *shorter))

    def test_the_boxes_leave_no_gap_and_come_in_order(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["cover"]
        boxes = record["data"]["boxes"]
        for number in some_boxes(record):
            before, box, after = boxes[:number], boxes[number], boxes[number + 1 :]
            for others in (before + after, [*before, box, box, *after], [*after, box, *before]):
                assert {"gap", "end"} & set(why_not(edited(record, (("data", "boxes"), others))).split())
        assert "gap" in why_not(edited(record, (("data", "boxes"), boxes[::-1])))
        assert "shape" in why_not(edited(record, (("data", "boxes"), [])))
        assert "end at" in why_not(edited(record, (("data", "boxes"), boxes[:-1])))

    def test_ends_of_the_learning_rates_do_not_move(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["cover"]
        for number in some_boxes(record):
            low, high, *_ = map(Fraction, record["data"]["boxes"][number])
            for end in (0, 1):
                for other in (low, high)[end] + Fraction(1, 10**30), (low, high)[end] - Fraction(1, 10**30):
                    why_not(edited(record, (("data", "boxes", number, end), str(other))))
            swapped = ((("data", "boxes", number, 0), str(high)), (("data", "boxes", number, 1), str(low)))
            why_not(edited(record, *swapped))

    def test_a_box_without_the_orbit_is_rejected(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["cover"]
        for number in some_boxes(record):
            place = ("data", "boxes", number)
            low, high, lower, upper = map(Fraction, record["data"]["boxes"][number])
            above, below = lower_layer(2, high)[1], lower_layer(2, low)[0]
            assert lower < above < below < upper
            why_not(edited(record, ((*place, 2), _short(above, upper))))
            why_not(edited(record, ((*place, 3), _short(lower, below))))
            for low_end, high_end in ((0, 1), (upper, lower), (-upper, -lower), (1, 2), (lower, lower)):
                wrong = edited(record, ((*place, 2), str(low_end)), ((*place, 3), str(high_end)))
                assert "between 0 and 1" in why_not(wrong)
        vague = edited(record, (("data", "boxes", 5, 2), "1/100"), (("data", "boxes", 5, 3), "99/100"))
        assert "slope" in why_not(vague)

    def test_both_kinds_of_stability_are_asked_for(
        self, records: dict[str, Record], monkeypatch: pytest.MonkeyPatch, why_not: WhyNot
    ) -> None:
        """No orbit before the doubling has other multipliers, so the enclosures are replaced here."""
        good = interval(Fraction(1, 4))
        for change, square, said in (
            ((-3, -1), (1, 1), "may be -1 or less"),
            ((-2, -1), (1, 1), "may be -1 or less"),
            ((-1, -1), (0, 1), "a small gap may grow"),
            ((-1, -1), (-1, 1), "a small gap may grow"),
            ((-1, -1), (1, 2), "a small gap may grow"),
        ):
            found = interval(*change), [good, interval(*square)]
            monkeypatch.setattr(orbit_cover, "orbit_in", lambda *_, found=found: found)
            assert said in why_not(records["cover"])

    def test_the_orbit_beyond_has_to_be_there(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["cover"]
        rate, lower, upper = map(Fraction, record["data"]["beyond"][0])
        for column, other in (
            (0, rate + Fraction(1, 10**9)),
            (0, record["parameters"]["to"]),
            (1, upper),
            (1, (lower + 3 * upper) / 4),
            (2, lower),
            (2, (3 * lower + upper) / 4),
            (1, Fraction(1, 100)),
            (2, 1),
        ):
            why_not(edited(record, (("data", "beyond", 0, column), str(other))))


def _short(low: Fraction, high: Fraction) -> str:
    """Return a number between two others, with few digits."""
    return str(((low + high) / 2).limit_denominator(int(4 / (high - low)) + 1))


class TestPeriodicOrbit:
    @pytest.mark.parametrize("name", ["attracting", "repelling", "attracting-3"])
    def test_the_parameters_do_not_change(
        self, name: str, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records[name]
        kappa = Fraction(record["parameters"]["kappa"])
        for other in (kappa + Fraction(1, 10**40), kappa - Fraction(1, 10**40), -kappa, 0, 2):
            why_not(edited(record, (("parameters", "kappa"), str(other))))
        for period in (1, 3, 4, 6, 64, 65):
            why_not(edited(record, (("parameters", "period"), period)))
        flipped = not record["parameters"]["attracting"]
        assert "disks" in why_not(edited(record, (("parameters", "attracting"), flipped)))

    def test_a_learning_rate_that_is_a_json_number_is_rejected(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        """It would be divided by the depth in floating point: 4/3 is not the double next to it."""
        rounded = Fraction(4 / 3) * 3
        near = lower_layer(3, rounded)[0]
        orbit = numerics.periodic_orbits.enclose(rounded, [near] * 3, 2, 30)
        data = {"box": table(orbit.box), "preconditioner": table(orbit.preconditioner)}
        wrong = edited(records["repelling-3"], (("data",), data), (("parameters", "kappa"), 4))
        assert "rational number" in why_not(wrong)
        assert "Krawczyk" in why_not(edited(wrong, (("parameters", "kappa"), "4")))
        checker.verify(edited(wrong, (("parameters", "kappa"), str(rounded))))

    def test_a_box_beside_the_orbit_is_rejected(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["attracting"]
        low, high = map(Fraction, record["data"]["box"][0])
        width = high - low
        for one, other in (
            (low + width, high + width),
            (low - width, high - width),
            (low - 10**60 * width, high + 10**60 * width),
            (high, low),
            (low, low),
            (Fraction(0), high),
            (Fraction(1) - width, Fraction(1) + width),
        ):
            rows = table([(one, other)] * 2)
            why_not(edited(record, (("data", "box"), rows)))
            assert "same for all layers" in why_not(edited(record, (("data", "box", 1), rows[0])))

    def test_a_wrong_preconditioner_proves_nothing(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        for name in ("attracting", "repelling-3"):
            record = records[name]
            matrix = [[Fraction(entry) for entry in row] for row in record["data"]["preconditioner"]]
            for i, row in enumerate(matrix):
                for j in range(len(row)):
                    why_not(edited(record, (("data", "preconditioner", i, j), "1000")))
            for factor in (-1, 0, 3):
                scaled = table([[factor * entry for entry in row] for row in matrix])
                assert "Krawczyk" in why_not(edited(record, (("data", "preconditioner"), scaled)))

    def test_orbits_of_other_signs_or_unbalanced_or_fixed_are_rejected(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        kappa = Fraction(9, 4)
        near = lower_layer(2, kappa)[0]
        mirrored = numerics.periodic_orbits.enclose(kappa, [-near, -near], 2, 30)
        data = {"box": table(mirrored.box), "preconditioner": table(mirrored.preconditioner)}
        assert "positive" in why_not(edited(records["attracting"], (("data",), data)))
        swinging = numerics.periodic_orbits.enclose(Fraction(13, 5), [Fraction(1593, 1000)] * 2, 2, 30)
        assert to_rationals(swinging.states[1][0])[1] < 0
        data = {"box": table(swinging.box), "preconditioner": table(swinging.preconditioner)}
        assert "positive" in why_not(edited(records["repelling"], (("data",), data)))
        fixed = {"box": table([("9/10", "11/10")] * 2), "preconditioner": table([("-1", "0"), ("0", "-1")])}
        why_not(edited(records["attracting"], (("data",), fixed)))


class TestUnbalancedStart:
    def test_the_box_of_starts_does_not_grow(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["start"]
        for field, other in (
            *(("alpha_from", x) for x in ("0", "-2/5", "1/5", "40001/100000", "1")),
            *(("alpha_to", x) for x in ("2/5", "1", "1/5", "-1")),
            *(("kappa_from", x) for x in ("2", "1", "-11/5", "21/10", "220001/100000")),
            *(("kappa_to", x) for x in ("11/5", "3", "1")),
        ):
            why_not(edited(record, (("parameters", field), other)))

    def test_the_states_have_to_be_in_the_trap(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["start"]
        steps = record["data"]["tree"]["steps"]
        for other in (0, steps - 1, steps + 1, steps + 3, -1, 10**5 + 1):
            why_not(edited(record, (("data", "tree", "steps"), other)))

    def test_the_trap_is_neither_too_small_nor_too_large(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["start"]
        (m0, m1), (g0, g1) = ([Fraction(x) for x in row] for row in record["data"]["tree"]["trap"])
        middle, tiny = (m0 + m1) / 2, Fraction(1, 10**30)
        for mean, gap in (
            ((middle - tiny, middle + tiny), (g0, g1)),
            ((m0, m1), (-tiny, tiny)),
            ((m0, m1), (tiny, g1)),
            ((m0, m1), (g0, Fraction(0))),
            ((m0, m1), (2 * g1, 3 * g1)),
            ((m0 + (m1 - m0), m1 + (m1 - m0)), (g0, g1)),
            ((Fraction(1, 2), Fraction(3, 2)), (g0, g1)),
            ((Fraction(0), Fraction(2)), (-Fraction(1), Fraction(1))),
            ((m0, m1), (-Fraction(1), Fraction(1))),
            ((-m1, -m0), (g0, g1)),
            ((m1, m0), (g0, g1)),
            ((m0, m1), (g1, g0)),
            ((g0, g1), (m0, m1)),
        ):
            why_not(edited(record, (("data", "tree", "trap"), table([mean, gap]))))

    def test_each_property_of_a_trap_is_asked_for(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["start"]
        (m0, m1), (_, g1) = ([Fraction(x) for x in row] for row in record["data"]["tree"]["trap"])
        middle, radius = (m0 + m1) / 2, (m1 - m0) / 2
        for wider, gap, said in (
            (Fraction(1, 100), g1, "does not end in its trap"),
            (2, 30 * g1, "may leave the trap"),
            (32, 64 * g1, "period 1"),
            (4, 2 * g1, "may not contract"),
        ):
            trap = table([(middle - wider * radius, middle + wider * radius), (-gap, gap)])
            assert said in why_not(edited(record, (("data", "tree", "trap"), trap)))

    def test_the_negative_orbit_is_not_the_positive_one(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        """From alpha = 27/20 gradient descent on two layers ends on the orbit with both layers negative."""
        record = records["start"]
        (m0, m1), (g0, g1) = ([Fraction(x) for x in row] for row in record["data"]["tree"]["trap"])
        for steps in (17, 18, 19, 20, 40):
            tree = {"steps": steps, "trap": table([(-m1, -m0), (g0, g1)])}
            starts = (
                (("parameters", "alpha_from"), "27/20"),
                (("parameters", "alpha_to"), "1350001/1000000"),
            )
            reason = why_not(edited(record, *starts, (("data", "tree"), tree)))
            assert ("no positive" if steps % 2 == 0 else "end in its trap") in reason

    def test_states_that_spread_are_not_followed_on(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = edited(
            records["start"], (("parameters", "alpha_to"), "5"), (("data", "tree", "steps"), 10**5)
        )
        assert "spread too far" in why_not(record)

    def test_a_trap_around_the_minimum_is_rejected(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        tree = {"steps": 0, "trap": table([(Fraction(9, 10), Fraction(11, 10)), (-1, 1)])}
        why_not(edited(records["start"], (("data", "tree"), tree)))

    def test_leaves_belong_to_their_own_half(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["tree"]
        tree = record["data"]["tree"]
        swapped = ((("data", "tree", "low"), tree["high"]), (("data", "tree", "high"), tree["low"]))
        why_not(edited(record, *swapped))
        axis = {"alpha": "kappa", "kappa": "alpha"}[tree["halve"]]
        why_not(edited(record, (("data", "tree", "halve"), axis)))
        for axis in ("beta", "", "Alpha"):
            assert "halved" in why_not(edited(record, (("data", "tree", "halve"), axis)))

    def test_a_leaf_stands_for_no_larger_box(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["tree"]
        leaf = record["data"]["tree"]
        while "halve" in leaf:
            leaf = leaf["low"]
        why_not(edited(record, (("data", "tree"), leaf)))

    def test_a_tree_that_never_ends_is_rejected(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        record = records["start"]
        tree = record["data"]["tree"]
        for _ in range(41):
            tree = {"halve": "kappa", "low": tree, "high": record["data"]["tree"]}
        assert "too deep" in why_not(edited(record, (("data", "tree"), tree)))


class TestDoubling:
    def test_the_ratio_has_to_be_where_the_multiplier_crosses(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        for name in ("doubling", "doubling-3"):
            record = records[name]
            low, high = map(Fraction, record["data"]["ratio"][0])
            for ratio in (
                (high, 2 * high - low),
                (2 * low - high, low),
                (high, low),
                (low, low),
                (1 / high, 1 / low),
                (-high, -low),
                (Fraction(1), high),
                (Fraction(11, 10), Fraction(5)),
            ):
                why_not(edited(record, (("data", "ratio"), table([ratio]))))

    def test_kappa_has_to_belong_to_the_ratio(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        for name in ("doubling", "doubling-3"):
            record = records[name]
            low, high = map(Fraction, record["data"]["kappa"][0])
            width = high - low
            for kappa in (
                (low + width, high + width),
                (low - width, high - width),
                (high, low),
                (low, low),
                (low, high + 10 * width),
                (-high, -low),
                (Fraction(0), high),
                (low + 1, high + 1),
            ):
                why_not(edited(record, (("data", "kappa"), table([kappa]))))

    def test_several_changes_of_sign_prove_no_single_zero(
        self, records: dict[str, Record], monkeypatch: pytest.MonkeyPatch, why_not: WhyNot
    ) -> None:
        for coefficients in ([1, -1, 1, -1], [1, 0, 2, 3], [-1, 0, 1, 0, -1], [0]):
            monkeypatch.setattr(doubling, "around_one", lambda _p, found=coefficients: found)
            assert "exactly once" in why_not(records["doubling"])

    def test_no_more_digits_are_claimed_than_known(
        self, records: dict[str, Record], edited: Edit, why_not: WhyNot
    ) -> None:
        for digits in (60, 200, 201, 10**9):
            why_not(edited(records["doubling"], (("parameters", "digits"), digits)))

    def test_the_digits_said_are_true(self, records: dict[str, Record], edited: Edit) -> None:
        """The lower end, cut after 4 digits, is not where kappa is cut after 4 digits: 2.4720 and 2.4721."""
        record = edited(
            records["doubling"],
            (("parameters", "digits"), 4),
            (("data", "kappa"), [["247209/100000", "247215/100000"]]),
        )
        assert checker.verify(record).endswith("kappa is 2.4720 and at most 2 units of the last digit more")
