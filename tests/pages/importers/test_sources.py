from __future__ import annotations

from pathlib import Path

import pytest

from pages.importers.documents import SourceDocument
from pages.importers.sources import SourceTree

UNREADABLE = Path("/proc/self/mem")


def write(root: Path, *names: str) -> None:
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"name: {name}\n" if name.endswith(".yml") else name)


def paths(tree: SourceTree) -> list[str]:
    return [it.path for it in tree.documents]


def test_collect_reads_folders_recursively_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a/z.html", "a/y.markdown", "_data/x.yml", "a/img/p.png")

    tree = SourceTree.collect([tmp_path])

    assert paths(tree) == ["_data/x.yml", "a/y.markdown", "a/z.html", "b.md"]
    assert tree.documents[3].file == str(tmp_path / "b.md")
    assert tree.skipped == ()


def test_collect_reads_each_file_once_below_the_common_folder(tmp_path: Path) -> None:
    write(tmp_path, "x/a.md", "y/b.md", "y/c.md")

    tree = SourceTree.collect([tmp_path / "x" / "a.md", tmp_path / "y", tmp_path / "y" / "b.md"])

    assert (tree.root, paths(tree)) == (tmp_path, ["x/a.md", "y/b.md", "y/c.md"])


def test_collect_skips_what_is_no_document(tmp_path: Path) -> None:
    write(tmp_path, "README.md", "LICENSE", "data.xlsx", ".hidden.md", ".git/a.md", "node_modules/b.md", "a.md")
    (tmp_path / "large.md").write_bytes(b"x" * (4 * 1024 * 1024 + 1))

    tree = SourceTree.collect([tmp_path, tmp_path / "gone.md"])

    assert paths(tree) == ["a.md"]
    assert [it.message for it in tree.skipped] == [
        "LICENSE: it describes the folder and no event.",
        "README.md: it describes the folder and no event.",
        "data.xlsx: it is no Markdown, HTML, YAML, calendar or CSV document.",
        "large.md: it is too large.",
        f"{tmp_path / 'gone.md'}: there is no such file.",
    ]
    assert {it.code for it in tree.skipped} == {"skipped-file"}


def test_collect_without_paths_is_empty() -> None:
    assert SourceTree.collect([]).documents == ()


def test_collect_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    write(tmp_path, "outside.md", "site/a.md")
    (tmp_path / "site" / "link.md").symlink_to(tmp_path / "outside.md")

    assert paths(SourceTree.collect([tmp_path / "site"])) == ["a.md"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("face.png", "posts/face.png"),
        ("../img/ann.jpg", "img/ann.jpg"),
        ("/img/ann.jpg", "img/ann.jpg"),
        ("img/ann.jpg?v=2", "img/ann.jpg"),
        ("{{ site.baseurl }}/img/ann.jpg", "img/ann.jpg"),
        ("{{ '/img/ann.jpg' | relative_url }}", "img/ann.jpg"),
        ("img/bob%20ray.png", "img/bob ray.png"),
        ("/assets/ANN.jpg", "img/ann.jpg"),
        ("twice.png", None),
        ("missing.png", None),
        ("https://images.example/img/ann.jpg", None),
        ("//images.example/ann.jpg", None),
        ("data:image/png;base64,AAAA", None),
        ("../../secret.png", None),
        ("", None),
        ("http://[broken", None),
        ("a%00b.png", None),
        ("x" * 300 + ".png", None),
    ],
)
def test_find_image_looks_beside_the_document_and_below_the_root(
    tmp_path: Path, source: str, found: str | None
) -> None:
    names = ("posts/face.png", "img/ann.jpg", "img/bob ray.png", "x/twice.png", "y/twice.png", "posts/page.md")
    write(tmp_path / "site", *names)
    write(tmp_path, "secret.png")
    tree = SourceTree.collect([tmp_path / "site"])

    file = tree.find_image(source, document=tree.documents[0])

    assert file == (str(tmp_path / "site" / found) if found else None)


def test_data_gives_documents_of_that_name(tmp_path: Path) -> None:
    write(tmp_path, "_data/papers.yml", "_data/people.yml", "papers.md")
    tree = SourceTree.collect([tmp_path])

    assert [it.path for it in tree.data("papers")] == ["_data/papers.yml"]


def test_data_of_a_single_document_is_found_in_the_folders_above(tmp_path: Path) -> None:
    write(tmp_path, "_data/papers.yml", "_data/notes.txt", "_talks/a.md")
    tree = SourceTree.collect([tmp_path / "_talks" / "a.md"])

    assert tree.data("papers") == []
    assert [it.metadata for it in tree.data("papers", document=tree.documents[0])] == [{"name": "_data/papers.yml"}]


def test_data_in_the_tree_is_given_once(tmp_path: Path) -> None:
    write(tmp_path, "_data/papers.yml", "a.md")
    tree = SourceTree.collect([tmp_path])

    assert len(tree.data("papers", document=tree.documents[1])) == 1


def test_data_of_a_document_without_a_file_is_that_of_the_tree() -> None:
    document = SourceDocument("a.md", None, {}, "", 1)

    assert SourceTree(Path(), (document,)).data("papers", document=document) == []


def test_picture_outside_the_folder_of_a_named_file_is_not_found(tmp_path):
    for folder in ("one", "two", "private"):
        (tmp_path / folder).mkdir()
    (tmp_path / "private" / "secret.png").write_bytes(b"")
    (tmp_path / "two" / "face.png").write_bytes(b"")
    files = [tmp_path / "one" / "a.md", tmp_path / "two" / "b.md"]
    for file in files:
        file.write_text("text")

    tree = SourceTree.collect(files)

    first, second = tree.documents
    assert tree.find_image("secret.png", document=first) is None
    assert tree.find_image("../private/secret.png", document=first) is None
    assert tree.find_image("face.png", document=first) is None
    assert tree.find_image("face.png", document=second) == str(tmp_path / "two" / "face.png")


@pytest.mark.skipif(not UNREADABLE.exists(), reason="this system has no file that even root cannot read")
def test_collect_reports_a_file_that_cannot_be_read(tmp_path):
    lost = tmp_path / "a.md"
    lost.symlink_to(UNREADABLE)
    (tmp_path / "b.md").write_text("text")

    tree = SourceTree.collect([lost, tmp_path / "b.md"])

    assert [it.path for it in tree.documents] == ["b.md"]
    assert [it.message for it in tree.skipped] == [f"{lost}: it cannot be read."]
