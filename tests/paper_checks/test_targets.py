import io
import struct
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paper_checks.errors import UnusableInputError
from paper_checks.predict import targets

KINDS = ("<f8", ">f8", "<f4", "<i8", ">i4", "<i2", "|i1", "<u8", "|u1")
EACH = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def npy(array: np.ndarray) -> bytes:
    stream = io.BytesIO()
    np.save(stream, array, allow_pickle=True)
    return stream.getvalue()


def header(text: str, body: bytes = b"", length: int | None = None) -> bytes:
    content = text.encode()
    return (
        b"\x93NUMPY\x01\x00" + struct.pack("<H", len(content) if length is None else length) + content + body
    )


def read(directory: Path, name: str, content: bytes) -> targets.Rows:
    path = directory / name
    path.write_bytes(content)
    return targets.read(path)


def rows_or_complaint(path: Path) -> tuple[targets.Rows, str]:
    try:
        return targets.read(path), ""
    except UnusableInputError as error:
        return (), str(error)


def refusal(directory: Path, name: str, content: bytes) -> str:
    with pytest.raises(UnusableInputError) as caught:
        read(directory, name, content)
    message = str(caught.value)
    assert "\n" not in message
    assert name in message
    return message


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("order", ["C", "F"])
def test_arrays_are_read_exactly(kind: str, order: str, tmp_path: Path) -> None:
    array = np.array([[1, 2, 3], [4, 5, 100]], dtype=kind, order=order)
    assert read(tmp_path, "t.npy", npy(array)) == ((1, 2, 3), (4, 5, 100))


def test_a_float_is_the_dyadic_rational_of_its_bits_and_a_decimal_is_a_decimal(tmp_path: Path) -> None:
    assert read(tmp_path, "t.npy", npy(np.array([[0.1]]))) == ((Fraction(0.1),),)
    assert read(tmp_path, "t.csv", b"0.1,3/7\n-1e-3,2\n") == (
        (Fraction(1, 10), Fraction(3, 7)),
        (Fraction(-1, 1000), Fraction(2)),
    )
    assert read(tmp_path, "T.CSV", b"\xef\xbb\xbf1, 2\r\n3 ,4\r\n\r\n") == ((1, 2), (3, 4))


@pytest.mark.parametrize(
    ("array", "says"),
    [
        (np.array([[None]]), "Python objects"),
        (np.array([[1j]]), "complex"),
        (np.array([[True]]), "truth values"),
        (np.array([["a"]]), "not read"),
        (np.array([[1.0]], dtype="f2"), "not read"),
        (np.zeros((1, 1), dtype=[("a", "f8")]), "records"),
        (np.array([[np.nan]]), "row 1, column 1 is nan"),
        (np.array([[1.0, np.inf]]), "column 2 is inf"),
        (np.zeros((0, 3)), "no entries"),
        (np.zeros(3), "rows and columns"),
        (np.zeros((1, 1, 1)), "rows and columns"),
        (np.zeros((101, 100)), "more than the 10000"),
    ],
)
def test_arrays_that_are_no_target_are_refused(array: np.ndarray, says: str, tmp_path: Path) -> None:
    assert says in refusal(tmp_path, "t.npy", npy(array))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "first bytes"),
        (b"\x93NUMPY\x01\x00\x05", "within its header"),
        (b"\x93NUMPY\x09\x00\x00\x00", "version 9.0"),
        (header("{}", length=60_000), "longer than"),
        (header("{}", length=50), "within its header"),
        (header("("), "not readable"),
        (header("(" * 9000), "not readable"),
        (header("__import__('os').getcwd()"), "not readable"),
        (header("{'descr': '<f8'}"), "does not say"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (10**9, 1)}"), "not readable"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000, 9)}"), "more than the"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1)}"), "rows and columns"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (True, True)}"), "rows and columns"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)}", b"1234567"), "takes 8 bytes"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1)}", b"1" * 9), "holds more"),
    ],
)
def test_broken_arrays_are_refused(content: bytes, says: str, tmp_path: Path) -> None:
    assert says in refusal(tmp_path, "t.npy", content)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no entries"),
        (b"\n \n", "no entries"),
        (b"a,b\n1,2\n", "line 1, entry 1"),
        (b"1,2\n3\n", "line 2 has 1 entries"),
        (b"1,,2\n", "line 1, entry 2"),
        (b"nan\n", "not finite"),
        (b"1e999999999999\n", "exponent"),
        (b"1e9999\n", "too large or too small"),
        (b"9" * 300, "more than 200 characters"),
        (b"1/0\n", "divides by zero"),
        (b"1;2\n", "entry 1"),
        (b"\xff\xfe1\n", "UTF-8"),
        (b"1\n" * 10_001, "more than the 10000"),
        (b"1" * 3_000_000, "longer than"),
    ],
)
def test_broken_tables_are_refused(content: bytes, says: str, tmp_path: Path) -> None:
    assert says in refusal(tmp_path, "t.csv", content)


def test_other_files_are_refused(tmp_path: Path) -> None:
    assert ".npy or a .csv" in refusal(tmp_path, "t.txt", b"1")
    (tmp_path / "d.csv").mkdir()
    for name, says in (("none.csv", "No such file"), ("d.csv", "directory")):
        with pytest.raises(UnusableInputError, match=says):
            targets.read(tmp_path / name)


@EACH
@given(content=st.binary(max_size=60), ending=st.sampled_from(("npy", "csv")), magic=st.booleans())
def test_any_bytes_give_a_matrix_or_one_sentence(
    content: bytes, ending: str, magic: bool, tmp_path: Path
) -> None:
    path = tmp_path / f"t.{ending}"
    path.write_bytes((b"\x93NUMPY\x01\x00" if magic else b"") + content)
    rows, complaint = rows_or_complaint(path)
    assert "\n" not in complaint
    assert bool(complaint) or len({len(row) for row in rows}) == 1


@EACH
@given(place=st.integers(0, 135), byte=st.integers(0, 255), cut=st.booleans())
def test_an_array_with_a_changed_byte_or_an_early_end(
    place: int, byte: int, cut: bool, tmp_path: Path
) -> None:
    whole = npy(np.array([[1.5]]))
    broken = whole[:place] if cut else whole[:place] + bytes([byte]) + whole[place + 1 :]
    path = tmp_path / "t.npy"
    path.write_bytes(broken)
    rows, complaint = rows_or_complaint(path)
    assert "\n" not in complaint
    assert bool(complaint) or (not cut and sum(len(row) for row in rows) == 1)


@EACH
@given(values=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=12))
def test_every_finite_float_survives(values: list[float], tmp_path: Path) -> None:
    content = npy(np.array([values]))
    assert read(tmp_path, "t.npy", content) == (tuple(Fraction(x) for x in values),)


@pytest.mark.parametrize(
    ("values", "says"), [([], "no entries"), (["1", "-2"], "negative"), (["x"], "entry 1")]
)
def test_singular_values_are_judged(values: list[str], says: str) -> None:
    with pytest.raises(UnusableInputError, match=says):
        targets.from_numbers(values)
