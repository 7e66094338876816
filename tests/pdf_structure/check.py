"""What a PDF of muster must have, whatever it shows. Each check is a function of one file; the last line
counts them as the other runners do."""

import hashlib
import pathlib
import re
import subprocess
import sys

import pikepdf

PAGES = {"executive.pdf": (4, 4), "report.pdf": (9, 400)}


def nodes(element, depth=0):
    """The elements of the tag tree below one, with their depth."""
    kids = element.get("/K")
    if kids is None:
        return
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from nodes(kid, depth + 1)


def bookmarks(items, level=1):
    for item in items:
        yield level, item
        yield from bookmarks(item.children, level + 1)


def run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace")


def standards_are_stated(pdf, path):
    xmp = pdf.Root.Metadata.read_bytes().decode()
    for part in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert part in xmp, f"{part} is not in the metadata"
    assert pdf.Root.MarkInfo.Marked and pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(pdf.Root.Lang) == "en-GB"


def qpdf_finds_nothing(pdf, path):
    found = subprocess.run(["qpdf", "--check", path], capture_output=True)
    assert found.returncode == 0, (found.stdout + found.stderr).decode()


def the_posture_is_attached(pdf, path):
    attached = pdf.attachments["posture.json"].get_file().read_bytes()
    assert attached == (path.parent / "posture.json").read_bytes(), "the attachment differs"


def inputs_are_attached_with_their_hashes(pdf, path):
    import json

    listed = json.loads(pdf.attachments["inputs.json"].get_file().read_bytes())
    posture = json.loads((path.parent / "posture.json").read_bytes())
    assert [one["sha256"] for one in listed["inputs"]] == [one["sha256"] for one in posture["inputs"]]
    digest = hashlib.sha256((path.parent / "posture.json").read_bytes()).hexdigest()
    assert listed["posture_sha256"] == digest


def every_object_is_in_a_stream(pdf, path):
    raw = path.read_bytes()
    assert b"/Type/ObjStm" in raw and b"\ntrailer" not in raw


def fonts_are_embedded(pdf, path):
    rows = run("pdffonts", path).splitlines()[2:]
    assert rows, "no font"
    for row in rows:
        assert re.search(r" yes yes yes +\d+ +\d+$", row), row


def tables_have_header_cells(pdf, path):
    tables = [node for node in nodes(pdf.Root.StructTreeRoot) if node.S == "/Table"]
    assert tables, "no table"
    for table in tables:
        cells = [str(node.S) for node in nodes(table)]
        assert "/TH" in cells, f"a table without header cells: {cells[:12]}"


def figures_have_alternative_text(pdf, path):
    figures = [node for node in nodes(pdf.Root.StructTreeRoot) if node.S == "/Figure"]
    assert figures, "no figure"
    for figure in figures:
        words = str(figure.get("/Alt", ""))
        assert len(words.split()) > 5, f"a figure without words: {words!r}"


def bookmarks_are_headings(pdf, path):
    with pdf.open_outline() as outline:
        marks = list(bookmarks(outline.root))
    assert marks, "no bookmark"
    assert max(level for level, _ in marks) <= 3
    text = re.sub(r"\s+", "", run("pdftotext", "-raw", path, "-"))
    for _, mark in marks:
        title = re.sub(r"\s+", "", mark.title)
        assert "\u200b" not in title, f"{mark.title!r} has a character that was added"
        assert title in text, f"{mark.title!r} is not on a page"
    headings = [node for node in nodes(pdf.Root.StructTreeRoot) if re.fullmatch(r"/H[1-3]", str(node.S))]
    assert len(marks) <= len(headings), f"{len(marks)} bookmarks, {len(headings)} headings"


def links_resolve(pdf, path):
    pages = {page.objgen for page in pdf.pages}
    count = 0
    for page in pdf.pages:
        for link in page.get("/Annots", []):
            if link.get("/Subtype") != "/Link":
                continue
            count += 1
            target = link.get("/Dest") or link.A.get("/D")
            if target is None:
                assert str(link.A.URI).startswith(("https://", "http://", "mailto:")), link.A
                continue
            if not isinstance(target, pikepdf.Array):
                target = named(pdf, target)
            assert target[0].objgen in pages, "a link to no page"
            assert "/Contents" in link, "a link without words"
    if path.name == "report.pdf" and len(pdf.pages) > 20:
        assert count > 100, f"{count} links"


def named(pdf, name):
    destinations = pikepdf.NameTree(pdf.Root.Names.Dests)
    found = destinations[str(name)]
    return found if isinstance(found, pikepdf.Array) else found.D


def pages_have_labels(pdf, path):
    assert "/PageLabels" in pdf.Root
    if path.name == "report.pdf":
        assert pdf.pages[0].label == "i", pdf.pages[0].label


def pages_are_as_many_as_promised(pdf, path):
    least, most = PAGES[path.name]
    assert least <= len(pdf.pages) <= most, len(pdf.pages)


# How many findings the register lists.
REGISTER_ROWS = 2_000


def ids_copy_whole(pdf, path):
    """No character is added to break words; an id that is broken over lines is whole without the lines."""
    import json

    text = run("pdftotext", "-raw", path, "-")
    # Typst's own table of contents holds its page numbers together with a word joiner.
    assert not re.search("[\u200b\u00ad\ufeff]", text), "an invisible character"
    if path.name == "report.pdf":
        posture = json.loads((path.parent / "posture.json").read_bytes())
        joined = re.sub(r"\s+", "", text)
        missing = [one["id"] for one in posture["findings"] if re.sub(r"\s+", "", one["id"]) not in joined]
        # The register lists no more rows than these unless asked to.
        allowed = max(0, posture["findings_total"] - REGISTER_ROWS)
        assert len(missing) <= allowed, f"{missing[:3]} of {len(missing)} are not printed whole"


def commands_copy_whole(pdf, path):
    """The command to run again can be pasted: markup would join its hyphens into a dash."""
    if path.name == "report.pdf":
        text = " ".join(run("pdftotext", "-raw", path, "-").split())
        assert re.search(r"muster (report|demo) --as-of \d{4}-\d\d-\d\d", text), "the command to run again"
        assert "muster verify report.pdf" in text, "the command to verify"


CHECKS = [value for name, value in list(globals().items()) if callable(value) and getattr(value, "__code__", None) and value.__code__.co_varnames[:2] == ("pdf", "path")]


def main(folders):
    passed = failed = 0
    for folder in map(pathlib.Path, folders):
        for name in PAGES:
            path = folder / name
            with pikepdf.open(path) as pdf:
                for check in CHECKS:
                    try:
                        check(pdf, path)
                        passed += 1
                    except (AssertionError, KeyError, AttributeError, subprocess.CalledProcessError) as why:
                        failed += 1
                        print(f"FAILED {folder.name}/{name}: {check.__name__}: {why}")
    assert passed + failed > 0, "nothing was looked at"
    print(f"test result: {'ok' if failed == 0 else 'FAILED'}. {passed} passed; {failed} failed")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
