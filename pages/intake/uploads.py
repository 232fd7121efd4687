"""What editors send, checked before it is kept: files, folders, archives and pasted text."""

from __future__ import annotations

import stat
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from pages.importers.encoding import decode
from pages.intake.limits import (
    ARCHIVES,
    DEEPEST_PATH,
    LARGEST_FILE,
    LARGEST_TEXT,
    LARGEST_TOTAL,
    LONGEST_PATH,
    MEGABYTE,
    MOST_FILES,
    PICTURES,
    TEXTS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files.uploadedfile import UploadedFile

CHUNK = 64 * 1024
HOUSEKEEPING = frozenset({"__macosx", "thumbs.db", "desktop.ini"})


class RefusedUploadError(ValueError):
    """Nothing of what was sent is kept; the message is for the editor."""


@dataclass(slots=True)
class Upload:
    """Files by their paths, and what was left out with the reasons."""

    files: dict[str, bytes] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    size: int = 0

    @property
    def documents(self) -> int:
        """How many of the files are no pictures."""
        return sum(suffix_of(path) in TEXTS for path in self.files)

    def add_all(self, files: Iterable[tuple[str, UploadedFile]]) -> None:
        """Keep files under their paths; archives are opened. Raises `RefusedUploadError`."""
        for path, file in files:
            if (file.size or 0) > LARGEST_TOTAL:
                raise RefusedUploadError(_("%(name)s is larger than %(size)d MB.") % _limit(path, LARGEST_TOTAL))
            if suffix_of(path) in ARCHIVES:
                self._add_archive(path, file)
            elif self._may_take(path, file.size or 0):
                self.add(path, file.read())

    def add(self, path: str, content: bytes) -> None:
        """Keep one file, unless something is wrong with it; raises `RefusedUploadError` when there are too many."""
        clean = clean_path(path)
        if clean is None:
            self.left_out.append(_("%(name)s: its path leads out of the folder.") % {"name": shown(path)})
        elif suffix_of(clean) in TEXTS and "\x00" in decode(content):
            self.left_out.append(_("%(name)s: it is no text.") % {"name": clean})
        elif clean in self.files:
            self.left_out.append(_("%(name)s: there are two files with this name.") % {"name": clean})
        elif self._is_folder(clean) or any(str(above) in self.files for above in PurePosixPath(clean).parents):
            self.left_out.append(_("%(name)s: there are a file and a folder with this name.") % {"name": clean})
        else:
            self._keep(clean, content)

    def _is_folder(self, path: str) -> bool:
        return any(known.startswith(f"{path}/") for known in self.files)

    def _keep(self, path: str, content: bytes) -> None:
        self.size += len(content)
        if self.size > LARGEST_TOTAL:
            message = _("All files together are larger than %(size)d MB. Import them in parts.")
            raise RefusedUploadError(message % {"size": LARGEST_TOTAL // MEGABYTE})
        if len(self.files) >= MOST_FILES:
            message = _("These are more than %(count)d files. Import them in parts.") % {"count": MOST_FILES}
            raise RefusedUploadError(message)
        self.files[path] = content

    def _may_take(self, path: str, size: int) -> bool:
        """Whether a file of this name and size is imported; the reason is kept if it is not."""
        reason = _reason_to_leave_out(path, size)
        if reason:
            self.left_out.append(f"{shown(path)}: {reason}")
        return not reason

    def _add_archive(self, name: str, file: IO[bytes] | UploadedFile) -> None:
        try:
            with zipfile.ZipFile(file) as archive:
                entries = archive.infolist()
                if len(entries) > MOST_FILES * 4:
                    raise RefusedUploadError(_("The archive %(name)s has too many entries.") % {"name": shown(name)})
                for entry in entries:
                    self._add_entry(archive, entry)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            RuntimeError,
            NotImplementedError,
            OSError,
            ValueError,
        ) as error:
            if isinstance(error, RefusedUploadError):
                raise
            message = _("The archive %(name)s cannot be opened: it is damaged, encrypted or of an unusual kind.")
            raise RefusedUploadError(message % {"name": shown(name)}) from error

    def _add_entry(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        path = entry.filename
        parts = PurePosixPath(path.replace("\\", "/")).parts
        if entry.is_dir() or any(
            (part.startswith(".") and part != "..") or part.casefold() in HOUSEKEEPING for part in parts
        ):
            return
        if stat.S_ISLNK(entry.external_attr >> 16):
            self.left_out.append(_("%(name)s: it is a link to another file.") % {"name": shown(path)})
        elif suffix_of(path) in ARCHIVES:
            self.left_out.append(_("%(name)s: an archive inside an archive is not opened.") % {"name": shown(path)})
        elif self._may_take(path, 0):
            self.add(path, self._read_entry(archive, entry))

    def _read_entry(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
        """The content as far as it may go, whatever the entry says of its size."""
        most = LARGEST_TEXT if suffix_of(entry.filename) in TEXTS else LARGEST_FILE
        most = min(most, LARGEST_TOTAL - self.size)
        content = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                content += chunk
                if len(content) > most:
                    raise RefusedUploadError(_("%(name)s is larger than %(size)d MB.") % _limit(entry.filename, most))
        return bytes(content)


def suffix_of(path: str) -> str:
    """The ending of a file's name in small letters, with its dot."""
    return PurePosixPath(path.replace("\\", "/")).suffix.casefold()


def shown(path: str) -> str:
    """A path as a message can name it: not too long, and without characters that no database and no page takes."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in path[:LONGEST_PATH])


def clean_path(path: str) -> str | None:
    """The path below the folder of the import; None for one that leads elsewhere, or has strange characters."""
    text = path.replace("\\", "/")
    parts = [part for part in text.split("/") if part not in {"", "."}]
    is_strange = not parts or text.startswith("/") or ".." in parts or ":" in parts[0] or not text.isprintable()
    clean = "/".join(parts)
    if is_strange or len(clean) > LONGEST_PATH or len(parts) > DEEPEST_PATH:
        return None
    return clean if all(len(part.encode()) <= 200 for part in parts) else None  # noqa: PLR2004  # file systems take 255


def _reason_to_leave_out(path: str, size: int) -> str:
    suffix = suffix_of(path)
    if suffix == ".svg":
        return _("SVG drawings can hold scripts and are not imported. Save the picture as PNG.")
    if suffix not in TEXTS | PICTURES:
        return _("files of this kind are not imported.")
    largest = LARGEST_TEXT if suffix in TEXTS else LARGEST_FILE
    return _("it is larger than %(size)d MB.") % {"size": largest // MEGABYTE} if size > largest else ""


def _limit(name: str, size: int) -> dict[str, object]:
    return {"name": shown(name), "size": max(size // MEGABYTE, 1)}
