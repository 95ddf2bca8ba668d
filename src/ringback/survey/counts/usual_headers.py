"""Headers that say nothing of an API: those of HTTP itself, of browsers, proxies and tracing."""

_USUAL = frozenset(
    {
        *("accept", "accept-charset", "accept-encoding", "accept-language", "accept-patch"),
        *("accept-post", "accept-ranges", "age", "allow", "alt-svc", "authorization"),
        *("baggage", "cache-control", "clear-site-data", "connection", "content-disposition"),
        *("content-encoding", "content-language", "content-length", "content-location"),
        *("content-range", "content-security-policy", "content-type", "cookie"),
        *("cross-origin-embedder-policy", "cross-origin-opener-policy"),
        *("cross-origin-resource-policy", "date", "dnt", "early-data", "etag", "expect", "expires"),
        *("expect-ct", "feature-policy", "forwarded", "from", "host", "http2-settings"),
        *("if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since"),
        *("keep-alive", "last-modified", "link", "location", "max-forwards", "nel", "origin"),
        *("origin-agent-cluster", "p3p", "permissions-policy", "pragma", "prefer", "priority"),
        *("proxy-authenticate", "proxy-authorization", "proxy-connection", "range", "referer"),
        *("referrer-policy", "refresh", "report-to", "reporting-endpoints", "retry-after"),
        *("save-data", "server", "server-timing", "set-cookie", "strict-transport-security"),
        *("te", "timing-allow-origin", "tk", "trace", "traceparent", "tracestate", "trailer"),
        *("transfer-encoding", "upgrade", "upgrade-insecure-requests", "user-agent", "vary"),
        *("via", "warning", "www-authenticate", "x-content-type-options", "x-dns-prefetch-control"),
        *("x-download-options", "x-frame-options", "x-permitted-cross-domain-policies"),
        *("x-powered-by", "x-real-ip", "x-request-start", "x-requested-with", "x-runtime"),
        *("x-served-by", "x-timer", "x-ua-compatible", "x-xss-protection", "x-cache"),
        *("x-cache-hits", "x-client-data", "x-ringback"),
    }
)  # RFC 9110, the registry of IANA, and what browsers, frameworks and caches add by themselves
_PREFIXES = (
    *("sec-", ":", "access-control-", "cf-", "x-amz", "x-b3-", "x-envoy-", "x-forwarded-"),
    *("x-datadog-", "x-newrelic-", "x-vercel-", "x-goog-", "x-azure-", "x-fastly-", "fly-"),
)


def is_usual(name: str) -> bool:
    """Whether a header belongs to HTTP or to what stands between, and not to one API."""
    lower = name.lower()
    return lower in _USUAL or lower.startswith(_PREFIXES)
