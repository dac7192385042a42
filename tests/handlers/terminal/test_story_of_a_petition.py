"""A petition told in the terminal by a citizen and an official, who corrects and declines it."""

from __future__ import annotations

from handlers.context import Deps
from tests.handlers.terminal.conftest import talk

HOLE = "Đường trước chợ xã Phước Hưng có ổ gà lớn, xe ngã hoài"


def test_from_the_first_words_to_a_refusal(deps: Deps) -> None:
    shown = talk(
        deps,
        *(":as lan", "/gopy", HOLE, "1"),
        *(":as can-bo", ":group", "6", "3", ":reply phường long đức", "1"),
        *(":reply #1 Việc này do Tòa án giải quyết", "5", ":reply Tòa án nhân dân khu vực 9", "1"),
        *(":as lan",),
    )
    corrected, _reply, declined = shown.partition(":reply #1")
    assert "anh/chị muốn sửa gì?" in corrected
    assert "đã sửa thành: Phường Long Đức" in corrected
    assert "[1] Chuyển tới UBND phường Long Đức" in corrected
    told = declined.partition("── lan ──")[2].partition("──")[0]
    assert "«Việc này do Tòa án giải quyết»\nNơi có thẩm quyền: Tòa án nhân dân khu vực 9" in told
