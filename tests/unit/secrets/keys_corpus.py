"""A hundred keys and personal values in all that carries them, a hundred ids that are nobody's."""

import base64
import json

from tests.unit.secrets.mixed_recordings import coded, mixed

_FORM = "application/x-www-form-urlencoded"
_CLAIMS = {"sub": "user-4471", "email": "lucinda.braithwaite@hey.com", "given_name": "Lucinda",
           "birthdate": "1988-12-09", "iat": 1730712345}  # fmt: skip
_TOKEN = ".".join(
    [
        coded('{"alg":"RS256","kid":"2025-10-a"}'),
        coded(json.dumps(_CLAIMS)),
        "OGe23NPubVlt7W8kpFyJUWEyXslMUIWsEosW0zdPFmh",
    ]
)
_STATE = base64.b64encode(
    json.dumps(
        {"next": "/home", "email": "otis.vandermeer@proton.me", "phone": "+31612847735"}
    ).encode()
).decode()
_BASIC = base64.b64encode(b"deploy-bot:Tr4ff1c-l1ght").decode()
_PEM = "MIIEowIBAAKCAQEAhJPR86PRlcNCrZzZ8YElGHpxgMzUPiZFgytS8lK0"
_OPENSSH = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW"
_PGP = "lQOYBGUzYXgBCADKcKrqDfiCl8BDlGxQS251iEAnkr6qu9RY6WzBrqq3"
_CERT = "MIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQswCQYDVQQGEwJJ"
_PUBLIC = "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo"

KEYS = (
    mixed(
        "GET https://ghe.example/api/v3/repos/acme/things/commits/6dcb09b5b57875f334f61aebed695e2e4193db5e",
        ("ghs_XFWNOT1X6SSAamCKoNJUI1z3MnFcE3jJabcd", "priya.raghunathan@acme.dev", "Priya Raghunathan"),
        ("6dcb09b5b57875f334f61aebed695e2e4193db5e", "f1b44e8e5454a9aa9d801391b445cf0ffa3960cd",
         "git@github.example:acme/things.git", "MDY6Q29tbWl0MTIzNA==", "wEBBAABCAAQBQJnI"),
        headers=(("Authorization", "token ghs_XFWNOT1X6SSAamCKoNJUI1z3MnFcE3jJabcd"),),
        told={"sha": "6dcb09b5b57875f334f61aebed695e2e4193db5e", "node_id": "MDY6Q29tbWl0MTIzNA==",
              "commit": {"author": {"name": "Priya Raghunathan", "email": "priya.raghunathan@acme.dev",
                                    "date": "2025-11-04T08:00:01Z"},
                         "tree": {"sha": "f1b44e8e5454a9aa9d801391b445cf0ffa3960cd"},
                         "verification": {"verified": True, "signature": "-----BEGIN PGP SIGNATURE-----\n\nwEBBAABCAAQBQJnI\n-----END PGP SIGNATURE-----"}},
              "ssh_url": "git@github.example:acme/things.git"},
    ),
    mixed(
        "POST https://idp.example/oauth2/token",
        ("plboB4vh7mVbMNtX3uow", "SSt42qZkABIp94GnkSJdmG5xBOLDZMcKtQdVXrpf", "sIKsATf3rQCKDjv34eHuShha",
         _TOKEN, "lucinda.braithwaite@hey.com", "Lucinda", "1988-12-09", "aRpkCej8LD4JJrxlTy7VF1v9qWTNKZT7"),
        ("authorization_code", "Bearer", "openid email phone address", "3600", "S256"),
        sent="grant_type=authorization_code&code=sIKsATf3rQCKDjv34eHuShha&client_id=web&client_secret=plboB4vh7mVbMNtX3uow"
             "&code_verifier=aRpkCej8LD4JJrxlTy7VF1v9qWTNKZT713cTZfYb&code_challenge_method=S256",
        sent_as=_FORM,
        told={"access_token": _TOKEN, "id_token": _TOKEN, "token_type": "Bearer", "expires_in": 3600,
              "refresh_token": "SSt42qZkABIp94GnkSJdmG5xBOLDZMcKtQdVXrpf", "scope": "openid email phone address"},
    ),
    mixed(
        f"GET https://app.example/callback?state={_STATE.replace('=', '%3D')}&session_state=lmrPxlVKXWZkzJ2B.d6lb5c&code=hJPR86PRlcNCrZzZ8YEl",
        ("otis.vandermeer@proton.me", "+31612847735", "hJPR86PRlcNCrZzZ8YEl", "s%3AUYjJqF3dU3cO7yODfQJG.1qVm", "g4imSTUVlIKKkA0RGJPfQwz9"),
        ("dark", "en-GB", "Lax", "max-age=31536000"),
        headers=(("Cookie", "theme=dark; lang=en-GB; connect.sid=s%3AUYjJqF3dU3cO7yODfQJG.1qVm; _ga=GA1.2.1730712345.1"),),
        answer_headers=(("Set-Cookie", "remember_me=g4imSTUVlIKKkA0RGJPfQwz9; Path=/; HttpOnly; SameSite=Lax"),
                        ("Strict-Transport-Security", "max-age=31536000")),
        status=302,
    ),
    mixed(
        "GET https://bucket.s3.eu-west-1.amazonaws.com/r/2025/report.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIASBCO22YIL5X4NCNN%2F20251104%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=20251104T080001Z"
        "&X-Amz-Expires=900&X-Amz-SignedHeaders=host&X-Amz-Signature=58c8d8ad2fbb25f5e237415e17d91250fcacd5aad82a24bd2e909b24f68c7d94",
        ("AKIASBCO22YIL5X4NCNN", "58c8d8ad2fbb25f5e237415e17d91250fcacd5aad82a24bd2e909b24f68c7d94"),
        ("AWS4-HMAC-SHA256", "20251104T080001Z", "/r/2025/report.pdf", "txdXqFsQzUkCLrXWPrTk",
         "9b2cf535f27731c974343645a3985328"),
        answer_headers=(("x-amz-request-id", "txdXqFsQzUkCLrXWPrTk"), ("ETag", '"9b2cf535f27731c974343645a3985328"')),
    ),
    mixed(
        "GET https://acct.blob.core.example/c/file?sv=2022-11-02&sr=b&sp=r&se=2025-11-05T00%3A00%3A00Z&sig=Un1K1aCd0Rk0kEz8fbxOuRaHaMchhGDo1x%2BZ%2F9Q%3D",
        ("Un1K1aCd0Rk0kEz8fbxOuRaHaMchhGDo1x%2BZ%2F9Q%3D",), ("2022-11-02", "0x8DCFB1B2C3D4E5F", "Q2hlY2sgSW50ZWdyaXR5IQ=="),
        answer_headers=(("ETag", "0x8DCFB1B2C3D4E5F"), ("Content-MD5", "Q2hlY2sgSW50ZWdyaXR5IQ==")),
    ),
    mixed(
        "GET https://ci.example/api/projects/7/variables",
        ("dckr_pat_hJPR86PRlcNCrZzZ8YElGHpxgMz", "xlUWHyvS8ZPXdOt0", "BMKxW9S6Un1K1aCd0Rk0kEz8fbxOuRaHaMchhGDo", "s3cr3t-Pa55", "npm_i5hk3l4LSLLmluLn6XkmOoipLmHHUWJwvWAS",
         "9JlhMIFdMjT13eFfBkavAo7RWvZpOorP3AgMBrbLG"),
        ("DEPLOY_REGION", "eu-central-1", "NODE_VERSION", "20.11.1", "protected", "MAX_TOKENS", "4096", "db.internal:5432"),
        told=[{"key": "DOCKER_PASSWORD", "value": "dckr_pat_hJPR86PRlcNCrZzZ8YElGHpxgMz", "protected": True},
              {"key": "AWS_SECRET_ACCESS_KEY", "value": "BMKxW9S6Un1K1aCd0Rk0kEz8fbxOuRaHaMchhGDo"},
              {"key": "DATABASE_URL", "value": "postgres://svc:s3cr3t-Pa55@db.internal:5432/app"},
              {"key": "STRIPE_WEBHOOK", "value": "whsec_xlUWHyvS8ZPXdOt0yDJBCKetYHj7"},
              {"key": "NPM_TOKEN", "value": "npm_i5hk3l4LSLLmluLn6XkmOoipLmHHUWJwvWAS"},
              {"key": "AZURE", "value": "DefaultEndpointsProtocol=https;AccountName=acct;AccountKey=9JlhMIFdMjT13eFfBkavAo7RWvZpOorP3AgMBrbLG/pLzQsh+9X8XI4/L9+nqVYaOFC0h10IyuNozUmPYhnRRb==;EndpointSuffix=core.example"},
              {"key": "DEPLOY_REGION", "value": "eu-central-1"}, {"key": "NODE_VERSION", "value": "20.11.1"},
              {"key": "MAX_TOKENS", "value": "4096"}],
    ),
    mixed(
        "GET https://k8s.example/api/v1/namespaces/prod/secrets/db",
        (base64.b64encode(b"hunter2-prod").decode(), _PEM, "hunter2-prod"),
        ("a1f2c0de-7f2b-4f0e-9c55-cc7a3f1b8d10", "Opaque", "48213377", _CERT, "prod"),
        told={"kind": "Secret", "type": "Opaque", "metadata": {"uid": "a1f2c0de-7f2b-4f0e-9c55-cc7a3f1b8d10",
              "resourceVersion": "48213377", "namespace": "prod"},
              "data": {"password": base64.b64encode(b"hunter2-prod").decode()},
              "stringData": {"tls.key": f"-----BEGIN RSA PRIVATE KEY-----\n{_PEM}\n-----END RSA PRIVATE KEY-----\n",
                             "tls.crt": f"-----BEGIN CERTIFICATE-----\n{_CERT}\n-----END CERTIFICATE-----\n"}},
    ),
    mixed(
        "GET https://auth.example/.well-known/jwks.json",
        ("Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE", "GawgguFyGrWKav7AX4VKUg"),
        ("0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEPsQQ_4lKM", "2011-04-29", "AQAB", "NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg", "RS256"),
        told={"keys": [{"kty": "RSA", "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEPsQQ_4lKM", "e": "AQAB", "alg": "RS256",
                        "kid": "2011-04-29", "x5t": "NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg",
                        "d": "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE"},
                       {"kty": "oct", "kid": "2011-04-29", "k": "GawgguFyGrWKav7AX4VKUg"}]},
    ),
    mixed(
        "GET https://api.pay.example/v1/tokens/tok_1N3T00LkdIwHu7ixt44h1F8k",
        ("pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_YrKJUKribcBjcG8HVhfZluoGH", "rk_live_51Mq8xLkdIwHu7ixZ8YElGHpxgMzUPiZ"),
        ("tok_1N3T00LkdIwHu7ixt44h1F8k", 'pi_3MtwBwLkdIwHu7ix28a3tqPa"', "req_8Hq2LmZxT1", "idem-3d9a81b3-a47d-4130"),
        headers=(("Authorization", "Bearer rk_live_51Mq8xLkdIwHu7ixZ8YElGHpxgMzUPiZ"), ("Idempotency-Key", "idem-3d9a81b3-a47d-4130")),
        told={"id": "tok_1N3T00LkdIwHu7ixt44h1F8k", "payment_intent": "pi_3MtwBwLkdIwHu7ix28a3tqPa",
              "client_secret": "pi_3MtwBwLkdIwHu7ix28a3tqPa_secret_YrKJUKribcBjcG8HVhfZluoGH"},
        answer_headers=(("Request-Id", "req_8Hq2LmZxT1"),),
    ),
    mixed(
        "GET https://admin.example/api/keys/key_01HF8ZK3YQ/usage?starting_after=key_01HF8ZK3YP",
        ("Jocasta Umunna", "jocasta@umunna.ng"),
        ("key_01HF8ZK3YQ", "key_01HF8ZK3YP", "sk_live_ab", "x9Qz", "CI deploys", "CAESBgoEMTIzNA", "512"),
        told={"id": "key_01HF8ZK3YQ", "name": "CI deploys", "prefix": "sk_live_ab", "last4": "x9Qz",
              "created_by": {"name": "Jocasta Umunna", "email": "jocasta@umunna.ng"}, "tokens": 512, "next_page_token": "CAESBgoEMTIzNA"},
    ),
    mixed(
        "GET https://api.maps.example/v1/8f3kQ9ZxT1mB7wLpR2vN6yC4/geocode.json?address=Westminster",
        ("8f3kQ9ZxT1mB7wLpR2vN6yC4",), ("51.4994794", "Westminster", "ChIJc2nSALkEdkgRkuoJJBfzkUI"),
        told={"results": [{"formatted_address": "Westminster, London, UK", "location": {"lat": 51.4994794, "lng": -0.1248092},
                           "place_id": "ChIJc2nSALkEdkgRkuoJJBfzkUI"}]},
    ),
    mixed(
        "GET https://rss.example/feeds/private/c83c5d9e1bb69a2fcf7d3a6e5b4c2d10/episodes.xml",
        ("c83c5d9e1bb69a2fcf7d3a6e5b4c2d10",), ("urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6", "Tue, 04 Nov 2025 08:00:01 GMT", "5242880"),
        told='<?xml version="1.0"?><rss version="2.0"><channel><item><guid>urn:uuid:60a76c80-d399-11d9-b93C-0003939e0af6</guid>'
             '<pubDate>Tue, 04 Nov 2025 08:00:01 GMT</pubDate><enclosure length="5242880"/></item></channel></rss>',
        told_as="application/rss+xml",
    ),
    mixed(
        "POST https://svc:Wint3r%21sC0ming@jenkins.example/job/build/buildWithParameters?token=buildTrigger77",
        ("Wint3r%21sC0ming", "buildTrigger77", "6a3f1c2b9d"), ("/job/build", "queue/item/1187", "2.426.3"),
        headers=(("Jenkins-Crumb", "6a3f1c2b9d"),),
        answer_headers=(("Location", "https://jenkins.example/queue/item/1187/"), ("X-Jenkins", "2.426.3")), status=201,
    ),
    mixed(
        "GET https://web.example/account",
        ("Perpetua Osei-Bonsu", "perpetua.ob@gmail.com", "020 7946 1173", "WZkzJ2Bd6lb5clQz12uZwETOCuc", "nXk29QpLw7"),
        ("csrf_field", "Change password", "Your cookie settings", "app.4f3c2a1b.js", "sha256-k1b44e8e5454", "1.8.0"),
        told='<!doctype html><html><head><meta name="csrf-token" content="WZkzJ2Bd6lb5clQz12uZwETOCuc"><script src="/app.4f3c2a1b.js" '
             'integrity="sha256-k1b44e8e5454"></script><meta name="version" content="1.8.0"></head><body><h1>Hello Perpetua Osei-Bonsu</h1>'
             '<input name="csrf_field" type="hidden"><input type="text" name="full_name" value="Perpetua Osei-Bonsu">'
             '<input type="email" name="email" value="perpetua.ob@gmail.com"><a href="tel:02079461173">020 7946 1173</a>'
             '<input type="password" name="current" value="nXk29QpLw7"><a href="/pw">Change password</a><a>Your cookie settings</a></body></html>',
        told_as="text/html",
    ),
    mixed(
        "GET https://logs.example/tail?service=auth",
        ("198.41.30.17", "kwame.asante@yahoo.co.uk", "DHMZpR9fz4MvbMHx", "+233 24 481 7720", "$2b$12$hJPR86PRlcNCrZzZ8YElGHpxgMzUPiZFgytS8lK0cKrqDfiCl8BDl"),
        ("10.0.3.77", "req-bb4f6c42c0267f20", "v3.14.2", "OpenSSL/3.0.13", "pid=31337", "12.731ms"),
        told="2025-11-04T08:00:01.123Z INFO auth pid=31337 v3.14.2 OpenSSL/3.0.13 login ok user=kwame.asante@yahoo.co.uk ip=198.41.30.17 peer=10.0.3.77\n"
             "2025-11-04T08:00:02.001Z DEBUG auth req-bb4f6c42c0267f20 took 12.731ms authorization: Bearer DHMZpR9fz4MvbMHx phone=+233 24 481 7720\n"
             "2025-11-04T08:00:02.100Z DEBUG auth hash=$2b$12$hJPR86PRlcNCrZzZ8YElGHpxgMzUPiZFgytS8lK0cKrqDfiCl8BDl\n",
        told_as="text/plain",
    ),
    mixed(
        "GET https://conf.example/raw/app.yml",
        ("hvs.CAESIJ2gSfiIlpO2Vz4iuPF8xJBscrSoIs", "rootPw-9921", "ya29.a0AfB_byCkRgZz8qLmNpTtUvWxYz01234567", "GOCSPX-plboB4vh7mVbMNtX3uow12345678", _OPENSSH),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2gSfiIlpO2Vz4iuPF8xJBscrSoIsk", "registry.example/app@sha256:3cf4672909d8ab1e739a8c1e76d5337ce08fbbbd14d0a1b2c3d4e5f60718293a", "0 3 * * 1-5", "8443"),
        told="vault:\n  token: hvs.CAESIJ2gSfiIlpO2Vz4iuPF8xJBscrSoIs\nmysql:\n  root_password: rootPw-9921\ngoogle:\n  bearer: ya29.a0AfB_byCkRgZz8qLmNpTtUvWxYz01234567\n"
             "  client: GOCSPX-plboB4vh7mVbMNtX3uow12345678\nimage: registry.example/app@sha256:3cf4672909d8ab1e739a8c1e76d5337ce08fbbbd14d0a1b2c3d4e5f60718293a\n"
             'schedule: "0 3 * * 1-5"\nport: 8443\nauthorized: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ2gSfiIlpO2Vz4iuPF8xJBscrSoIsk\n'
             f"identity: |\n  -----BEGIN OPENSSH PRIVATE KEY-----\n  {_OPENSSH}\n  -----END OPENSSH PRIVATE KEY-----\n",
        told_as="application/yaml",
    ),
    mixed(
        "POST https://hooks.example/in",
        ("B0EF45GH6/IJkl78MNop90QRst12UVwx34", "hf_XFWNOT1X6SSAamCKoNJUI1z3MnFcE3jJab", "sk-ant-api03-g4imSTUVlIKKkA0RGJPfQwz9x3RoOOrp0YUXUqwIp6KjdD0Zw1KnOxIMvw1JcjvJ-AA", "glpat-plboB4vh7mVbMNtX3uow",
         "gsk_YUXUqwIp6KjdD0Zw1KnOxIMvw1JcjvJhJPR86PRlcNCrZzZ8", "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KH", "dop_v1_58c8d8ad2fbb25f5e237415e17d91250fcacd5aad82a24bd2e909b24f68c7d94", _PGP),
        ("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi", "01HF8ZK3YQ4T6W8X0Z2B4D6F8H", "2ZQmM5wPbJk9sZ4cQxHqZ8sYh1T", "507f1f77bcf86cd799439011", "V1StGXR8_Z5jdHi6B-myT"),
        sent={"text": "post to https://hooks.slack.com/services/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",
              "lines": ["hf_XFWNOT1X6SSAamCKoNJUI1z3MnFcE3jJab", "use sk-ant-api03-g4imSTUVlIKKkA0RGJPfQwz9x3RoOOrp0YUXUqwIp6KjdD0Zw1KnOxIMvw1JcjvJ-AA", "git clone https://oauth2:glpat-plboB4vh7mVbMNtX3uow@gitlab.example/a/b.git",
                        "gsk_YUXUqwIp6KjdD0Zw1KnOxIMvw1JcjvJhJPR86PRlcNCrZzZ8", "AGE-SECRET-KEY-1QQPZRY9X8GF2TVDW0S3JN54KHCE6MUA7LQQPZRY9X8GF2TVDW0S3JN54KH", "dop_v1_58c8d8ad2fbb25f5e237415e17d91250fcacd5aad82a24bd2e909b24f68c7d94"],
              "blob": f"-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n{_PGP}\n-----END PGP PRIVATE KEY BLOCK-----",
              "cid": "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi", "ulid": "01HF8ZK3YQ4T6W8X0Z2B4D6F8H", "ksuid": "2ZQmM5wPbJk9sZ4cQxHqZ8sYh1T",
              "_id": "507f1f77bcf86cd799439011", "nanoid": "V1StGXR8_Z5jdHi6B-myT"},
    ),
    mixed(
        "POST https://gql.example/graphql",
        ("Gr8-Gatsby!", "1975-03-22", "cKrqDfiCl8BDlGxQS251iEAnkr6qu9RY", "5543248107569004", "zelda.f@montgomery.net"),
        ("SIGNUP_V2", "Y3Vyc29yOnYyOpK5", "fragment UserParts on User { firstName email }", "MONTHLY"),
        sent={"query": 'mutation { signUp(input: {email: "zelda.f@montgomery.net", password: "Gr8-Gatsby!", birthDate: "1975-03-22", flow: SIGNUP_V2}) { token } '
                       'pay(cardNumber: "5543248107569004", plan: MONTHLY) { id } } fragment UserParts on User { firstName email }',
              "variables": {"after": "Y3Vyc29yOnYyOpK5"}},
        told={"data": {"signUp": {"token": "cKrqDfiCl8BDlGxQS251iEAnkr6qu9RY"}}},
    ),
    mixed(
        "GET https://api.docs.example/lexer?text=a,b", (),
        ("comma", "identifier", "C# minor", "void f(int)", "GPIO17", "public_key_pem", _PUBLIC, "SHA256:uNiVztksCsDhcc0u9e8BrMXjDfeXn6gQ", "min_length", "user:email", "read:packages", "password-reset"),
        told={"tokens": [{"token": "comma", "type": "punct"}, {"token": "identifier"}], "key": "C# minor", "signature": "void f(int)", "pin": "GPIO17",
              "public_key_pem": f"-----BEGIN PUBLIC KEY-----\n{_PUBLIC}\n-----END PUBLIC KEY-----", "fingerprint": "SHA256:uNiVztksCsDhcc0u9e8BrMXjDfeXn6gQ",
              "password_policy": {"min_length": 12}, "scopes": ["user:email", "read:packages"], "template": "password-reset"},
    ),
    mixed(
        "GET https://edge.example/status",
        ("uid-9f3b2c71aa04d5e6",),
        ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "Root=1-67891233-abcdef012345678912345678", "8c1f2b3a4d5e6f70-FRA", "52:54:00", "4.19.2.7", "U+1F600", "application/vnd.acme.v2+json", "1730712345123456789"),
        headers=(("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"), ("X-Session-Id", "uid-9f3b2c71aa04d5e6"), ("Accept", "application/vnd.acme.v2+json")),
        told={"agent": "edge/4.19.2.7", "oui": "52:54:00", "glyph": "U+1F600", "nanos": 1730712345123456789},
        answer_headers=(("X-Amzn-Trace-Id", "Root=1-67891233-abcdef012345678912345678"), ("CF-RAY", "8c1f2b3a4d5e6f70-FRA")),
    ),
    mixed(
        "POST https://vendor.example/v1/sip/accounts",
        ("Zr8!kLm2", "4471aa90bb12cc34dd56ee78ff901234", "JBSWY3DPEHPK3PXPSBCO22YIL5X4NCNN", "314159", "QW-7731-ZX"),
        ("sip.vendor.example", "opus/48000/2"),
        sent={"login": "ext-204", "passwd": "Zr8!kLm2", "totp": {"secret": "JBSWY3DPEHPK3PXPSBCO22YIL5X4NCNN", "digits": 6},
              "voicemail": {"pin": "314159"}, "codec": "opus/48000/2", "server": "sip.vendor.example", "recovery_codes": ["QW-7731-ZX"]},
        headers=(("Authorization", 'Digest username="ext-204", realm="realm-a", uri="/v1", algorithm=SHA-256, response="4471aa90bb12cc34dd56ee78ff901234"'),),
    ),
    mixed(
        "GET https://events.example/stream?access_token=3xNcFjJ-83Ai4T3jzLdDcoxv",
        ("3xNcFjJ-83Ai4T3jzLdDcoxv", "Anneliese Zimmermannova", "41.139.20.88", "94.228.11.6"),
        ("evt_0912", "heartbeat", "order.paid", "4471829301"),
        told='id: evt_0912\nevent: order.paid\ndata: {"order_no": 4471829301, "buyer": {"name": "Anneliese Zimmermannova"},\ndata:  "ip": "41.139.20.88"}\n\n: heartbeat\n\n'
             'event: order.paid\ndata: {"client_ip": "94.228.11.6"}\n\n',
        told_as="text/event-stream",
    ),
    mixed(
        "POST https://api.push.example/register",
        ("fMI-qkT3Rk2:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ", "WZkzJ2Bd6lb5clQz12uZwE"),
        ("android", "com.acme.app", "14"),
        sent={"device_token": "fMI-qkT3Rk2:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ", "keys": {"auth": "WZkzJ2Bd6lb5clQz12uZwE", "p256dh": "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA"},
              "os": "android", "package": "com.acme.app", "os_version": "14"},
    ),
    mixed(
        "GET https://mail.example/api/messages/18c2f9",
        ("agnieszka@firma.com.pl", "Agnieszka Wróblewska", "887301", "b7Yt2kLmQ9xZ", "22 848 71 93"),
        ("18c2f9", "INBOX", "text/plain; charset=utf-8", "1.0"),
        told={"id": "18c2f9", "labels": ["INBOX"], "headers": [{"name": "From", "value": "Agnieszka Wróblewska <agnieszka@firma.com.pl>"}, {"name": "MIME-Version", "value": "1.0"},
              {"name": "Content-Type", "value": "text/plain; charset=utf-8"}],
              "body": "Twój kod weryfikacyjny: 887301\nReset: https://app.example/reset-password/b7Yt2kLmQ9xZ\nZadzwoń: 22 848 71 93"},
    ),
)  # fmt: skip
