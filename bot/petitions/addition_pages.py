"""What citizens read when they add to a petition that was sent: in answer to a question, or of themselves.

Callback data: `p:add:<petition>`, `p:pass:<draft>:<petition>:<stamp>`, `p:other:<draft>`, `p:drop:<draft>`.
"""

from __future__ import annotations

from bot.buttons import rows
from bot.i18n import gettext as _
from bot.petitions.codes import shown
from bot.petitions.content import Content
from bot.petitions.model import Petition
from bot.petitions.states import State
from bot.petitions.wording import files_in_words
from bot.replies import Block, BlockKind, Button, Reply


def begin(petition: Petition, question: str | None) -> Reply:
    """How to add something; `question` is what the official asked last, if that is still open."""
    if question:
        first = [Block(_("The official asks about petition %(code)s:", code=shown(petition.code)))]
        first.append(Block(question, BlockKind.QUOTE))
    else:
        first = [Block(_("What would you like to add to petition %(code)s?", code=shown(petition.code)))]
    how = _("Please write it here; photos and voice messages are welcome, too. To stop: /huy")
    return Reply((*first, Block(how)))


def preview(content: Content, petition: Petition, *, guessed: bool = False) -> Reply:
    """What officials will get; with `guessed` it may be about something else."""
    draft = content.draft
    if petition.state is State.NEED_INFO:
        title = _("Your answer to the official about petition %(code)s:", code=shown(petition.code))
    else:
        title = _("To be added to petition %(code)s:", code=shown(petition.code))
    blocks = [Block(title)]
    if draft.words:
        blocks.append(Block(draft.words, BlockKind.QUOTE))
    if draft.files:
        files = files_in_words([file.kind for file in draft.files])
        blocks.append(Block(_("Enclosed: %(files)s", files=files)))
    if draft.location:
        blocks.append(Block(_("With a point on the map")))
    buttons = [Button(_("✅ Send to the official"), f"p:pass:{draft.id}:{petition.id}:{content.stamp}")]
    if guessed:
        buttons.append(Button(_("It is about something else"), f"p:other:{draft.id}"))
    buttons.append(Button(_("Do not send"), f"p:drop:{draft.id}"))
    return Reply(tuple(blocks), rows(*buttons))


def corrected(content: Content, petition: Petition) -> Reply:
    """A message that was sent with a petition was edited afterwards."""
    page = preview(content, petition)
    first = _("You changed a message that went out with petition %(code)s already.", code=shown(petition.code))
    return Reply((Block(first), *page.blocks), page.buttons)


def sent(petition: Petition, *, answered: bool) -> Reply:
    """It is on its way."""
    if answered:
        text = _("Your answer about petition %(code)s has gone to the official. Thank you!", code=shown(petition.code))
    else:
        text = _("Added to petition %(code)s; the officials are told.", code=shown(petition.code))
    return Reply((Block(text),), rows(Button(_("See the petition"), f"p:see:{petition.id}")))
