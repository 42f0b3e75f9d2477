"""One file, no network, no script, everything in it."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PilImage

from tests.export.conftest import recorded
from tests.export.hostile import hostile
from tests.trace.scenes import opening, step
from tests.trace.test_recorder import recorded as handmade
from visprog.events import Chosen, RunFinished, Tried
from visprog.session import Session
from visprog.trace import Run, read
from visprog.trace.export.exhibits import Judged
from visprog.trace.export.markup import Markup, tag, text
from visprog.trace.export.page import fragment, page

ADDRESSES = {"src", "href", "xlink:href", "action", "data", "poster", "srcset", "background"}


class Document(HTMLParser):
    """What a browser would find in a page."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def all(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.tags if tag == name]

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def policy(source: str) -> str:
    (found,) = [
        meta["content"]
        for meta in Document(source).all("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert found is not None
    return found


def is_harmless(source: str) -> None:
    document = Document(source)
    names = {name for name, _ in document.tags}
    assert not names & {"script", "iframe", "object", "embed", "link", "base", "form"}
    for name, attributes in document.tags:
        for key, value in attributes.items():
            assert not key.startswith("on"), (name, key)
            assert key != "style", name
            if key in ADDRESSES:
                assert value is not None
                assert value.startswith(("#", "data:image/jpeg;", "data:image/png;")), (name, value)


def test_the_page_answers_the_question_and_shows_every_step(people: Run) -> None:
    source = page(people)
    document = Document(source)
    assert "Are there exactly 3 people in the boat?" in document.text
    assert [h["class"] for h in document.all("p") if h.get("class", "").startswith("answer")] == [  # type: ignore[union-attr]
        "answer"
    ]
    ids = [article["id"] for article in document.all("article")]
    assert ids == [s.id for s in people.steps]
    nodes = [g["data-step"] for g in document.all("g") if "data-step" in g]
    assert nodes == ["IMAGE", *ids, "answer"]
    for line in (people.program or "").splitlines():
        assert " ".join(line.split()) in document.text
    is_harmless(source)


def test_candidates_that_did_not_count_are_shown_with_their_scores(session: Session) -> None:
    dogs = recorded(session, "RESULT(var=COUNT(box=LOC(image=IMAGE,object='dog')))", "left")
    (note,) = [note for note in dogs.step("s1").noted if note.code == "candidates"]
    (doubtful,) = note.facts.load()["below"]
    text = Document(page(dogs)).text
    assert "below threshold" in text
    assert f"{doubtful.score:.3f}" in text


def test_how_near_a_decision_was_to_flipping_is_said(session: Session) -> None:
    program = """def execute_command(image):
    people = ImagePatch(image).find('person')
    if len(people) > 2:
        return ImagePatch(image).find('boat')
    return 'few'
"""
    counted = recorded(session, program, "boat")
    assert "4 > 2, 2 from flipping" in Document(page(counted)).text


def test_the_policy_allows_the_one_style_sheet_and_pictures_in_the_file(people: Run) -> None:
    source = page(people)
    (style,) = re.findall(r"<style>(.*?)</style>", source, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy(source) == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "http" not in re.sub(r"data:image/[^\"]*", "", source).replace("http-equiv", "").replace(
        "http://www.w3.org/2000/svg", ""
    )
    assert "url(" not in style


def test_every_picture_of_the_page_is_there_and_small(masks: Run) -> None:
    source = page(masks)
    addresses = set(re.findall(r'"(data:image/[a-z]+;base64,[^"]+)"', source))
    assert len(addresses) >= 5
    for address in addresses:
        picture = PilImage.open(io.BytesIO(base64.b64decode(address.split(",")[1])))
        picture.load()
        assert max(picture.size) <= 960
    uses = set(re.findall(r'href="#(p-[0-9a-f]+)"', source))
    assert uses == set(re.findall(r'<image id="(p-[0-9a-f]+)"', source))
    assert "of the pixels changed" in source


def test_classes_come_from_the_run_and_from_a_verdict(people: Run) -> None:
    judged = Judged(
        classes={"s1": "ok", "s3": "intrinsic", "s4": "inherited", "s2": "masked"},
        notes={"s3": "It missed a person."},
        headline="LOC is to blame.",
        expected="no",
    )
    document = Document(page(people, judged))
    classes = {a["id"]: a["class"] for a in document.all("article")}
    assert classes["s1"] == "card step kind-right"
    assert classes["s3"] == "card step kind-intrinsic"
    assert classes["s5"] == "card step kind-ok"
    lines = [li["class"] for li in document.all("li") if "line" in (li.get("class") or "")]
    assert lines[2] == "line kind-intrinsic"
    for words in ("LOC is to blame.", "It missed a person.", "wrong by itself", "expected no"):
        assert words in document.text


def test_what_was_not_executed_is_shown_so(session: object) -> None:
    from tests.export.conftest import recorded
    from visprog.session import Session

    assert isinstance(session, Session)
    run = recorded(
        session,
        "def execute_command(image):\n"
        "    patch = ImagePatch(image)\n"
        "    if patch.exists('boat'):\n"
        "        return 'yes'\n"
        "    return patch.simple_query('what is it?')\n",
    )
    document = Document(page(run))
    lines = [li["class"] for li in document.all("li") if "line" in (li.get("class") or "")]
    assert lines[4] == "line off"
    assert lines[2] in ("line kind-ok", "line kind-cached")


def test_nothing_out_of_a_trace_becomes_markup(tmp_path: Path) -> None:
    run = hostile(tmp_path)
    source = page(run)
    is_harmless(source)
    is_harmless(fragment(run))
    assert source.count("<style>") == source.count("</style>") == 1
    document = Document(source)
    assert "<script>document.title='taken'</script>" in document.text  # as words
    assert "\u202e" not in source
    assert "\x1b" not in source
    assert "\x00" not in source
    source.encode("utf-8")


@given(st.text())
def test_text_stays_text(words: str) -> None:
    document = Document(tag("p", tag("b", words, title=words), words))
    assert [name for name, _ in document.tags] == ["p", "b"]
    assert text(text(words)) == text(words)
    assert isinstance(text(words), Markup)


def test_pages_of_runs_that_did_not_end_well(tmp_path: Path, session: object) -> None:
    from visprog.session import Session

    assert isinstance(session, Session)
    boat = Path(__file__).parents[2] / "examples" / "boat.png"
    rejected = session.run("X=NOTHING()", boat)
    assert "The run ended with rejected" in page(rejected.run)
    failed = session.run("RESULT(var=CROP(image=IMAGE,box=LOC(image=IMAGE,object='zebra')))", boat)
    source = page(failed.run)
    assert "kind-error" in source
    assert "found nothing" in source
    path = handmade(tmp_path)
    lines = (path / "trace.jsonl").read_bytes().splitlines(True)
    for count in range(len(lines) + 1):
        (path / "trace.jsonl").write_bytes(b"".join(lines[:count]))
        is_harmless(page(read(path)))
    for blob in (path / "blobs").iterdir():
        blob.unlink()
    assert "is not in the trace" in page(read(path))
    for file in path.glob("trace.jsonl"):
        file.write_bytes(b"")
    assert "<main>" in page(read(path))


def test_a_fallback_is_what_to_look_at_first() -> None:
    run = Run()
    for event in [*opening(), *step(1), RunFinished("ok", 2)]:
        run.apply(event)
    run.steps[0].noted[0] = type(run.steps[0].noted[0])(
        "s1", "empty-fallback", "LOC used the whole picture", {}, 0.3
    )
    assert "Look here first" in page(run)


def test_other_programs_are_shown_and_which_one_counts(people: Run) -> None:
    run = Run()
    for event in [*opening(), *step(1), RunFinished("ok", 2)]:
        run.apply(event)
    run.apply(Tried("r0", "RESULT(var=3)", "ok", "<b>3</b>", 1, "it counts nothing", 0.25))
    run.apply(Chosen("vote", {"2": 2.0, "3": 1.0}, 0.67, 0.5, "two of three agree"))
    source = page(run)
    is_harmless(source)
    text = Document(source).text
    assert "chosen by vote, agreement 67%: two of three agree" in text
    assert "<b>3</b> (ok, evidence 0.25, but it counts nothing)" in text
    assert "Other programs for it" not in page(people)


def test_a_notebook_gets_the_same_graph_without_script_or_style(people: Run) -> None:
    shown = people._repr_html_()
    is_harmless(shown)
    assert "<style" not in shown
    nodes = [g["data-step"] for g in Document(shown).all("g") if "data-step" in g]
    assert nodes == ["IMAGE", "s1", "s2", "s3", "s4", "s5", "s6", "answer"]


def test_the_page_of_a_long_run_is_no_larger_than_it_must_be(people: Run) -> None:
    assert len(page(people)) < 400_000
    assert json.dumps(page(people))
