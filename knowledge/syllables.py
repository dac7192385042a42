"""What can be a Vietnamese syllable (folded), and how run-together words fall apart into syllables."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

_ONSETS = frozenset("b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()) | {""}
_RIMES = frozenset(
    """
    a ac ach ai am an ang anh ao ap at au ay
    e ec ech em en eng enh eo ep et eu
    i ia ic ich iec iem ien ieng iep iet ieu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oc oe oem oen oeo oet oi om on ong oo ooc oong op ot
    u ua uach uai uan uang uat uay uc ue uech uen uenh uep uet ui um un ung uo uoc uoi uom uon uong uop uot uou up ut uu
    uy uya uych uyen uyet uyn uynh uyp uyt uyu
    y ya ych yem yen yeng yet yeu yn ynh yp yt yu
    """.split()
)
_STOPPED = ("c", "ch", "p", "t")


@lru_cache(maxsize=8192)
def is_syllable(folded: str) -> bool:
    """Whether `folded` (lower-case ASCII letters) has the shape of a Vietnamese syllable."""
    return any(folded[:cut] in _ONSETS and folded[cut:] in _RIMES for cut in range(min(3, len(folded)) + 1))


def can_bear(folded: str, tone: str) -> bool:
    """Whether a syllable ending as `folded` can bear `tone` ("1" sắc … "5" nặng, "" none)."""
    return not folded.endswith(_STOPPED) or tone in ("1", "5", "")


def split(
    joined: str,
    known: Callable[[str], bool],
    *,
    together: Callable[[str, str], bool] = lambda _left, _right: False,
    longest: int = 7,
) -> list[str] | None:
    """`joined` cut into the fewest pieces that are all `known`; None when it cannot be.

    Of several ways, the one with most neighbours that go `together` is taken, then the one with the longer
    first pieces, so the result is the same everywhere.
    """
    best: list[tuple[int, int, list[str]] | None] = [None] * (len(joined) + 1)
    best[len(joined)] = (0, 0, [])
    for start in range(len(joined) - 1, -1, -1):
        for end in range(min(len(joined), start + longest), start, -1):
            piece, after = joined[start:end], best[end]
            if after is None or not known(piece):
                continue
            pieces, apart, rest = after
            apart += bool(rest) and not together(piece, rest[0])
            if (held := best[start]) is None or (pieces + 1, apart) < held[:2]:
                best[start] = (pieces + 1, apart, [piece, *rest])
    return best[0][2] if best[0] else None
