"""Files of the binary formats, made by the libraries that write them."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

PAGE = (
    "<html><head><title>{0}</title></head><body><article><h1>{0}</h1><p>The foreign ministers of France and "
    "Italy met in {0} on Tuesday and signed a treaty on fishing rights.</p></article></body></html>"
)


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2021, 3, 4, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: Mapping[str, bytes], links: Mapping[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            archive.addfile(info)
    return out.getvalue()


def parquet(columns: Mapping[str, Sequence[Any]], *, group: int = 1000) -> bytes:
    import pyarrow as pa
    from pyarrow.parquet import write_table

    out = io.BytesIO()
    write_table(pa.table(dict(columns)), out, row_group_size=group, compression="zstd")
    return out.getvalue()


def record(
    body: bytes,
    url: str = "",
    *,
    kind: str = "response",
    content: str = "text/html",
    status: str = "200 OK",
    more: str = "",
) -> bytes:
    """A record of a WARC: of an answer of a server, the answer itself with its header."""
    if kind == "response":
        head = f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n{more}\r\n"
        body = head.encode() + body
        content = "application/http; msgtype=response"
    header = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0a7c44d1-0000-4000-8000-0>\r\n"
        f"WARC-Date: 2021-03-06T00:00:00Z\r\n{f'WARC-Target-URI: {url}' if url else 'X: y'}\r\n"
        f"Content-Type: {content}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return header.encode() + body + b"\r\n\r\n"


def warc_records(places: Sequence[str]) -> list[bytes]:
    """The records of a WARC as Common Crawl ships it: information, then a request and an answer for each."""
    records = [record(b"software: ours\r\n", kind="warcinfo", content="application/warc-fields")]
    for place in places:
        url = f"https://harbour.example.org/{place}"
        request = f"GET /{place} HTTP/1.1\r\nHost: harbour.example.org\r\n\r\n".encode()
        records.append(record(request, url, kind="request", content="application/http; msgtype=request"))
        records.append(record(PAGE.format(place).encode(), url, content="text/html; charset=utf-8"))
    return records


def warc(places: Sequence[str], *, packed: bool = True) -> bytes:
    return b"".join(gzip.compress(r, mtime=0) if packed else r for r in warc_records(places))
