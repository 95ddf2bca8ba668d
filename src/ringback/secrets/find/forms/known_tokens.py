"""Keys and tokens that are known by their look: the prefixes that their makers gave them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ringback.secrets.find.forms.chance import is_made_up


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenKind:
    """One kind of key: what to call it, the label of its placeholder, and its look.

    Where `mixed` is true the look alone is that of a slug too: it must hold capitals or digits.
    """

    name: str
    label: str
    look: str
    mixed: bool = False


def _kind(name: str, label: str, look: str, *, mixed: bool = False) -> TokenKind:
    return TokenKind(name=name, label=label, look=look, mixed=mixed)


KINDS = (
    _kind("JSON Web Token", "jwt", r"eyJ[\w-]{6,4096}+\.[\w-]{0,65536}+\.[\w-]{6,}+(?:\.[\w-]+)*"),
    _kind("AWS access key", "aws-key", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![A-Za-z0-9])"),
    _kind("GitHub token", "github-token", r"gh[opsru]_[A-Za-z0-9]{20,}|github_pat_\w{20,}"),
    _kind("GitLab token", "gitlab-token", r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|imt|agent)-[\w-]{16,}"),
    _kind("Slack token", "slack-token", r"xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{20,}", mixed=True),
    _kind("Stripe key", "stripe-key", r"[sr]k_(?:live|test)_[A-Za-z0-9]{10,}"),
    _kind("webhook secret", "webhook-secret", r"whsec_[\w+/-]{16,}={0,2}"),
    _kind("Google key", "google-key", r"AIza[\w-]{30,}|GOCSPX-[\w-]{20,}"),
    _kind("Google OAuth token", "google-token", r"ya29\.[\w.-]{16,}|1//0[\w-]{30,}"),
    _kind("Anthropic key", "anthropic-key", r"sk-ant-[\w-]{16,}", mixed=True),
    _kind("OpenAI key", "openai-key", r"sk-[\w-]{20,}", mixed=True),
    _kind("SendGrid key", "sendgrid-key", r"SG\.[\w-]{16,128}+\.[\w-]{16,}+"),
    _kind("Twilio key", "twilio-key", r"(?:SK|AC)[0-9a-f]{32}(?![A-Za-z0-9])"),
    _kind("npm token", "npm-token", r"npm_[A-Za-z0-9]{30,}"),
    _kind("PyPI token", "pypi-token", r"pypi-[\w-]{20,}", mixed=True),
    _kind("DigitalOcean token", "digitalocean-token", r"do[opr]_v1_[0-9a-f]{32,}"),
    _kind("Hugging Face token", "hf-token", r"hf_[A-Za-z0-9]{20,}"),
    _kind("Shopify token", "shopify-token", r"shp(?:at|ca|pa|ss)_[0-9A-Za-z]{24,}"),
    _kind("Mailgun key", "mailgun-key", r"key-[0-9a-f]{32}"),
    _kind("Mailchimp key", "mailchimp-key", r"[0-9a-f]{32}-us\d{1,2}(?![\w-])"),
    _kind("Square token", "square-token", r"sq0[a-z]{3}-[\w-]{22,}"),
    _kind("Databricks token", "databricks-token", r"dapi[0-9a-f]{32}"),
    _kind("Vault token", "vault-token", r"hv[sbr]\.[\w-]{24,}"),
    _kind("Grafana token", "grafana-token", r"gl(?:sa|c)_[\w=+/-]{24,}"),
    _kind("Docker token", "docker-token", r"dckr_pat_[\w-]{20,}"),
    _kind("Atlassian token", "atlassian-token", r"ATATT3[\w=-]{30,}"),
    _kind("Postman key", "postman-key", r"PMAK-[0-9a-f]{24}-[0-9a-f]{34}"),
    _kind("New Relic key", "newrelic-key", r"NR(?:AK|JS|II)-[\w-]{20,}"),
    _kind("Linear key", "linear-key", r"lin_(?:api|oauth)_[A-Za-z0-9]{30,}"),
    _kind("Notion key", "notion-key", r"(?:secret|ntn)_[A-Za-z0-9]{40,}"),
    _kind("age key", "age-key", r"AGE-SECRET-KEY-1[0-9A-Z]{50,}"),
    _kind("Facebook token", "facebook-token", r"EAA[A-Z][A-Za-z0-9]{28,}"),
    _kind("Figma token", "figma-token", r"fig[dou]_[\w-]{30,}"),
    _kind("RubyGems key", "rubygems-key", r"rubygems_[0-9a-f]{48}"),
    _kind("xAI key", "xai-key", r"xai-[A-Za-z0-9]{40,}"),
    _kind("Groq key", "groq-key", r"gsk_[A-Za-z0-9]{40,}"),
    _kind("Perplexity key", "perplexity-key", r"pplx-[A-Za-z0-9]{40,}"),
    _kind("Replicate token", "replicate-token", r"r8_[A-Za-z0-9]{30,}"),
    _kind("Airtable token", "airtable-token", r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}"),
    _kind("Dropbox token", "dropbox-token", r"sl\.[\w-]{40,}", mixed=True),
    _kind("Netlify token", "netlify-token", r"nfp_[A-Za-z0-9]{30,}"),
    _kind("Supabase token", "supabase-token", r"sbp_[0-9a-f]{40}"),
    _kind("PlanetScale token", "planetscale-token", r"pscale_(?:tkn|pw|oauth)_[\w.-]{30,}"),
    _kind("Doppler token", "doppler-token", r"dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{30,}"),
    _kind("Contentful token", "contentful-token", r"CFPAT-[\w-]{40,}"),
    _kind("Sentry token", "sentry-token", r"sntr[yu]s?_[\w=+/-]{40,}"),
    _kind("Fly token", "fly-token", r"fm[12]_[\w=+/-]{40,}"),
    _kind(
        "PayPal token",
        "paypal-token",
        r"access_token\$(?:production|sandbox)\$\w{10,}\$[0-9a-f]{32}",
    ),
    _kind("Sentry key", "sentry-key", r"https?://(?P<dsn>[0-9a-f]{32})(?::[0-9a-f]{32})?@"),
    _kind("Telegram bot token", "telegram-token", r"(?:bot)?(?P<telegram>\d{6,12}:AA[\w-]{30,})"),
    _kind(
        "Slack webhook",
        "slack-webhook",
        r"hooks\.slack\.com/(?:services|workflows)/(?P<slackhook>[\w/-]{20,})",
    ),
    _kind(
        "Discord webhook",
        "discord-webhook",
        r"discord(?:app)?\.com/api/webhooks/\d+/(?P<discordhook>[\w-]{20,})",
    ),
)
_INNER = ("telegram", "slackhook", "discordhook", "dsn")
# What stands before a key in the path of an address.
_BEFORE_KEYS = re.compile(
    r"/(?i:(?:incoming-?|web)?hooks?b?2?|(?:api|access|auth|reset|magic)?[-_]?(?:tokens?|keys?)|"
    r"secrets?|(?:reset|forgot)[-_]?(?:password)?|password(?:[-_]?reset)?|magic(?:[-_]?links?)?|"
    r"(?:email-?)?verif(?:y|ication)(?:-?email)?|confirm(?:ation)?|activat(?:e|ion)|"
    r"invit(?:e|es|ations?)|private|rss|unsubscribe|shared?|sign-?in|login|auth|catch|key|integration|otp|"
    r"passcode|sso|feeds?|calendar|ical|private-[0-9a-f]*)/(?=([^?#\s\"'<>]{4,400}))"
)
# Of a collection of keys or tokens: the name of one, that its maker gave it, opens nothing.
_OF_COLLECTION = re.compile(r"(?:tok|key|pat|token|apikey)_[A-Za-z0-9]{8,32}")
# What stands first in a path, before all that it names: an id has a collection before it.
_FIRST = re.compile(
    r"(?:\A|:)//[^/\s\"'<>?#]*(?:/(?:v\d[\w.]{0,4}|api|rest|rpc|latest|forecast))*/"
    r"(?![0-9a-f]{24}(?![\w-]))([A-Za-z0-9_-]{20,64})(?=[/?#\s\"'<>]|\Z)"
)
_CODE_BEFORE = re.compile(
    r"/(?i:verify|verification|confirm|otp|2fa|mfa|passcode)/(\d{4,8})(?![\w-])"
)
_SEGMENTS = 4  # behind what announces a key
_ANY = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    + "|".join(f"(?P<k{at}>{one.look})" for at, one in enumerate(KINDS))
    + ")"
)
_PRIVATE = re.compile(
    r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
    r".*?(?:-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)
PRIVATE_KEY = _kind("private key", "private-key", "")


PATH_KEY = _kind("key in a path", "key", "")


def path_keys(text: str) -> Iterator[tuple[int, int]]:
    """Where keys stand in the path of an address, behind a segment that says so, or before all.

    Ids that a maker or a standard gives (uuids, `cus_…`) and digests are none.
    """
    if "/" not in text:
        return
    for found in _BEFORE_KEYS.finditer(text):
        at = found.start(1)
        for segment in found[1].split("/")[:_SEGMENTS]:
            own = found[0].endswith("s/") and _OF_COLLECTION.fullmatch(segment)
            if not own and is_made_up(segment):
                yield at, at + len(segment)
            at += len(segment) + 1
    for pattern in (_CODE_BEFORE, _FIRST):
        for found in pattern.finditer(text):
            if pattern is _CODE_BEFORE or is_made_up(found[1]):
                yield found.span(1)


def keys(text: str) -> Iterator[tuple[int, int, TokenKind]]:
    """Where keys stand in a text, and of which kind."""
    if "-----BEGIN" in text:
        for found in _PRIVATE.finditer(text):
            yield found.start(), found.end(), PRIVATE_KEY
    for found in _ANY.finditer(text):
        kind = KINDS[int((found.lastgroup or "k0")[1:])] if found.lastgroup else KINDS[0]
        inner = next((name for name in _INNER if found[name]), None)
        start, end = found.span(inner) if inner else found.span()
        if not kind.mixed or any(
            char.isdigit() or char.isupper() for char in text[start + 4 : end]
        ):
            yield start, end, kind
