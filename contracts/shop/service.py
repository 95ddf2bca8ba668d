"""The shop's service, apart from HTTP: all its operations in one class."""

from contracts.shop.calls import Call, Reply
from contracts.shop.fields import merged
from contracts.shop.store import Thing
from contracts.shop.tags import Tags


class Service(Tags):
    """All operations; those on the account's settings stand here."""

    def read_settings(self, call: Call) -> Reply:
        """The settings."""
        return self.read(call, self.render_settings(call.account.settings))

    def replace_settings(self, call: Call) -> Reply:
        """Give the settings other members; those left out get their defaults.

        The answer bears no entity tag: what is kept is more than what was sent (RFC 9110 9.3.4).
        """
        settings = call.account.settings
        self.check(call, self.tag(self.render_settings(settings)))
        self.change(settings, self.filled("settings", call.body))
        return Reply(value=self.render_settings(settings))

    def update_settings(self, call: Call) -> Reply:
        """Merge a patch into the settings."""
        settings = call.account.settings
        self.check(call, self.tag(self.render_settings(settings)))
        self.change(settings, self.filled("settings", self.merge_settings(settings, call.body)))
        value = self.render_settings(settings)
        return Reply(value=value, headers={"ETag": self.tag(value)})

    def merge_settings(self, settings: Thing, patch: Thing) -> Thing:
        """The settings' members after a merge patch."""
        after: Thing = merged(settings, patch)
        return after

    def render_settings(self, settings: Thing) -> Thing:
        """The settings as answers show them."""
        return dict(settings)
