"""The files of one import: which are read, which are skipped, and how they refer to each other."""

from __future__ import annotations

import functools
import os
import re
import urllib.parse
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pages.importers.documents import Finding, Severity, SourceDocument
from pages.importers.front_matter import read_document
from pages.importers.text.links import split_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SUFFIXES = frozenset({".md", ".markdown", ".htm", ".html", ".yml", ".yaml", ".ics", ".csv"})
_DATA_SUFFIXES = (".yml", ".yaml")
_IMAGE_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"})
_HOUSEKEEPING = frozenset({"readme", "license", "licence", "source", "changelog", "contributing"})
_TOOL_FOLDERS = frozenset({"node_modules", "vendor", "_site", "__pycache__"})
_LARGEST = 4 * 1024 * 1024
_FOLDERS_ABOVE = 4
_LONGEST_NAME = 255
_SITE_VARIABLE = re.compile(r"\{\{\s*site\.(?:baseurl|url)\s*\}\}")
_RELATIVE_URL = re.compile(r"\{\{\s*[\"']([^\"']+)[\"']\s*\|\s*(?:relative|absolute)_url\s*\}\}")


@dataclass(frozen=True)
class SourceTree:
    """Documents below one folder, in the order of their paths.

    `root` is the deepest folder that holds them all. `folders` are those that were named, or that hold a file that was
    named; a picture outside the one around a document is never found.
    """

    root: Path
    documents: tuple[SourceDocument, ...]
    skipped: tuple[Finding, ...] = ()
    folders: tuple[Path, ...] = ()

    @classmethod
    def collect(cls, paths: Sequence[Path]) -> SourceTree:
        """Read files, and the folders' documents recursively; a path that cannot be read is a finding."""
        files, skipped = _list_files(paths)
        folders = _named_folders(paths)
        root = Path(os.path.commonpath(folders)) if folders else Path.cwd()
        documents = []
        for file in files:
            try:
                raw = file.read_bytes()
            except OSError:
                skipped.append(_skip(str(file), "it cannot be read", Severity.ERROR))
            else:
                documents.append(read_document(raw, path=file.relative_to(root).as_posix(), file=str(file)))
        return cls(root, tuple(documents), tuple(skipped), tuple(folders))

    def find_image(self, source: str, *, document: SourceDocument) -> str | None:
        """The file that `source` means in `document`: beside it, from the root, or by a name only one file has."""
        path = _local_path(source)
        if path is None:
            return None
        for candidate in self._image_candidates(path, document):
            if _is_inside(candidate, self._folder_around(document)) and candidate.is_file():
                return os.path.normpath(candidate)
        same_name = self._images_below(self._folder_around(document)).get(PurePosixPath(path).name.casefold(), [])
        return str(same_name[0]) if len(same_name) == 1 else None

    def _image_candidates(self, path: str, document: SourceDocument) -> Iterator[Path]:
        relative = path.lstrip("/")
        if not path.startswith("/"):
            yield self._folder(document) / path
        for folder in self._folders_above(document):
            yield folder / relative

    def data(self, name: str, *, document: SourceDocument | None = None) -> list[SourceDocument]:
        """The YAML documents whose file is called `name`, without its suffix.

        With a document also those in the `_data` folders beside it and above it, when it was named alone.
        """
        known = self.data_beside(document) if document else [it for it in self.documents if _is_data(it)]
        return [it for it in known if PurePosixPath(it.path).stem == name]

    def data_beside(self, document: SourceDocument) -> list[SourceDocument]:
        """All YAML documents of the tree, and those in the `_data` folders beside and above the document."""
        known = [it for it in self.documents if _is_data(it)]
        files = {it.file for it in known}
        return known + [it for it in _read_data_folders(document) if it.file not in files]

    def _folder(self, document: SourceDocument) -> Path:
        return (self.root / document.path).parent

    def _folders_above(self, document: SourceDocument) -> list[Path]:
        folder = self._folder(document)
        return [it for it in (folder, *folder.parents) if _is_inside(it, self._folder_around(document))]

    def _folder_around(self, document: SourceDocument) -> Path:
        """The widest of the named folders that holds the document."""
        around = [it for it in self.folders if self._folder(document).is_relative_to(it)]
        return min(around, key=lambda it: len(it.parts), default=self.root)

    def _images_below(self, folder: Path) -> dict[str, list[Path]]:
        if folder not in self._images:
            self._images[folder] = _find_images(folder)
        return self._images[folder]

    @functools.cached_property
    def _images(self) -> dict[Path, dict[str, list[Path]]]:
        return {}


def _list_files(paths: Iterable[Path]) -> tuple[list[Path], list[Finding]]:
    """The documents to read, each once and in order, and findings for the files that are none."""
    files: dict[Path, None] = {}
    skipped = []
    for path in paths:
        absolute = _absolute(path)
        if not absolute.exists():
            skipped.append(_skip(str(path), "there is no such file", Severity.ERROR))
        for file in [absolute] if absolute.is_file() else _walk(absolute):
            reason = _reason_to_skip(file)
            if reason is None:
                files[file] = None
            elif file.suffix.casefold() not in _IMAGE_SUFFIXES:
                skipped.append(_skip(file.name, reason, Severity.HINT))
    return sorted(files), skipped


def _find_images(folder: Path) -> dict[str, list[Path]]:
    """The pictures below a folder by their names in lower case."""
    images: dict[str, list[Path]] = {}
    for file in _walk(folder):
        if file.suffix.casefold() in _IMAGE_SUFFIXES:
            images.setdefault(file.name.casefold(), []).append(file)
    return images


def _absolute(path: Path) -> Path:
    return Path(os.path.normpath(path.absolute()))


def _skip(name: str, reason: str, severity: Severity) -> Finding:
    return Finding("skipped-file", severity, f"{name}: {reason}.")


def _reason_to_skip(file: Path) -> str | None:
    if file.stem.casefold() in _HOUSEKEEPING:
        return "it describes the folder and no event"
    if file.suffix.casefold() not in _SUFFIXES:
        return "it is no Markdown, HTML, YAML, calendar or CSV document"
    if file.stat().st_size > _LARGEST:
        return "it is too large"
    return None


def _walk(folder: Path) -> Iterator[Path]:
    """Files below a folder in order, without hidden ones, tools' folders and links that lead elsewhere."""
    for directory, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _TOOL_FOLDERS)
        for name in sorted(names):
            file = Path(directory, name)
            if not name.startswith(".") and _is_inside(file, folder) and file.is_file():
                yield file


def _named_folders(paths: Iterable[Path]) -> list[Path]:
    return [path if path.is_dir() else path.parent for path in map(_absolute, paths)]


def _is_inside(path: Path, folder: Path) -> bool:
    """True when the path lies below the folder once links and dots are followed."""
    return path.resolve().is_relative_to(folder.resolve())


def _local_path(source: str) -> str | None:
    """The path a source names, without query, escapes and site variables; None for URLs and the like."""
    text = _RELATIVE_URL.sub(r"\1", _SITE_VARIABLE.sub("", source)).strip()
    parts = split_address(text)
    path = urllib.parse.unquote(parts.path).replace("\\", "/")
    is_possible = "\x00" not in path and all(len(name.encode()) <= _LONGEST_NAME for name in path.split("/"))
    if parts.scheme or parts.netloc or not path.strip("/") or not is_possible:
        return None
    return path


def _is_data(document: SourceDocument) -> bool:
    return document.path.casefold().endswith(_DATA_SUFFIXES)


def _read_data_folders(document: SourceDocument) -> list[SourceDocument]:
    if document.file is None:
        return []
    folders = (folder / "_data" for folder in Path(document.file).parents[:_FOLDERS_ABOVE])
    return [
        read_document(file.read_bytes(), path=f"_data/{file.name}", file=str(file))
        for folder in folders
        if folder.is_dir()
        for file in _walk(folder)
        if file.suffix.casefold() in _DATA_SUFFIXES and _reason_to_skip(file) is None
    ]
