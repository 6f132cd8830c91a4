"""Requests as lines of a file that is read while it is written."""

from pathlib import Path

from records import Record, RecordReader, RecordWriter


def test_records_are_read_as_they_were_written_each_once(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    reader = RecordReader(path)
    assert not list(reader.new())
    writer = RecordWriter(path)
    writer.request(name="extract", response_time=1500.0, context={"behaviour": "uploader"}, exception=None)
    (first,) = reader.new()
    assert (first.behaviour, first.name, first.seconds, first.outcome, first.detail) == (
        "uploader", "extract", 1.5, "ok", "",
    )  # fmt: skip
    refused = OSError("refused: 503")
    writer.request(name="x", response_time=1.0, context={}, exception=refused, url="http://x", start_time=0.0)
    writer.request(name="y", response_time=1.0, context={}, exception=OSError('no "answer",\nin\u2028time'))
    writer.close(environment=None)
    assert [(record.outcome, record.detail) for record in reader.new()] == [
        ("refused", "refused: 503"),
        ("failed", 'no "answer", in time'),
    ]
    assert not list(reader.new())


def test_a_line_that_is_half_written_is_read_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "records.csv"
    reader = RecordReader(path)
    path.write_text("1.0,uploader,extract,0.5,ok,\n2.0,uplo")
    assert len(list(reader.new())) == 1
    with path.open("a") as file:
        file.write("ader,text,0.25,ok,\n")
    assert list(reader.new()) == [
        Record(at=2.0, behaviour="uploader", name="text", seconds=0.25, outcome="ok", detail="")
    ]
