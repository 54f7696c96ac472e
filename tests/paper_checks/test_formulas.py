import pytest
import sympy

from paper_checks.formulas import Formula, MatrixFormula
from theory.symbols import eta, u
from theory.words import matrix


def test_the_expression_has_exact_numbers_and_the_shared_symbols() -> None:
    assert Formula("eta**(1/4)").expression == eta ** sympy.Rational(1, 4)


def test_latex_is_made_from_the_expression() -> None:
    assert Formula("2*sqrt(2)/S").latex == r"\frac{2 \sqrt{2}}{S}"


def test_a_relation_stays_a_relation_although_it_is_obvious() -> None:
    relation = Formula("u > 0").expression
    assert isinstance(relation, sympy.StrictGreaterThan)
    assert (relation.lhs, relation.rhs) == (u, 0)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("eta*0.5", "quotients of whole numbers"),
        ("eta*omega", "unknown name 'omega'"),
        ("__import__('os').system('true')", "not an arithmetic formula"),
        ("1 < eta < 2", "one relation"),
        ("[eta]", "not an arithmetic formula"),
    ],
)
def test_anything_else_is_refused(source: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        _ = Formula(source).expression


def test_matrix_formulas_keep_the_order_of_factors() -> None:
    W, V = matrix("W_l"), matrix("W_{l+1}")
    assert MatrixFormula("W_{l+1}' W_{l+1} - W_l W_l'").words == V.T @ V - W @ W.T
    assert MatrixFormula("W_l W_{l+1}").words != V @ W
