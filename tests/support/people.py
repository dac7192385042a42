"""People and groups that a test plays: what they do becomes updates for the bot."""

from typing import Any

from tests.support.text_entities import clean, find_entities, tidy, utf16_length
from tests.support.world import Chat, Json, Message, Query, StoredFile, Topic, World

# The smallest bytes that Telegram takes for a picture: it looks at the header only.
TINY_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
ANONYMOUS_ADMIN: Json = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


def file_json(stored: StoredFile, **more: Any) -> Json:
    """Return the fields that every kind of file has in the Bot API."""
    data: Json = {"file_id": stored.file_id, "file_unique_id": stored.unique_id, **more}
    if stored.kind != "photo":
        if stored.name:
            data["file_name"] = stored.name
        if stored.mime_type:
            data["mime_type"] = stored.mime_type
    data["file_size"] = stored.size
    return data


def media_json(stored: StoredFile) -> Json:
    """Return the message content for a file: {"photo": [...]}, {"document": {...}} and so on."""
    kind = stored.kind
    if kind == "photo":
        return {"photo": [file_json(stored, width=800, height=600)]}
    if kind in ("video", "animation"):
        data = {kind: file_json(stored, width=640, height=360, duration=3)}
        if kind == "animation":
            data["document"] = file_json(stored)
        return data
    if kind == "video_note":
        return {"video_note": file_json(stored, length=240, duration=3)}
    if kind in ("voice", "audio"):
        data = file_json(stored, duration=3)
        if kind == "voice":
            data.pop("file_name", None)
        return {kind: data}
    if kind == "sticker":
        flags = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "🙂"}
        return {"sticker": {**file_json(stored, width=512, height=512), **flags}}
    return {"document": file_json(stored)}


class Group:
    """A group in which the bot is; made by TelegramServer.group."""

    def __init__(self, world: World, chat: Chat) -> None:
        """Wrap a group chat of the world."""
        self._world = world
        self.chat = chat

    @property
    def id(self) -> int:
        """The chat id."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """What people see in the group now, service notes left out."""
        return [message for message in self.chat.visible() if not message.is_service]

    @property
    def from_bot(self) -> list[Message]:
        """The messages of the bot that are still there."""
        return [message for message in self.messages if message.by_bot]

    @property
    def topics(self) -> list[Topic]:
        """The topics that exist."""
        return list(self.chat.topics.values())

    def in_topic(self, topic: int | Topic) -> list[Message]:
        """Return what people see in one topic."""
        topic_id = topic.id if isinstance(topic, Topic) else topic
        return [message for message in self.messages if message.thread_id == topic_id]

    def _service(self, by: Json, content: Json, thread_id: int | None = None) -> Message:
        message = self._world.add_message(self.chat, by, content, thread_id=thread_id)
        self._world.announce(message)
        return message

    def adds(self, person: "Person", admin: bool = False) -> None:
        """Let a person in; as administrator if admin."""
        with self._world.lock:
            before = self._world.member_json(self.chat, person.profile)
            self.chat.members[person.id] = person.profile
            if admin:
                self.chat.admins[person.id] = "administrator"
            self._member_update("chat_member", person.profile, before, person.profile)
            self._service(person.profile, {"new_chat_members": [person.profile]})

    def loses(self, person: "Person") -> None:
        """Let a person leave."""
        with self._world.lock:
            before = self._world.member_json(self.chat, person.profile)
            self.chat.members.pop(person.id, None)
            self.chat.admins.pop(person.id, None)
            self._member_update("chat_member", person.profile, before, person.profile)
            self._service(person.profile, {"left_chat_member": person.profile})

    def sets_bot(self, status: str, by: "Person | None" = None, may_send: bool = True) -> None:
        """Change what the bot is here: "administrator", "member", "left" or "kicked".

        The bot gets my_chat_member. With may_send False it lacks the right to write.
        """
        with self._world.lock:
            bot = self._world.bot
            before = self._world.member_json(self.chat, bot)
            self.chat.bot_status = status
            self.chat.bot_may_send = may_send
            actor = by.profile if by else next(iter(self.chat.members.values()), ANONYMOUS_ADMIN)
            self._member_update("my_chat_member", actor, before, bot)

    def _member_update(self, kind: str, actor: Json, before: Json, whom: Json) -> None:
        if kind == "chat_member" and not self.chat.bot_is_admin:
            return
        after = self._world.member_json(self.chat, whom)
        self._world.push(
            {
                kind: {
                    "chat": self.chat.to_json(),
                    "from": actor,
                    "date": self._world.now(),
                    "old_chat_member": before,
                    "new_chat_member": after,
                }
            }
        )

    def opens_topic(self, person: "Person", name: str) -> Topic:
        """Let a person open a forum topic and return it."""
        with self._world.lock:
            if not self.chat.is_forum:
                raise RuntimeError("only a forum has topics")
            created = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
            message = self._world.add_message(self.chat, person.profile, created)
            message.thread_id = message.id
            topic = self.chat.topics[message.id] = Topic(message.id, name)
            self._world.announce(message)
            return topic

    def closes_topic(self, person: "Person", topic: Topic) -> None:
        """Let a person close a topic; the bot gets the service message."""
        with self._world.lock:
            topic.closed = True
            self._service(person.profile, {"forum_topic_closed": {}}, topic.id)

    def deletes_topic(self, topic: Topic) -> None:
        """Delete a topic with its messages; the Bot API says nothing to the bot."""
        with self._world.lock:
            self.chat.topics.pop(topic.id, None)
            for message in self.chat.messages.values():
                if message.thread_id == topic.id:
                    message.deleted = True
            self._world.wakeups.notify()

    def closes_forum(self) -> None:
        """Turn topics off; all messages stand in the one chat again."""
        with self._world.lock:
            self.chat.is_forum = False
            self.chat.topics.clear()
            for message in self.chat.messages.values():
                message.thread_id = None

    def migrates(self, new_id: int, by: "Person | None" = None) -> "Group":
        """Upgrade the group to a supergroup with a new id and return it.

        The bot gets both service messages; every later call with the old id is refused with
        migrate_to_chat_id.
        """
        with self._world.lock:
            old = self.chat
            actor = by.profile if by else next(iter(old.members.values()), ANONYMOUS_ADMIN)
            new = Chat(
                id=new_id,
                type="supergroup",
                title=old.title,
                members=dict(old.members),
                admins=dict(old.admins),
                bot_status=old.bot_status,
            )
            self._world.chats[new_id] = new
            self._service(actor, {"migrate_to_chat_id": new_id})
            old.migrated_to = new_id
            group = Group(self._world, new)
            group._service(actor, {"migrate_from_chat_id": old.id})
            return group


class Person:
    """A person that a test plays; made by TelegramServer.person."""

    def __init__(self, world: World, profile: Json) -> None:
        """Wrap a user of the world."""
        self._world = world
        self.profile = profile
        self._read = 0

    @property
    def id(self) -> int:
        """The user id, which is the id of the private chat as well."""
        return int(self.profile["id"])

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self._world.chats[self.id]

    @property
    def conversation(self) -> list[Message]:
        """Everything in the private chat as the person sees it now."""
        return [message for message in self.chat.visible() if not message.is_service]

    @property
    def inbox(self) -> list[Message]:
        """The bot's messages in the private chat as the person sees them now."""
        return [message for message in self.conversation if message.by_bot]

    @property
    def last(self) -> Message:
        """The newest message of the bot in the private chat; LookupError if there is none."""
        if not self.inbox:
            raise LookupError(f"{self.profile['first_name']} got no message")
        return self.inbox[-1]

    async def receives(self, timeout: float = 5.0) -> Message:  # noqa: ASYNC109
        """Return the bot's next private message not returned before, waiting for it.

        Raises TimeoutError when none comes. Later edits show in the same object.
        """
        try:
            return await self._world.wakeups.until(self._next_unread, timeout)
        except TimeoutError:
            raise TimeoutError(f"no message for {self.profile['first_name']}: {self.conversation}") from None

    def _next_unread(self) -> Message | None:
        for message in self.inbox:
            if message.id > self._read:
                self._read = message.id
                return message
        return None

    # ---- writing

    def _place(self, chat: Group | None) -> Chat:
        if chat is None:
            place = self.chat
            if place.blocked or place.deactivated:
                raise RuntimeError("who blocked the bot cannot write to it; call unblocks() first")
            place.began = True
            return place
        if self.id not in chat.chat.members:
            raise RuntimeError(f"{self.profile['first_name']} is not in {chat.chat.title}")
        return chat.chat

    def _write(
        self,
        content: Json,
        chat: Group | None,
        reply_to: Message | None = None,
        topic: Topic | int | None = None,
        extra: Json | None = None,
        anonymous: bool = False,
    ) -> Message:
        with self._world.lock:
            place = self._place(chat)
            thread = topic.id if isinstance(topic, Topic) else topic
            if thread is None and reply_to is not None:
                thread = reply_to.thread_id
            sender = self.profile
            extra = dict(extra or {})
            if anonymous:
                sender = ANONYMOUS_ADMIN
                extra["sender_chat"] = place.to_json()
            message = self._world.add_message(place, sender, content, reply_to=reply_to, thread_id=thread, extra=extra)
            self._world.announce(message)
            return message

    def says(
        self,
        text: str,
        chat: Group | None = None,
        reply_to: Message | None = None,
        topic: Topic | int | None = None,
        anonymous: bool = False,
        forwarded_from: "Person | None" = None,
        hidden: bool = False,
    ) -> Message:
        """Write a text and return the message.

        Without chat it goes to the private chat. forwarded_from makes it a forward; with hidden the
        author hides his account, so that the bot learns only his name. anonymous is for group admins.
        Raises ValueError for an empty text or more than 4096 UTF-16 units, which no client can send.
        """
        content = self._text_content(text)
        extra: Json = {}
        if forwarded_from is not None:
            origin: Json = {"type": "user", "sender_user": forwarded_from.profile}
            if hidden:
                name = forwarded_from.profile["first_name"]
                origin = {"type": "hidden_user", "sender_user_name": name}
            extra["forward_origin"] = {**origin, "date": self._world.now()}
        return self._write(content, chat, reply_to, topic, extra, anonymous)

    @staticmethod
    def _text_content(text: str) -> Json:
        plain, entities = tidy(clean(text), [], {})
        if not plain or utf16_length(plain) > 4096:
            raise ValueError("a message has 1 to 4096 characters")
        content: Json = {"text": plain}
        if entities:
            content["entities"] = entities
        return content

    def starts(self, payload: str = "") -> Message:
        """Press Start, with the payload of a deep link if given; unblocks the bot if needed."""
        if self.chat.blocked:
            self.unblocks()
        return self.says(f"/start {payload}".strip())

    def edits(self, message: Message, text: str) -> Message:
        """Change the text or caption of an own message; the bot gets edited_message."""
        with self._world.lock:
            if message.by_bot or message.from_user["id"] != self.id:
                raise RuntimeError("people can edit only their own messages")
            if "text" in message.content:
                message.content = self._text_content(text)
            else:
                message.content = {**message.content, "caption": text}
            message.edit_date = self._world.now()
            message.edits += 1
            self._world.announce(message, "edited_message")
            return message

    def deletes(self, message: Message) -> None:
        """Delete a message; the Bot API says nothing to the bot."""
        with self._world.lock:
            message.deleted = True
            self._world.wakeups.notify()

    def presses(self, message: Message, button: str) -> Query | None:
        """Press an inline button, named by its text or callback_data.

        Returns the query, on which the answer of the bot appears (answered, text, alert, url), or
        None for a button that sends the bot nothing (a link, copied text).
        Raises LookupError when the person sees no such button now.
        """
        with self._world.lock:
            if message.deleted:
                raise LookupError("the message was deleted")
            found = message.button(button)
            if "callback_data" not in found:
                return None
            query = Query(self._query_id(), self.profile, self._world.clock(), message)
            self._world.callback_queries[query.id] = query
            self._world.push(
                {
                    "callback_query": {
                        "id": query.id,
                        "from": self.profile,
                        "message": message.to_json(),
                        "chat_instance": str(-7_000_000_000_000_000_000 - message.chat.id),
                        "data": found["callback_data"],
                    }
                }
            )
            return query

    def _query_id(self) -> str:
        return str((self.id << 32) + self._world.serial())

    def inline(self, query: str, offset: str = "", chat_type: str = "sender") -> Query:
        """Type an inline query; the bot's answer appears on the returned query (results, answer)."""
        with self._world.lock:
            asked = Query(self._query_id(), self.profile, self._world.clock())
            self._world.inline_queries[asked.id] = asked
            self._world.push(
                {
                    "inline_query": {
                        "id": asked.id,
                        "from": self.profile,
                        "query": query,
                        "offset": offset,
                        "chat_type": chat_type,
                    }
                }
            )
            return asked

    def chooses(self, asked: Query, result_id: str, query: str = "") -> None:
        """Pick an inline result; the bot gets chosen_inline_result as if feedback were at 100 %."""
        with self._world.lock:
            if result_id not in [result["id"] for result in asked.results]:
                raise LookupError(f"no result {result_id!r}")
            self._world.push({"chosen_inline_result": {"result_id": result_id, "from": self.profile, "query": query}})

    def reacts(self, message: Message, emoji: str) -> None:
        """Put a reaction; the bot gets it only if it asked for message_reaction."""
        self._world.push(
            {
                "message_reaction": {
                    "chat": message.chat.to_json(),
                    "message_id": message.id,
                    "user": self.profile,
                    "date": self._world.now(),
                    "old_reaction": [],
                    "new_reaction": [{"type": "emoji", "emoji": emoji}],
                }
            }
        )

    # ---- sending other things

    def _send_file(
        self,
        stored: StoredFile,
        caption: str,
        chat: Group | None,
        reply_to: Message | None,
        topic: Topic | int | None,
        extra: Json | None = None,
    ) -> Message:
        content = media_json(stored)
        if caption:
            content["caption"] = caption
            if found := find_entities(caption):
                content["caption_entities"] = found
        return self._write(content, chat, reply_to, topic, extra)

    def sends_photo(
        self,
        content: bytes = TINY_JPEG,
        caption: str = "",
        chat: Group | None = None,
        reply_to: Message | None = None,
        topic: Topic | int | None = None,
    ) -> Message:
        """Send a photo."""
        stored = self._world.store(content, "photo", "", "image/jpeg")
        return self._send_file(stored, caption, chat, reply_to, topic)

    def sends_album(
        self,
        contents: list[bytes],
        caption: str = "",
        chat: Group | None = None,
        topic: Topic | int | None = None,
    ) -> list[Message]:
        """Send photos as one album: separate messages that share media_group_id, caption on the first."""
        extra = {"media_group_id": str(13_000_000_000 + self._world.serial())}
        messages = []
        for index, content in enumerate(contents):
            stored = self._world.store(content, "photo", "", "image/jpeg")
            note = caption if index == 0 else ""
            messages.append(self._send_file(stored, note, chat, None, topic, extra))
        return messages

    def sends_document(
        self,
        content: bytes,
        name: str = "tep.txt",
        mime_type: str = "text/plain",
        caption: str = "",
        size: int | None = None,
        chat: Group | None = None,
        reply_to: Message | None = None,
        topic: Topic | int | None = None,
    ) -> Message:
        """Send a file; size claims another size than the content has, for files too big to hold."""
        stored = self._world.store(content, "document", name, mime_type, size)
        return self._send_file(stored, caption, chat, reply_to, topic)

    def sends_voice(
        self, content: bytes = b"OggS", chat: Group | None = None, topic: Topic | int | None = None
    ) -> Message:
        """Send a voice message."""
        return self._send_file(self._world.store(content, "voice", "", "audio/ogg"), "", chat, None, topic)

    def sends_video(
        self,
        content: bytes = b"\x00\x00\x00\x18ftypmp42",
        caption: str = "",
        size: int | None = None,
        chat: Group | None = None,
        topic: Topic | int | None = None,
    ) -> Message:
        """Send a video."""
        stored = self._world.store(content, "video", "video.mp4", "video/mp4", size)
        return self._send_file(stored, caption, chat, None, topic)

    def sends_video_note(self, content: bytes = b"\x00\x00\x00\x18ftypmp42") -> Message:
        """Send a round video."""
        return self._send_file(self._world.store(content, "video_note", "", "video/mp4"), "", None, None, None)

    def sends_audio(self, content: bytes = b"ID3", name: str = "ghi âm.mp3") -> Message:
        """Send a piece of music or a recording."""
        return self._send_file(self._world.store(content, "audio", name, "audio/mpeg"), "", None, None, None)

    def sends_animation(self, content: bytes = b"GIF89a") -> Message:
        """Send a moving picture, which Telegram names as a document as well."""
        return self._send_file(self._world.store(content, "animation", "a.mp4", "video/mp4"), "", None, None, None)

    def sends_sticker(self, chat: Group | None = None, topic: Topic | int | None = None) -> Message:
        """Send a sticker."""
        return self._send_file(self._world.store(b"RIFF", "sticker"), "", chat, None, topic)

    def sends_location(
        self,
        latitude: float = 21.028511,
        longitude: float = 105.804817,
        chat: Group | None = None,
        topic: Topic | int | None = None,
    ) -> Message:
        """Send a location, Hà Nội unless told."""
        return self._write({"location": {"latitude": latitude, "longitude": longitude}}, chat, None, topic)

    def sends_contact(
        self, phone: str = "+84912345678", own: bool = True, first_name: str = "", chat: Group | None = None
    ) -> Message:
        """Share a phone number; user_id is there only when it is the own one."""
        contact: Json = {"phone_number": phone, "first_name": first_name or self.profile["first_name"]}
        if own:
            contact["user_id"] = self.id
        return self._write({"contact": contact}, chat)

    # ---- being there or not

    def _my_chat_member(self, change: str, value: bool) -> None:
        with self._world.lock:
            bot = self._world.bot
            before = self._world.member_json(self.chat, bot)
            setattr(self.chat, change, value)
            self._world.push(
                {
                    "my_chat_member": {
                        "chat": self.chat.to_json(),
                        "from": self.profile,
                        "date": self._world.now(),
                        "old_chat_member": before,
                        "new_chat_member": self._world.member_json(self.chat, bot),
                    }
                }
            )

    def blocks(self) -> None:
        """Block the bot: it gets my_chat_member, and writing is refused with 403."""
        self._my_chat_member("blocked", True)

    def unblocks(self) -> None:
        """Unblock the bot: it gets my_chat_member."""
        self._my_chat_member("blocked", False)

    def deactivates(self) -> None:
        """Delete the account: the bot is told nothing, writing is refused with 403."""
        with self._world.lock:
            self.chat.deactivated = True
