"""Small files that expand to more than any machine has, and small texts that take more time than anyone has.

Each is made when it is asked for, in no time: what is packed is one block, over and over.
"""

from __future__ import annotations

import io
import json
import lzma
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from tests.read.packing import PAGE, record

MB = 2**20
_BEGIN = PAGE.format("Rome").encode()


def _deflated(size: int, wbits: int) -> bytes:
    """So many zeros, packed; what would follow is missing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    first = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(MB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (size // MB - 1)


def _brotli(size: int) -> bytes:
    import brotli

    packer = brotli.Compressor(quality=5)
    blocks: list[bytes] = [packer.process(bytes(MB)) + packer.flush() for _ in range(4)]
    return b"".join(blocks) + blocks[-1] * (size // MB - 4)


def _zstd(size: int) -> bytes:
    from backports import zstd

    packer = zstd.ZstdCompressor(level=3)
    packed = [packer.compress(bytes(16 * MB)) for _ in range(size // MB // 16)]
    return b"".join([*packed, packer.flush()])


def _warc(path: Path, encoding: str, body: bytes) -> None:
    answer = record(body, "https://harbour.example.org/bomb", more=f"Content-Encoding: {encoding}\r\n")
    kept = record(PAGE.format("Geneva").encode(), "https://harbour.example.org/kept")
    _write(path, kept + answer + kept.replace(b"Geneva", b"Bonn.."))


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _parquet_dictionary(path: Path) -> None:
    """A value that stands in every row, written once."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    values = pa.array(["France signed.", "x" * (16 * MB), "Italy signed."])
    numbers = pa.array([0, *[1] * 300, 2], pa.int32())
    table = pa.table({"text": pa.DictionaryArray.from_arrays(numbers, values)})
    write_table(table, path, compression="zstd", dictionary_pagesize_limit=64 * MB)


def _parquet_value(path: Path) -> None:
    """A value of 512 MB in the midst of row groups of one row."""
    import pyarrow as pa
    from pyarrow.parquet import write_table

    table = pa.table({"text": ["France signed.", "x" * (512 * MB), "Italy signed."]})
    # Without statistics, for which the value is looked through again and again.
    write_table(table, path, row_group_size=1, compression="zstd", write_statistics=False)


def _tar_header(path: Path) -> None:
    """A member whose extended header has 1.2 GB, which are a hole in the file."""
    before, after = (tarfile.TarInfo(name) for name in ("a.txt", "z.txt"))
    header = tarfile.TarInfo("header")
    header.type, header.size = tarfile.XHDTYPE, 1200 * MB
    with path.open("wb") as out:
        for info, text in ((before, b"France signed."), (header, b""), (after, b"Italy signed.")):
            if info is header:
                out.write(info.tobuf(tarfile.USTAR_FORMAT))
                out.seek(1200 * MB, io.SEEK_CUR)
            else:
                info.size = len(text)
                out.write(info.tobuf() + text.ljust(512, b"\0"))
        out.write(bytes(1024))


def _tar_digits(path: Path) -> None:
    """An extended header of nothing but digits, which the library looks through once a digit."""
    header, member = tarfile.TarInfo("header"), tarfile.TarInfo("a.txt")
    header.type, header.size, member.size = tarfile.XHDTYPE, MB, 14
    _write(path, header.tobuf(tarfile.USTAR_FORMAT) + b"1" * MB + member.tobuf() + b"France signed.")


def _tar_sparse(path: Path) -> None:
    """A sparse file whose map has no line end, which the library looks for once a block."""
    header, member = tarfile.TarInfo("header"), tarfile.TarInfo("sparse")
    said = b"22 GNU.sparse.major=1\n22 GNU.sparse.minor=0\n"
    header.type, header.size, member.size = tarfile.XHDTYPE, len(said), 48 * MB
    headers = header.tobuf(tarfile.USTAR_FORMAT) + said.ljust(512, b"\0") + member.tobuf()
    _write(path, headers + b"9\n".ljust(48 * MB, b"1"))


def _zip_directory(path: Path) -> None:
    """A zip that says that its list of members has 2 GB."""
    with path.open("wb") as out:
        out.seek(2**31)
        out.write(struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, 2**31 - 1, 0, 0))


def _zip_many(path: Path) -> None:
    """A list of nearly as many members as are read, all of them folders."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a/", b"")
    data = out.getvalue()
    start = data.index(b"PK\1\2")
    entry = data[start : data.index(b"PK\5\6")]
    number = 31 * MB // len(entry)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 65535, 65535, len(entry) * number, start, 0)
    _write(path, data[:start] + entry * number + end)


def _xz_dictionary(path: Path) -> None:
    """A stream that asks for 4 GB to be unpacked."""
    data = bytearray(lzma.compress(b"France signed."))
    header = data[12 : 12 + 4 * (data[12] + 1) - 4]
    header[header.index(b"\x21\x01") + 2] = 40
    data[12 : 12 + len(header) + 4] = header + struct.pack("<L", zlib.crc32(header))
    _write(path, bytes(data))


def _json(path: Path, text: str) -> None:
    """An object of as much as stands in the text, and one with an article: two lines, or two of a list."""
    begin, between, end = ("[", ",", "]") if path.suffix == ".json" else ("", "\n", "")
    after = json.dumps({"text": "France signed."})
    _write(path, f'{begin}{{"text": [{text}{{}}]}}{between}{after}{end}'.encode())


#: Lists in lists: 2 bytes each, for which Python needs 110.
_LISTS = f"{'[' * 900}{']' * 900},"
#: The name of each bomb, what makes it, and what its failure says.
MEMORY: dict[str, tuple[Callable[[Path], None], str]] = {
    "br.warc": (lambda path: _warc(path, "br", _brotli(2048 * MB)), "a page of more than 8 MB"),
    "gzip.warc": (lambda path: _warc(path, "gzip", _deflated(4096 * MB, 31)), "a page of more than 8 MB"),
    "deflate.warc": (lambda path: _warc(path, "deflate", _deflated(4096 * MB, 15)), "a page of more than"),
    "zstd.warc": (lambda path: _warc(path, "zstd", _zstd(1024 * MB)), "a page of more than 8 MB"),
    "not.warc": (lambda path: _warc(path, "br, gzip", b"x"), "not gzip, or cut off"),
    "dictionary.parquet": (_parquet_dictionary, "longer than 1,000,000 characters"),
    "value.parquet": (_parquet_value, "needs more memory"),
    "header.tar": (_tar_header, "not a plain file"),
    "digits.tar": (_tar_digits, ""),
    "sparse.tar": (_tar_sparse, "not a plain file"),
    "directory.zip": (_zip_directory, "a list of members of more than 32 MB"),
    "many.zip": (_zip_many, ""),
    "dictionary.txt.xz": (_xz_dictionary, "not xz, or cut off: Memory usage limit exceeded"),
    "zeros.txt.gz": (lambda path: _write(path, _deflated(4096 * MB, 31)), "longer than 1,000,000 characters"),
    "objects.jsonl": (lambda path: _json(path, "{}," * 5_000_000), '"text" is a list'),
    "lists.jsonl": (lambda path: _json(path, _LISTS * 9000), "needs more memory"),
    "lists.json": (lambda path: _json(path, _LISTS * 9000), "needs more memory"),
    "columns.csv": (
        lambda path: _write(path, b"text," + b"ab," * 5_000_000 + b"\n1"),
        "a header of more than 1 MB",
    ),
    "row.csv": (
        lambda path: _write(path, b"text,id\n" + "ā,".encode() * 5_500_000 + b"\nFrance signed.,7"),
        "more than 1,000,000 separators of columns",
    ),
}


def main(folder: Path) -> None:
    """Write them all."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, _) in MEMORY.items():
        make(folder / name)
        print(f"{name}: {(folder / name).stat().st_size:,} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
