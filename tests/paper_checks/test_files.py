import os
from pathlib import Path

import pytest

from paper_checks.errors import UnusableInputError
from paper_checks.files import must_be_writable, write_whole


def test_writes_the_content_and_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file"
    write_whole(path, b"content")
    assert path.read_bytes() == b"content"
    assert [child.name for child in path.parent.iterdir()] == ["file"]


def test_a_failure_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file"
    write_whole(path, b"good")

    def refuse(_self: Path, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(UnusableInputError, match="No space left"):
        write_whole(path, b"bad")
    assert path.read_bytes() == b"good"
    assert [child.name for child in tmp_path.iterdir()] == ["file"]


def test_a_directory_or_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    for path in (blocked / "results.json", tmp_path):
        with pytest.raises(UnusableInputError, match="cannot write"):
            must_be_writable(path)
        with pytest.raises(UnusableInputError, match="cannot write"):
            write_whole(path, b"")
    assert sorted(child.name for child in tmp_path.iterdir()) == ["file"]


def test_a_link_keeps_pointing_and_a_pipe_stays_a_pipe(tmp_path: Path) -> None:
    target, link, pipe = tmp_path / "target", tmp_path / "link", tmp_path / "pipe"
    link.symlink_to(target)
    write_whole(link, b"content")
    assert link.is_symlink()
    assert target.read_bytes() == b"content"
    os.mkfifo(pipe)
    must_be_writable(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"through")
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert pipe.is_fifo()


def test_a_name_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableInputError, match="cannot write"):
        must_be_writable(tmp_path / ("n" * 300))
