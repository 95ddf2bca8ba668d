"""The tags of an account, each under a name that its client gives."""

from contracts.shop.calls import Call, RefusedError, Reply
from contracts.shop.items import Items
from contracts.shop.store import Thing


class Tags(Items):
    """The operations on tags."""

    def list_tags(self, call: Call) -> Reply:
        """The tags behind the cursor, by their names, and the cursor of the next page."""
        found = self.behind(call)
        page = found[: call.query["limit"]]
        more = len(found) > len(page)
        value = {
            "data": [self.render_tag(each) for each in page],
            "next_cursor": self.cursor(page[-1]["name"]) if more else None,
        }
        return self.read(call, value)

    def behind(self, call: Call) -> list[Thing]:
        """All tags behind the cursor, by their names."""
        tags = [call.account.tags[name] for name in sorted(call.account.tags)]
        cursor = call.query.get("cursor")
        return [tag for tag in tags if cursor is None or self.cursor(tag["name"]) > cursor]

    def cursor(self, name: str) -> str:
        """A place in the order of names; any such text is one, whether it is a name or not."""
        return name.encode().hex()

    def read_tag(self, call: Call) -> Reply:
        """One tag."""
        return Reply(value=self.render_tag(self.find_tag(call)))

    def put_tag(self, call: Call) -> Reply:
        """Make a tag, or give the one that is there other members."""
        name = call.path["name"]
        members = self.filled("tag", call.body)
        tag = call.account.tags.get(name)
        if tag is not None:
            self.change(tag, members)
            return Reply(value=self.render_tag(tag))
        now = self.store.now()
        tag = {"name": name, **members, "created_at": now, "updated_at": now}
        call.account.tags[name] = tag
        headers = {"Location": f"/tags/{name}"}
        return Reply(status=201, value=self.render_tag(tag), headers=headers)

    def delete_tag(self, call: Call) -> Reply:
        """Forget a tag."""
        del call.account.tags[self.find_tag(call)["name"]]
        return Reply(status=204)

    def find_tag(self, call: Call) -> Thing:
        """The tag that the path names."""
        tag = call.account.tags.get(call.path["name"])
        if tag is None:
            raise RefusedError(404, "There is no such tag.")
        return tag

    def render_tag(self, tag: Thing) -> Thing:
        """A tag as answers show it."""
        return dict(tag)
