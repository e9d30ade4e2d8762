"""A disk that can be made to fail, under the real SQLite and the real keys.

SQLite lets a layer be put between itself and the system (a VFS). Ours passes everything on to the
usual one and writes down what was asked, so that a power cut can be played at any moment
afterwards: what was flushed is there, of the rest as little as chance leaves. Made to, it refuses
as a full or a broken disk does. Source of the layer's form: sqlite.org/vfs.html, "Shims"; of the
model: what POSIX promises of write and fsync, no more.
"""

import _sqlite3
import ctypes
import errno
import os
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

SECTOR = 512
FULL, BROKEN_FLUSH = 13, 10 | 4 << 8  # SQLITE_FULL, SQLITE_IOERR_FSYNC

_Open = ctypes.CFUNCTYPE(
    ctypes.c_int,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_int,
    ctypes.POINTER(ctypes.c_int),
)  # a file's name is passed on as the pointer that came: SQLite goes on reading it there
_Delete = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_Write = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
)
_Truncate = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_Sync = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("app_data", ctypes.c_void_p),
        ("open", _Open),
        ("delete", _Delete),
        ("rest", ctypes.c_void_p * 14),
    )


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int),
        ("close", ctypes.c_void_p),
        ("read", ctypes.c_void_p),
        ("write", _Write),
        ("truncate", _Truncate),
        ("sync", _Sync),
        ("rest", ctypes.c_void_p * 13),
    )


@dataclass(frozen=True)
class Change:
    """Something asked of the disk, or said to a phone meanwhile; `act` is write, truncate, sync,
    delete or said.
    """

    act: str
    file: str = ""
    at: int = 0
    data: bytes = b""
    said: object = None


@dataclass
class Disk:
    """What was asked of it, in order, and whether it is `full` or its flushes are `broken`."""

    log: list[Change] = field(default_factory=list)
    is_full: Callable[[], bool] = lambda: False
    is_broken: Callable[[], bool] = lambda: False

    def say(self, said: object) -> None:
        """Something was acknowledged at this moment."""
        self.log.append(Change("said", said=said))

    def after_a_power_cut(self, at: int, chance: random.Random) -> dict[str, bytes]:
        """The files as a power cut after `at` changes may leave them.

        A file is what it was when it was last flushed, and of every later change nothing, all, or
        its first sectors.
        """
        files: dict[str, bytearray] = {}
        flushed: dict[str, bytes] = {}
        unflushed: dict[str, list[Change]] = defaultdict(list)
        for change in self.log[:at]:
            if change.act == "said":
                continue
            if change.act == "delete":
                for known in (files, flushed, unflushed):
                    known.pop(change.file, None)
                continue
            _apply(files.setdefault(change.file, bytearray()), change)
            if change.act == "sync":
                flushed[change.file] = bytes(files[change.file])
                unflushed[change.file].clear()
            else:
                unflushed[change.file].append(change)
        left = {name: bytearray(content) for name, content in flushed.items()}
        for name, changes in unflushed.items():
            for change in changes:
                share = chance.choice((0.0, 0.0, chance.random(), 1.0))
                _apply(left.setdefault(name, bytearray()), _torn(change, share))
        return {name: bytes(content) for name, content in left.items()}


def _apply(content: bytearray, change: Change) -> None:
    if change.act == "write" and change.data:
        content.extend(bytes(max(0, change.at - len(content))))
        content[change.at : change.at + len(change.data)] = change.data
    elif change.act == "truncate":
        del content[change.at :]
        content.extend(bytes(change.at - len(content)))


def _torn(change: Change, share: float) -> Change:
    if change.act == "truncate":
        return change if share == 1.0 else Change("write", change.file)
    whole_sectors = int(len(change.data) * share) // SECTOR * SECTOR
    return (
        change
        if share == 1.0
        else Change("write", change.file, change.at, change.data[:whole_sectors])
    )


@contextmanager
def layer_under_sqlite(disk: Disk) -> Iterator[None]:
    """Whatever SQLite opens within goes through the disk."""
    library = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    usual = library.sqlite3_vfs_find(None)
    layer, kept = _layer(usual, disk)
    assert library.sqlite3_vfs_register(ctypes.byref(layer), 1) == 0
    try:
        yield
    finally:
        library.sqlite3_vfs_register(usual, 1)
        library.sqlite3_vfs_unregister(ctypes.byref(layer))
        _KEPT.append((layer, kept))  # a file still open may call it


_KEPT: list[object] = []


def _layer(usual: Any, disk: Disk) -> tuple[_Vfs, list[object]]:
    """A copy of the usual layer that hands out files of ours."""
    layer, kept = _Vfs(), []
    ctypes.memmove(ctypes.byref(layer), usual, ctypes.sizeof(_Vfs))
    names: dict[int, str] = {}
    methods: dict[int, _Methods] = {}

    def open_file(vfs: int, name: int | None, file: int, flags: int, out_flags: Any) -> int:
        code: int = usual.contents.open(vfs, name, file, flags, out_flags)
        theirs = ctypes.c_void_p.from_address(file).value
        if code == 0 and theirs and name:
            names[file] = _file_name(name)
            if theirs not in methods:
                methods[theirs] = _methods(theirs, disk, names)
            ctypes.c_void_p.from_address(file).value = ctypes.addressof(methods[theirs])
        return code

    def delete(vfs: int, name: int, sync_folder: int) -> int:
        disk.log.append(Change("delete", _file_name(name)))
        return int(usual.contents.delete(vfs, name, sync_folder))

    layer.name = b"with-faults"
    layer.open, layer.delete = _Open(open_file), _Delete(delete)
    kept += [layer.open, layer.delete, methods]
    return layer, kept


def _file_name(pointer: int) -> str:
    return os.path.basename(os.fsdecode(ctypes.string_at(pointer)))


def _methods(theirs: int, disk: Disk, names: dict[int, str]) -> _Methods:
    """A copy of a file's usual methods, with what is asked written down or refused."""
    usual, ours = _Methods.from_address(theirs), _Methods()
    ctypes.memmove(ctypes.byref(ours), theirs, ctypes.sizeof(_Methods))

    def write(file: int, data: int, size: int, at: int) -> int:
        if disk.is_full():
            return FULL
        disk.log.append(Change("write", names[file], at, ctypes.string_at(data, size)))
        return int(usual.write(file, data, size, at))

    def truncate(file: int, size: int) -> int:
        disk.log.append(Change("truncate", names[file], size))
        return int(usual.truncate(file, size))

    def sync(file: int, flags: int) -> int:
        if disk.is_broken():
            return BROKEN_FLUSH
        code = int(usual.sync(file, flags))
        disk.log.append(Change("sync", names[file]))
        return code

    ours.write, ours.truncate, ours.sync = _Write(write), _Truncate(truncate), _Sync(sync)
    return ours


class FaultyOs:
    """`os`, as the ring of keys uses it, on the same disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._names: dict[int, str] = {}
        self._unseen: set[str] = set()  # written and flushed, but not yet in their folder's list

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def open(self, path: Path, *arguments: int) -> int:
        descriptor = os.open(path, *arguments)
        self._names[descriptor] = f"keys/{Path(path).name}" if Path(path).suffix else ""
        return descriptor

    def write(self, descriptor: int, data: bytes) -> int:
        if self._disk.is_full():
            raise OSError(errno.ENOSPC, "the disk is full")
        self._disk.log.append(Change("write", self._names[descriptor], 0, data))
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        """A new key is there once its folder is flushed, too."""
        if self._disk.is_broken():
            raise OSError(errno.EIO, "the disk is broken")
        os.fsync(descriptor)
        name = self._names[descriptor]
        self._unseen |= {name} - {""}
        for seen in self._unseen if not name else ():
            self._disk.log.append(Change("sync", seen))
        if not name:
            self._unseen.clear()
