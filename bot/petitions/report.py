"""A Word draft of the figures section of the periodical report. What only people know is left open, marked yellow.

Plain layout of official papers: country and motto at the right, agency at the left, place and date below, Roman and
Arabic headings, Times New Roman. Decree 30/2020/NĐ-CP is the law on it; its appendices were not at hand, so the draft
is to be checked against them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

from bot.i18n import gettext as _
from bot.i18n import number
from bot.petitions.figure_pages import FigurePages
from bot.petitions.state_names import state_name
from bot.petitions.states import State
from bot.petitions.statistics import Figures

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

FONT, SIZE, SMALL = "Times New Roman", 14, 13
MOST_ROWS = 15

K = TypeVar("K")


def draft(figures: Figures, pages: FigurePages) -> bytes:
    """The draft as a Word file, in the language now in use; report papers are Vietnamese."""
    import docx

    document = docx.Document()
    _set_up(document)
    _head(document, figures)
    _centred(document, _("REPORT"), bold=True, before=12)
    _centred(document, _("Petitions received and answered through the mass mobilisation assistant"), bold=True)
    _centred(document, f"({pages.search.period(figures.period)})", italic=True, after=12)
    _received(document, figures, pages)
    _settled(document, figures, pages)
    _heading(document, _("III. ASSESSMENT"))
    for what in (_("what went well"), _("what did not, and why"), _("cases that stand for others")):
        _open(document, what)
    _heading(document, _("IV. PROPOSALS"))
    _open(document, _("proposals to the agencies and to the People's Committee"))
    _signature(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _received(document: Document, figures: Figures, pages: FigurePages) -> None:
    names = pages.search.staff.names
    _heading(document, _("I. PETITIONS RECEIVED"))
    _subheading(document, _("1. In all"))
    _text(document, pages.summary(figures)[0])
    _count_table(document, (_("Month"), _("Petitions")), figures.by_month, pages.month)
    _subheading(document, _("2. By category"))
    _count_table(document, (_("Category"), _("Petitions")), figures.by_category, names.category)
    _subheading(document, _("3. By place"))
    _count_table(
        document,
        (_("Place"), _("Petitions")),
        figures.by_place,
        lambda key: names.place(key) if key else _("place not given"),
    )


def _settled(document: Document, figures: Figures, pages: FigurePages) -> None:
    _heading(document, _("II. HOW THEY WERE SETTLED"))
    _subheading(document, _("1. How they stand at the time of this draft"))
    states = {state: figures.by_state[state] for state in State if figures.by_state.get(state)}
    _count_table(document, (_("State"), _("Petitions")), states, state_name)
    _subheading(document, _("2. How quickly they were answered"))
    for line in pages.summary(figures)[1:]:
        _text(document, line)
    _subheading(document, _("3. By agency"))
    _count_table(document, (_("Agency"), _("Petitions")), figures.by_agency, pages.search.staff.names.agency)


def _set_up(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    style: Any = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(SIZE)
    # Word chooses the font of some letters by the script it takes them for.
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        style.element.rPr.rFonts.set(qn(script), FONT)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(3)


def _head(document: Document, figures: Figures) -> None:
    from docx.shared import Mm

    head = document.add_table(rows=2, cols=2)
    head.autofit = False
    for column, width in enumerate((Mm(65), Mm(95))):
        for cell in head.columns[column].cells:
            cell.width = width
    left, right = head.rows[0].cells
    _cell(left, [_("[NAME OF THE SUPERIOR AGENCY]")], highlight=True, size=SMALL)
    _cell(left, [_("[NAME OF THE AGENCY]")], highlight=True, bold=True, size=SMALL, more=True)
    _cell(right, ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"], bold=True, size=SMALL - 1)
    _cell(right, ["Độc lập - Tự do - Hạnh phúc"], bold=True, underline=True, more=True)
    left, right = head.rows[1].cells
    _cell(left, [_("No.: […]/BC-[…]")], highlight=True, size=SMALL)
    _cell(right, [_("[place], day […] month […] year %(year)s", year=figures.at.year)], italic=True, highlight=True)


def _signature(document: Document) -> None:
    from docx.shared import Pt

    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    _cell(left, [_("Recipients:")], bold=True, italic=True, size=12, centred=False)
    _cell(left, [_("- [recipients];"), _("- Filed: […].")], highlight=True, size=11, centred=False, more=True)
    _cell(right, [_("[TITLE OF THE SIGNATORY]")], bold=True, highlight=True)
    _cell(right, ["", "", "", _("[full name]")], bold=True, highlight=True, more=True)
    left.paragraphs[0].paragraph_format.space_before = right.paragraphs[0].paragraph_format.space_before = Pt(18)


def _count_table(document: Document, head: Sequence[str], counts: Mapping[K, int], name: Callable[[K], str]) -> None:
    items = [(name(key), count) for key, count in counts.items()]
    if rest := items[MOST_ROWS:]:
        items = [*items[:MOST_ROWS], (_("others"), sum(count for _name, count in rest))]
    total = sum(counts.values())
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    rows = [
        (*head, _("Share (%)")),
        *((label, str(n), number(round(100 * n / total, 1))) for label, n in items),
    ]
    for place, texts in enumerate(rows):
        cells = table.rows[0].cells if place == 0 else table.add_row().cells
        for column, text in enumerate(texts):
            _cell(cells[column], [text], bold=place == 0, size=SMALL, centred=place == 0 or column > 0)
    _repeat_head(table)


def _repeat_head(table: Any) -> None:
    from docx.oxml import OxmlElement

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _heading(document: Document, text: str) -> None:
    paragraph = _text(document, text)
    paragraph.runs[0].bold = True
    paragraph.paragraph_format.keep_with_next = True


def _subheading(document: Document, text: str) -> None:
    paragraph = _text(document, text)
    paragraph.runs[0].bold = paragraph.runs[0].italic = True
    paragraph.paragraph_format.keep_with_next = True


def _text(document: Document, text: str) -> Paragraph:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    paragraph = document.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    return paragraph


def _open(document: Document, what: str) -> None:
    """A place where a person must write."""
    from docx.enum.text import WD_COLOR_INDEX

    paragraph = _text(document, f"[{what}]")
    paragraph.runs[0].font.highlight_color = WD_COLOR_INDEX.YELLOW


def _centred(
    document: Document, text: str, *, bold: bool = False, italic: bool = False, before: int = 0, after: int = 0
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    run = paragraph.add_run(text)
    run.bold, run.italic = bold, italic


def _cell(
    cell: Any,
    texts: Sequence[str],
    *,
    bold: bool = False,
    italic: bool = False,
    underline: bool = False,
    highlight: bool = False,
    size: int = SIZE,
    centred: bool = True,
    more: bool = False,
) -> None:
    """Writes a paragraph for each text; the first in the one that is there already, unless there is `more`."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_COLOR_INDEX
    from docx.shared import Pt

    for place, text in enumerate(texts):
        paragraph = cell.paragraphs[0] if place == 0 and not more else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(0)
        run = paragraph.add_run(text)
        run.bold, run.italic, run.underline, run.font.size = bold, italic, underline, Pt(size)
        if highlight and text:
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
