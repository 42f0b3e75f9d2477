"""The Hugging Face cache: commits behind branches, what is complete, what a fetch takes."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.tools import tiny
from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog_tools import packs
from visprog_tools.models import checkpoint
from visprog_tools.models import hub as cached
from visprog_tools.models.inpaint_diffusers import InpaintDiffusers

OLD, NEW = "a" * 40, "b" * 40
CONFIG = {"config.json": "{}", "model.safetensors": "weights"}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache, as the library lays it out."""
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    packs.load.cache_clear()
    return tmp_path


class Hub(BaseHTTPRequestHandler):
    """The Hub's calls that a fetch makes: which commit a revision is, its files, one of them.

    A class attribute each: ``commits``, files by commit; ``branches``; ``served``, what was asked.
    """

    commits: dict[str, dict[str, bytes]]
    branches: dict[str, str]
    served: list[str]

    @classmethod
    def commit(cls) -> str:
        """Add one, and say its name."""
        name = hashlib.sha1(bytes(len(cls.commits))).hexdigest()
        files = {"config.json": b"{}", "model.safetensors": name.encode(), "model.onnx": b"no"}
        cls.commits[name] = files
        return name

    def do_GET(self) -> None:
        match self.path.split("?")[0].strip("/").split("/"):
            case ["api", "models", "me", "mine", "revision", revision]:
                name = self.branches.get(revision, revision)
                self._reply(json.dumps({"id": "me/mine", "sha": name, "siblings": []}).encode())
            case ["api", "models", "me", "mine", "tree", revision]:
                files = self.commits[self.branches.get(revision, revision)]
                listed = [
                    {"type": "file", "path": file, "oid": "0", "size": len(body)}
                    for file, body in files.items()
                ]
                self._reply(json.dumps(listed).encode())
            case ["me", "mine", "resolve", revision, *path]:
                name = self.branches.get(revision, revision)
                file = "/".join(path)
                body = self.commits[name][file]
                self.served.append(file)
                self._reply(body, etag=hashlib.sha1(body).hexdigest(), commit=name)
            case _:
                self.send_error(404)

    do_HEAD = do_GET  # noqa: N815 - the name that the server looks for

    def _reply(self, body: bytes, etag: str = "", commit: str = "") -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.send_header("etag", f'"{etag}"')
        self.send_header("x-repo-commit", commit)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Quiet."""


@pytest.fixture
def hub(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    """A server of repository ``me/mine`` that the library takes for the Hub."""
    Hub.commits, Hub.branches, Hub.served = {}, {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    template = f"{address}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", address)
    monkeypatch.setattr("huggingface_hub.constants.HUGGINGFACE_CO_URL_TEMPLATE", template)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    yield Hub
    server.shutdown()
    thread.join()
    server.server_close()


def kept(cache: Path, commit: str, files: dict[str, str], branch: str | None = None) -> None:
    """What fetching ``me/mine`` leaves behind."""
    home = cache / "models--me--mine"
    for name, text in files.items():
        path = home / "snapshots" / commit / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    if branch:
        (home / "refs").mkdir(exist_ok=True)
        (home / "refs" / branch).write_text(commit)


def spec(revision: str = "main", **settings: object) -> ModelSpec:
    return ModelSpec("detect", "owlv2", "me/mine", revision, settings=settings)


def mine(folder: Path) -> ModelSpec:
    """The spec that a user's pack with a branch comes to."""
    path = folder / "mine.toml"
    path.write_text('[roles.detect]\nfamily="owlv2"\ncheckpoint="me/mine"\nrevision="main"\n')
    packs.load.cache_clear()
    return packs.load(str(path)).models["detect"]


def test_a_branch_is_the_commit_that_was_fetched_for_it(cache: Path, tmp_path: Path) -> None:
    found = mine(tmp_path)
    assert (found.revision, found.branch) == ("main", "")
    kept(cache, OLD, CONFIG, "main")
    found = mine(tmp_path)
    assert (found.revision, found.branch) == (OLD, "main")
    assert OLD in found.key
    kept(cache, NEW, CONFIG)
    assert mine(tmp_path).revision == OLD, "weights that came otherwise do not move it"
    kept(cache, NEW, CONFIG, "main")
    assert mine(tmp_path).revision == NEW


def test_shipped_packs_name_commits() -> None:
    for name in packs.SHIPPED:
        for found in packs.load(name).models.values():
            if checkpoint.on_hub(found):
                assert cached.COMMIT.fullmatch(found.revision), found.checkpoint


def test_weights_are_here_when_all_of_them_are(cache: Path) -> None:
    assert not checkpoint.available(spec(OLD))
    kept(cache, OLD, {"config.json": "{}"})
    assert not checkpoint.available(spec(OLD)), "a configuration alone"
    shards = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    index = {"model.safetensors.index.json": json.dumps({"weight_map": shards})}
    kept(cache, OLD, index | {shards["a"]: ""})
    assert not checkpoint.available(spec(OLD)), "one of two shards"
    kept(cache, OLD, {shards["b"]: ""})
    assert checkpoint.available(spec(OLD))
    assert not checkpoint.available(spec(NEW)), "another commit"
    assert not checkpoint.available(spec()), "a branch that was never fetched"


def test_a_pipeline_is_here_when_all_its_parts_are(cache: Path) -> None:
    index = {
        "_class_name": "StableDiffusionInpaintPipeline",
        "unet": ["diffusers", "UNet2DConditionModel"],
        "scheduler": ["diffusers", "PNDMScheduler"],
        "safety_checker": [None, None],
    }
    kept(cache, OLD, {"model_index.json": json.dumps(index)})
    kept(cache, OLD, {"scheduler/scheduler_config.json": "{}"})
    assert not checkpoint.available(spec(OLD)), "no folder of the network"
    kept(cache, OLD, {"unet/config.json": "{}"})
    assert not checkpoint.available(spec(OLD)), "no weights of the network"
    kept(cache, OLD, {"unet/diffusion_pytorch_model.fp16.safetensors": ""})
    assert checkpoint.available(spec(OLD))


def test_a_model_of_one_file_is_here_when_it_is(cache: Path) -> None:
    kept(cache, OLD, {"README.md": ""})
    assert not checkpoint.available(spec(OLD, file="faces.onnx"))
    kept(cache, OLD, {"faces.onnx": ""})
    assert checkpoint.available(spec(OLD, file="faces.onnx"))


@pytest.mark.parametrize(
    ("names", "taken"),
    [
        ("config.json model.safetensors pytorch_model.bin tf_model.h5 README.md",
         "config.json model.safetensors"),
        ("config.json pytorch_model.bin flax_model.msgpack tokenizer.json",
         "config.json tokenizer.json pytorch_model.bin"),
        ("config.json model.safetensors sam2.1_hiera_tiny.pt onnx/model.onnx onnx/config.json",
         "config.json model.safetensors"),
        ("config.json model.safetensors.index.json model-00001-of-00002.safetensors "
         "model-00002-of-00002.safetensors consolidated.safetensors",
         "config.json model.safetensors.index.json model-00001-of-00002.safetensors "
         "model-00002-of-00002.safetensors"),
    ],
)  # fmt: skip
def test_a_fetch_takes_one_format_of_a_model(names: str, taken: str) -> None:
    assert sorted(cached.wanted(names.split(), spec())) == sorted(taken.split())


def test_a_fetch_takes_one_format_of_each_part_of_a_pipeline() -> None:
    whole = {"model_index.json", "unet/config.json", "tokenizer/merges.txt", "vae/config.json"}
    vae = "vae/diffusion_pytorch_model.safetensors"
    unet = "unet/diffusion_pytorch_model.safetensors"
    half = unet.replace(".safetensors", ".fp16.safetensors")
    names = {*whole, vae, unet, half, "SSD-1B.safetensors", "images/example.png"}
    assert set(cached.wanted(names, spec())) == whole | {vae, unet}
    assert set(cached.wanted(names, spec(variant="fp16"))) == whole | {vae, half}


def test_a_fetch_takes_the_one_file_that_is_the_model() -> None:
    assert cached.wanted(["a.onnx", "b.onnx"], spec(file="b.onnx")) == ["b.onnx"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, f"hf download me/mine --revision {OLD}"),
        ({"file": "faces.onnx"}, f"hf download me/mine faces.onnx --revision {OLD}"),
        ({"variant": "fp16"}, "--include '*.json' '*.txt' '*/*.fp16*.safetensors'"),
    ],
)
def test_the_command_that_fetches(settings: dict[str, str], said: str) -> None:
    assert said in cached.command(spec(OLD, **settings))


@pytest.mark.filterwarnings("default")
def test_a_fetch_brings_what_loading_reads(hub: type[Hub], cache: Path, tmp_path: Path) -> None:
    commit = hub.branches["main"] = hub.commit()
    assert not checkpoint.available(spec())
    assert cached.fetch(spec()) == commit
    assert set(hub.served) == {"config.json", "model.safetensors"}
    assert checkpoint.available(spec())
    assert mine(tmp_path).revision == commit
    assert cached.fetch(spec(commit)) == commit


@pytest.mark.filterwarnings("default")
def test_a_fetched_pipeline_loads_offline(
    hub: type[Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("diffusers")
    folder = tiny.stable_diffusion_inpaint(tmp_path / "saved")
    files: dict[str, bytes] = {"one_file_of_everything.safetensors": b"no"}
    for path in folder.rglob("*"):
        if path.is_file():
            files[str(path.relative_to(folder))] = path.read_bytes()
            half = path.with_name(path.name.replace(".safetensors", ".fp16.safetensors"))
            files[str(half.relative_to(folder))] = path.read_bytes()
    hub.commits[OLD] = files
    pipeline = ModelSpec(
        "inpaint", "inpaint_diffusers", "me/mine", OLD, settings={"variant": "fp16", "steps": 1}
    )
    assert cached.fetch(pipeline) == OLD
    assert {name for name in hub.served if name.endswith(".safetensors")} == {
        "unet/diffusion_pytorch_model.fp16.safetensors",
        "vae/diffusion_pytorch_model.fp16.safetensors",
        "text_encoder/model.fp16.safetensors",
    }
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    assert checkpoint.available(pipeline)
    model = InpaintDiffusers(pipeline)
    model.load()
    assert type(model._pipeline).__name__ == "StableDiffusionInpaintPipeline"


@pytest.mark.filterwarnings("default")
def test_a_repository_that_is_not_there(hub: type[Hub]) -> None:
    with pytest.raises(Unavailable, match="you/yours could not be fetched"):
        cached.fetch(ModelSpec("detect", "owlv2", "you/yours", "main"))


def test_offline_a_fetch_says_what_to_do(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(Unavailable, match="hf download me/mine --revision main"):
        cached.fetch(spec())
