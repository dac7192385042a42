"""The curated knowledge base and its engine, loaded once; and a made-up plan that a test may break."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import settings

from knowledge import Knowledge, load_knowledge
from knowledge.answering import Engine
from knowledge.checking import check
from knowledge.errors import Problem
from knowledge.language import FOLDER, Language
from knowledge.normalising import Query

Data = dict[str, Any]

REPEATABLE = settings(derandomize=True, deadline=None)
"""The same made-up examples at every run, on a machine however slow."""


@pytest.fixture(scope="session")
def language(knowledge: Knowledge) -> Language:
    return knowledge.language


@pytest.fixture(scope="session")
def normalise(engine: Engine) -> Callable[[str], Query]:
    """A message as the engine understands it."""
    return engine.read


class SmallPlan:
    """A plan of three nodes, complete and faultless until a test changes `files` (or `raw`)."""

    def __init__(self, folder: Path, language: Path) -> None:
        self.folder, self.language = folder, language
        self.files: dict[str, Data] = {
            "plan.yaml": _plan(),
            "entries/all.yaml": {"entries": _entries()},
            "documents/77.yaml": _document(),
            "glossary.yaml": {"terms": [_term()]},
            "gaps/gaps.yaml": {"gaps": [_gap()]},
            "agencies.yaml": {"agencies": [{"id": "xa-mau", "name": "Các xã", "label": "Các xã", "duties": ["I.1"]}]},
            "goals.yaml": {"goals": [{"address": "I.1", "label": "Trồng dừa", "percent": None}]},
            "deadlines.yaml": {"deadlines": [_deadline()]},
            "reporting.yaml": {"address": "I.1", "note": "Chưa kể tên.", "agencies": []},
            "annex.yaml": {
                "recipients": [{"written": "HU (b/c)", "full": "Huyện ủy (để báo cáo)"}],
                "abbreviations": [{"short": "HU", "full": "Huyện ủy", "address": "I.1"}],
            },
            **_petitions(),
        }
        self.raw: dict[str, bytes] = {}

    def save(self) -> None:
        for name, data in self.files.items():
            self._write(name, yaml.safe_dump(data, allow_unicode=True, sort_keys=False).encode())
        for name, content in self.raw.items():
            self._write(name, content)

    def _write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def load(self) -> Knowledge:
        self.save()
        return load_knowledge(self.folder, self.language)

    def problems(self) -> list[Problem]:
        return check(self.load())

    def entry(self, key: str) -> Data:
        """The entry `key`, to be changed."""
        entries: list[Data] = self.files["entries/all.yaml"]["entries"]
        return next(entry for entry in entries if entry["id"] == key)

    def hear(self, key: str, *messages: str) -> None:
        """Adds messages of people who meant the item or the action `key`."""
        heard = self.files.setdefault("heard/heard.yaml", {"heard": []})["heard"]
        heard.append({"of": key, "messages": [*messages]})

    @property
    def term(self) -> Data:
        return self.one("glossary.yaml")

    @property
    def gap(self) -> Data:
        return self.one("gaps/gaps.yaml")

    @property
    def document(self) -> Data:
        return self.files["documents/77.yaml"]

    def one(self, name: str) -> Data:
        """The first thing listed in the file `name`, to be changed."""
        (things,) = self.files[name].values()
        found: Data = things[0]
        return found


@pytest.fixture(scope="session")
def small_language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The language data with a few of the many examples and synonyms, which take nine tenths of the time to read it."""
    folder = tmp_path_factory.mktemp("language") / "language"
    shutil.copytree(FOLDER, folder)
    examples = yaml.safe_load((folder / "examples.yaml").read_text("utf-8"))["examples"]
    few = {"examples": {action: asked[:3] for action, asked in examples.items()}}
    (folder / "examples.yaml").write_text(yaml.safe_dump(few, allow_unicode=True), "utf-8")
    synonyms = yaml.safe_load((folder / "synonyms.yaml").read_text("utf-8"))["synonyms"]
    (folder / "synonyms.yaml").write_text(yaml.safe_dump({"synonyms": synonyms[:20]}, allow_unicode=True), "utf-8")
    return folder


@pytest.fixture
def small_plan(tmp_path: Path, small_language: Path) -> SmallPlan:
    return SmallPlan(tmp_path / "plan", small_language)


def _plan() -> Data:
    nodes = [
        ("TITLE", "title", "KẾ HOẠCH Phủ xanh bờ kênh huyện Mẫu"),
        ("I", "part", "TRỒNG DỪA"),
        (
            "I.1",
            "item",
            "Mỗi xã trồng một nghìn cây dừa theo Quyết định số 77-QĐ/TU; cây chết phải trồng lại trong mùa mưa.",
        ),
    ]
    return {
        "id": "huyen-mau",
        "title": "Kế hoạch phủ xanh bờ kênh huyện Mẫu",
        "province": "Huyện Mẫu",
        "years": [2022, 2026],
        "nodes": [{"id": address, "kind": kind, "text": text} for address, kind, text in nodes],
    }


def _entries() -> list[Data]:
    return [
        {
            "id": "phu-xanh",
            "title": "Phủ xanh bờ kênh",
            "answer": "Huyện Mẫu phủ xanh các bờ kênh.",
            "source": "TITLE",
            "whole": True,
            "questions": [
                "huyện Mẫu phủ xanh bờ kênh bằng bản nào",
                "tên đầy đủ của bản phủ xanh bờ kênh",
                "bờ kênh huyện Mẫu có phủ xanh chăng",
            ],
            "related": ["trong-dua"],
        },
        {
            "id": "phan-mot",
            "title": "Phần thứ nhất",
            "answer": "Phần thứ nhất mang nhan đề Trồng dừa.",
            "source": "I",
            "whole": True,
            "questions": [
                "nhan đề chương mở màn ghi chữ gì",
                "chương mở màn mang nhan đề nào",
                "nhan đề in hoa đứng trước các điểm",
            ],
        },
        {
            "id": "trong-dua",
            "title": "Mỗi xã trồng dừa",
            "answer": "Mỗi xã trồng một nghìn cây dừa.",
            "source": "I.1",
            "whole": True,
            "quote": "Mỗi xã trồng một nghìn cây dừa",
            "also": ["77-QĐ/TU"],
            "questions": [
                "mỗi xã trồng bao nhiêu cây dừa",
                "xã trồng một nghìn cây dừa phải không",
                "xã nào cũng trồng cây dừa sao",
            ],
            "gives": ["statistics"],
            "note": "Kế hoạch không nói giống dừa.",
        },
    ]


def _document() -> Data:
    return {
        "number": "77-QĐ/TU",
        "type": "Quyết định",
        "title": "Quyết định về giống cây ven nước",
        "issuer": "Tỉnh ủy",
        "cited_at": ["I.1"],
        "cited_for": "làm căn cứ trồng dừa",
        "verified": "plan_only",
        "about": "Giống cây ven nước.",
        "sources": [{"plan": "I.1", "supports": "tên gọi", "reliability": "plan"}],
        "answer": "Quyết định 77-QĐ/TU quy định giống cây ven nước.",
        "questions": ["quyết định 77 nói gì", "quyết định 77 của ai", "77-QĐ/TU ra sao"],
    }


def _term() -> Data:
    return {
        "id": "bau-dat-la-gi",
        "term": "Bầu đất",
        "definition": "Bầu đất là khối đất bọc quanh rễ cây con khi đem ươm.",
        "source": "01/2020/QH14",
        "sources": [{"url": "https://example.org/luat", "supports": "định nghĩa", "reliability": "official"}],
        "questions": ["bầu đất nghĩa là sao", "bầu đất bọc quanh rễ là gì", "giải thích chữ bầu đất"],
    }


def _gap() -> Data:
    return {
        "id": "phan-bon",
        "topic": "loại phân bón",
        "questions": ["nên dùng loại phân bón nào", "phân bón mua tại cửa hàng nào", "bón loại phân nào tốt"],
    }


def _deadline() -> Data:
    return {
        "id": "han-trong",
        "title": "Hạn trồng",
        "address": "I.1",
        "entry": "trong-dua",
        "before_month": 6,
        "before_day": 10,
        "to": "Huyện ủy",
    }


SOURCE = {"url": "https://example.org", "supports": "tên gọi", "reliability": "press"}


def _petitions() -> dict[str, Data]:
    """The curated files of petitions of a plan with two categories and two communes."""
    return {
        "petitions/categories.yaml": {"otherwise": "viec-khac", "categories": _categories()},
        "petitions/kinds.yaml": {
            "otherwise": "phan-anh",
            "kinds": [
                {"id": "phan-anh", "label": "Phản ánh", "difference": "Báo tin.", "terms": ["phản ánh"]},
                {"id": "gop-y", "label": "Góp ý", "difference": "Nêu ý kiến.", "terms": ["góp ý"]},
            ],
        },
        "petitions/places.yaml": _places(),
        "petitions/routing.yaml": {
            "bodies": [{"id": "doi-cay-xanh", "label": "Đội cây xanh"}],
            "rules": [
                {"category": "cay-dua", "to": "doi-cay-xanh", "local": True, "basis": ["I.1"], "why": "Gần dân."},
                {"category": "viec-khac", "to": "xa-mau", "basis": ["I.1"], "why": "Đầu mối."},
            ],
        },
        "petitions/replies.yaml": {
            "replies": [{"id": "da-xong", "title": "Đã xong", "use": "answer", "text": "{code}: {agency} đã làm xong."}]
        },
        "petitions/dangers.yaml": {
            "numbers": [{"number": "114", "label": "Cứu hỏa", "sources": [SOURCE]}],
            "dangers": [
                {
                    "id": "co-chay",
                    "label": "Cháy",
                    "urge": "Gọi ngay:",
                    "numbers": ["114"],
                    "terms": ["=cháy"],
                    "but": ["cháy hàng"],
                }
            ],
        },
        "petitions/law.yaml": {"notes": [_note("complaint", "khiếu nại"), _note("denunciation", "tố cáo")]},
        "petitions/privacy.yaml": {
            "keep_months": 12,
            "consent": ["Giữ gì.", "Ai xem.", "Giữ {months} tháng."],
            "page": [{"title": "Giữ gì", "text": "Lời viết."}],
            "references": ["Luật mẫu"],
            "sources": [SOURCE],
        },
    }


def _categories() -> list[Data]:
    return [
        {
            "id": "cay-dua",
            "label": "Cây dừa",
            "working_days": 5,
            "source": "I.1",
            "quote": "cây chết phải trồng lại",
            "terms": ["cây dừa", "dừa chết"],
        },
        {"id": "viec-khac", "label": "Việc khác", "working_days": 10},
    ]


def _places() -> Data:
    former = {"id": "xa-rach-cu", "type": "xã", "name": "Rạch Dừa", "district": "huyen-mau"}
    return {
        "as_of": "2025-07-01",
        "sources": [SOURCE],
        "types": {"xã": ["x"], "huyện": ["h"]},
        "before": ["ở"],
        "everyday": ["Phong Phú"],
        "districts": [{"id": "huyen-mau", "type": "huyện", "name": "Mẫu Đơn"}],
        "communes": [
            {"id": "xa-kenh", "type": "xã", "name": "Kênh Dài", "former": [former]},
            {"id": "xa-phong-phu", "type": "xã", "name": "Phong Phú"},
        ],
    }


def _note(law: str, term: str) -> Data:
    return {
        "law": law,
        "label": term.capitalize(),
        "terms": [term],
        "note": "Tin nhắn chưa phải đơn.",
        "ways": ["Gửi đơn."],
        "references": ["Luật mẫu, Điều 1"],
        "uncertain": "Chưa rõ.",
        "sources": [SOURCE],
    }
