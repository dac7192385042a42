"""What the Bot API tells of a chat and of the people in it."""

from __future__ import annotations

from handlers.terminal.names import SELF
from handlers.terminal.places import BOT, Call, Place, World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_RIGHTS = (
    "can_be_edited can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_pin_messages can_manage_topics"
).split()


def chat_info(world: World, place: Place) -> Call:
    """The place as ChatFullInfo."""
    gifts = dict.fromkeys(_GIFTS, True)
    return {**world.chat(place), "accent_color_id": 1, "max_reaction_count": 11, "accepted_gift_types": gifts}


def member(world: World, place: Place, user_id: int) -> Call:
    """The person as ChatMember of the place: whoever just types made the group, the bot is its administrator."""
    if user_id == BOT["id"]:
        rights = dict.fromkeys(_RIGHTS, True)
        return {"user": BOT, "status": "administrator", "is_anonymous": False, **rights}
    user = world.person(user_id)
    if place.is_group and user_id == SELF:
        return {"user": user, "status": "creator", "is_anonymous": False}
    return {"user": user, "status": "member"}
