//! The kinds of secrets that are planted. None was ever valid: each is put together here, from a pattern
//! and random letters.

/// What a pattern is written with: `{a36}` is 36 letters and digits, `{h40}` hexadecimal digits, `{U16}`
/// capitals and digits, `{w20}` letters, digits, `_` and `-`, `{d12}` digits, `{p}` a password that a person
/// made up, `{u}` a UUID, `{B:…}` the Base64 of what follows. `↵` is a line break.
#[rustfmt::skip]
pub(super) const PATTERNS: &[(&str, &str)] = &[
    // Known by their own shape.
    ("GitHub personal token", "ghp_{a36}"), ("GitHub OAuth token", "gho_{a36}"),
    ("GitHub user token", "ghu_{a36}"), ("GitHub server token", "ghs_{a36}"),
    ("GitHub refresh token", "ghr_{a36}"), ("GitHub fine-grained token", "github_pat_{a82}"),
    ("GitLab personal token", "glpat-{a20}"), ("GitLab deploy token", "gldt-{a20}"),
    ("GitLab runner token", "glrt-{a20}"), ("GitLab trigger token", "glptt-{h40}"),
    ("GitLab feed token", "glft-{a20}"), ("GitLab SCIM token", "glsoat-{a20}"),
    ("Slack bot token", "xoxb-{d12}-{d12}-{a24}"), ("Slack user token", "xoxp-{d12}-{d12}-{d12}-{h32}"),
    ("Slack app token", "xapp-1-A{U10}-{d13}-{h64}"), ("Anthropic API key", "sk-ant-api03-{w93}AA"),
    ("Anthropic admin key", "sk-ant-admin01-{w93}AA"), ("OpenAI project key", "sk-proj-{a74}"),
    ("OpenAI service key", "sk-svcacct-{a60}"), ("OpenAI key", "sk-{a48}"), ("OpenRouter key", "sk-or-v1-{h64}"),
    ("AWS key id", "AKIA{U16}"), ("AWS temporary key id", "ASIA{U16}"), ("Google API key", "AIza{a35}"),
    ("Google client secret", "GOCSPX-{a28}"), ("Google access token", "ya29.{a120}"),
    ("DigitalOcean token", "dop_v1_{h64}"), ("DigitalOcean OAuth token", "doo_v1_{h64}"),
    ("DigitalOcean refresh token", "dor_v1_{h64}"), ("Databricks token", "dapi{h32}"),
    ("Docker token", "dckr_pat_{a27}"), ("npm token", "npm_{a36}"), ("PyPI token", "pypi-AgEIcHlwaS5vcmc{a90}"),
    ("Supabase token", "sbp_{h40}"), ("Supabase secret key", "sb_secret_{a31}"), ("Netlify token", "nfp_{a36}"),
    ("Fly token", "fo1_{a43}"), ("Render key", "rnd_{a28}"), ("Vault token", "hvs.{a95}"),
    ("Vault batch token", "hvb.{a140}"), ("Doppler token", "dp.pt.{a43}"), ("age key", "AGE-SECRET-KEY-1{G58}"),
    ("Stripe live key", "sk_live_{a24}"), ("Stripe restricted key", "rk_live_{a24}"),
    ("Stripe webhook secret", "whsec_{a32}"), ("Square token", "sq0atp-{a22}"), ("Square secret", "sq0csp-{a43}"),
    ("Shopify token", "shpat_{h32}"), ("Shopify custom token", "shpca_{h32}"), ("Shopify secret", "shpss_{h32}"),
    ("Grafana token", "glsa_{a32}_{h8}"), ("Grafana cloud token", "glc_{a60}"), ("Sentry user token", "sntryu_{h64}"),
    ("New Relic key", "NRAK-{U27}"), ("PostHog key", "phx_{a43}"), ("SendGrid key", "SG.{a22}.{a43}"),
    ("Mailgun key", "key-{h32}"), ("Hugging Face token", "hf_{a34}"), ("Groq key", "gsk_{a52}"),
    ("xAI key", "xai-{a80}"), ("Perplexity key", "pplx-{a48}"), ("Replicate token", "r8_{a37}"),
    ("NVIDIA key", "nvapi-{a60}"), ("Tavily key", "tvly-{a32}"), ("Firecrawl key", "fc-{h32}"),
    ("LangSmith token", "lsv2_pt_{h32}_{h10}"), ("Postman key", "PMAK-{h24}-{h34}"), ("Linear key", "lin_api_{a40}"),
    ("Telegram bot token", "{d9}:AA{w33}"), ("HCP Terraform token", "{a14}.atlasv1.{a64}"),
    ("signed token", "eyJ{a20}.eyJ{a40}.{a43}"),
    // Known by the rules of others.
    ("Pulumi token", "pul-{h40}"), ("RubyGems key", "rubygems_{h48}"), ("ReadMe key", "rdme_{l70}"),
    ("Shippo token", "shippo_live_{h40}"), ("Dynatrace token", "dt0c01.{U24}.{U64}"), ("EasyPost key", "EZAK{a54}"),
    ("Notion token", "ntn_{d11}{a35}"), ("PlanetScale token", "pscale_tkn_{a43}"),
    ("Brevo key", "xkeysib-{h64}-{a16}"), ("Duffel token", "duffel_live_{a43}"), ("Prefect token", "pnu_{a36}"),
    ("Artifactory key", "AKCp{a69}"), ("Adobe client secret", "p8e-{l32}"), ("Alibaba key id", "LTAI{l20}"),
    ("Azure client secret", "{a3}8Q~{a34}"), ("1Password secret key", "A3-{U6}-{U11}-{U5}-{U5}-{U5}"),
    // Known by what is before them.
    ("bearer token", "Authorization: Bearer {a40}"), ("basic header", "Authorization: Basic {B:ada:{p}}"),
    ("token header", "Authorization: Token {a40}"), ("key header", "X-Api-Key: {h32}"),
    ("cookie", "Cookie: session={a32}; theme=dark"), ("set cookie", "Set-Cookie: sid={a32}; Path=/; HttpOnly"),
    ("password with a colon", "password: {p}"), ("password with a sign", "password={p}"),
    ("password in a sentence", "the pwd is {p}"), ("password in German", "Passwort lautet {p}"),
    ("passphrase", "passphrase = \"{p}\""), ("exported variable", "export GITHUB_TOKEN={a32}"),
    ("variable of cmd", "set DEPLOY_TOKEN={a32}"), ("variable of PowerShell", "$env:DEPLOY_TOKEN = \"{a32}\""),
    ("variable of fish", "set -x DEPLOY_TOKEN {a32}"), ("variable of Docker", "ENV DB_PASSWORD {p}"),
    ("password in JSON", "{\"user\": \"ada\", \"password\": \"{p}\"}"),
    ("password in JSON in JSON", "{\\\"password\\\": \\\"{p}\\\"}"), ("secret in YAML", "client_secret: {a32}"),
    ("token option", "tool --token {a32} --verbose"), ("password option", "tool --password={p}"),
    ("password of mysql", "mysql -h db -u root -p{p} shop"), ("login of curl", "curl -u ada:{p} https://h.test/"),
    ("npmrc line", "//registry.npmjs.org/:_authToken={u}"), ("netrc line", "machine h.test login ada password {p}"),
    ("shared access signature", "https://x.blob.core.windows.net/c?sv=2022-11-02&sig={a43}%3D"),
    ("storage account", "DefaultEndpointsProtocol=https;AccountName=x;AccountKey={a86}=="),
    ("service bus", "Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=r;SharedAccessKey={a43}="),
    ("ADO string", "Uses Server=db;User Id=sa;Password={p};"), ("ODBC string", "Driver=X;Server=db;Uid=sa;Pwd={p};"),
    ("JDBC address", "jdbc:postgresql://db/x?user=u&password={p}"), ("Oracle address", "jdbc:oracle:thin:scott/{p}@//db/x"),
    ("Postgres address", "postgres://app:{p}@db.test/orders"), ("Mongo address", "mongodb+srv://app:{p}@c0.test/x"),
    ("Redis address", "redis://:{p}@cache.test:6379"), ("AMQP address", "amqp://app:{p}@mq.test/"),
    ("token before a host", "https://{a32}@git.test/x.git"), ("token of git", "https://x-access-token:{a40}@git.test/x.git"),
    ("Slack webhook", "https://hooks.slack.com/services/T{U9}/B{U9}/{a24}"),
    ("Discord webhook", "https://discord.com/api/webhooks/{d18}/{a68}"),
    ("Teams webhook", "https://x.webhook.office.com/webhookb2/{u}@{u}/IncomingWebhook/{h32}/{u}"),
    ("step of an address", "https://mcp.test/api/s/{h32}/sse"), ("UUID in an address", "https://mcp.test/{u}/mcp"),
    ("key in a query", "https://mcp.test/mcp?api_key={a32}"), ("AWS secret key", "aws_secret_access_key = {a40}"),
    ("registry login", "{\"auths\": {\"r.test\": {\"auth\": \"{B:ada:{p}}\"}}}"),
    ("monitoring key", "DD_API_KEY={h32}"), ("key in XML", "<add key=\"ApiToken\" value=\"{a32}\"/>"),
    ("password in XML", "<password>{p}</password>"),
    // Private keys in every armour.
    ("PKCS #8 key", "-----BEGIN PRIVATE KEY-----↵{a64}↵{a64}↵-----END PRIVATE KEY-----"),
    ("RSA key", "-----BEGIN RSA PRIVATE KEY-----↵{a64}↵{a64}↵-----END RSA PRIVATE KEY-----"),
    ("EC key", "-----BEGIN EC PRIVATE KEY-----↵{a64}↵{a64}↵-----END EC PRIVATE KEY-----"),
    ("OpenSSH key", "-----BEGIN OPENSSH PRIVATE KEY-----↵{a64}↵{a64}↵-----END OPENSSH PRIVATE KEY-----"),
    ("PGP key", "-----BEGIN PGP PRIVATE KEY BLOCK-----↵↵{a64}↵{a64}↵-----END PGP PRIVATE KEY BLOCK-----"),
    ("PuTTY key", "PuTTY-User-Key-File-3: ssh-rsa↵Private-Lines: 2↵{a64}↵{a64}↵Private-MAC: {h40}"),
    ("JWK", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"d\":\"{a43}\"}"), ("bare key", "MIIEvQIBADAN{a64}{a64}"),
    ("key in a key file", "{\"type\": \"service_account\", \"private_key\": \"-----BEGIN PRIVATE KEY-----\\n{a64}\\n-----END PRIVATE KEY-----\\n\"}"),
    ("key in a cluster file", "client-key-data: {B:-----BEGIN PRIVATE KEY-----↵{a64}↵-----END PRIVATE KEY-----}"),
];

/// A made-up secret: its text as planted, and the parts of it that must never come out.
#[derive(Debug, Clone)]
pub(super) struct Canary {
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) cores: Vec<String>,
}

/// Random numbers that are the same in each run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new() -> Self {
        Dice(0x2545_F491_4F6C_DD1D)
    }

    /// Other numbers for each seed.
    pub(super) fn seeded(seed: u64) -> Self {
        let mut dice = Dice::new();
        dice.0 ^= seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        dice.0 = dice.0.max(1);
        for _ in 0..8 {
            dice.next();
        }
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn letters(&mut self, alphabet: &[u8], length: usize) -> String {
        // Every stretch of it holds a digit and a letter, as a drawn one of that length nearly always does.
        let mut drawn: String = (0..length)
            .map(|_| alphabet[(self.next() % alphabet.len() as u64) as usize] as char)
            .collect();
        if length >= 8 && alphabet.len() > 10 && !drawn.bytes().any(|b| b.is_ascii_digit()) {
            drawn.replace_range(length / 2..=length / 2, "7");
        }
        if length >= 8 && alphabet.len() > 10 && !drawn.bytes().any(|b| b.is_ascii_alphabetic()) {
            drawn.replace_range(1..=1, if alphabet.contains(&b'Q') { "Q" } else { "d" });
        }
        drawn
    }

    /// A secret of a kind, unlike any before.
    pub(super) fn canary(&mut self, kind: usize) -> Canary {
        let (kind, pattern) = PATTERNS[kind % PATTERNS.len()];
        let mut cores = Vec::new();
        let text = self.fill(&pattern.replace('↵', "\n"), &mut cores);
        assert!(!cores.is_empty(), "{kind}");
        Canary { kind, text, cores }
    }

    fn fill(&mut self, pattern: &str, cores: &mut Vec<String>) -> String {
        let mut text = String::new();
        let mut rest = pattern;
        while let Some(open) = rest.find('{') {
            text.push_str(&rest[..open]);
            let body = &rest[open + 1..];
            if let Some(inner) = body.strip_prefix("B:") {
                let mut depth = 0;
                let end = inner.find(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth < 0
                });
                let end = end.expect("a closed pattern");
                let packed = syntax::encoding::base64(self.fill(&inner[..end], cores));
                cores.push(packed.trim_end_matches('=').to_string());
                text.push_str(&packed);
                rest = &inner[end + 1..];
                continue;
            }
            let code = body.split('}').next().unwrap_or_default();
            match self.piece(code) {
                Some((piece, secret)) => {
                    if secret {
                        cores.push(piece.clone());
                    }
                    text.push_str(&piece);
                    rest = &body[code.len() + 1..];
                }
                None => {
                    text.push('{');
                    rest = body;
                }
            }
        }
        text + rest
    }

    /// One random piece, and whether it is long enough to be looked for.
    fn piece(&mut self, code: &str) -> Option<(String, bool)> {
        const ALL: &[u8] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789";
        if code == "u" {
            let h = self.letters(b"0123456789abcdef", 32);
            let u =
                format!("{}-{}-4{}-a{}-{}", &h[..8], &h[8..12], &h[13..16], &h[17..20], &h[20..]);
            return Some((u, true));
        }
        if code == "p" {
            let word = self.letters(b"bdfghklmnprstvz", 6);
            let tail = self.letters(ALL, 8);
            let year = 1950 + self.next() % 90;
            return Some((format!("S{word}{year}x{tail}"), true));
        }
        let length: usize = code.get(1..)?.parse().ok()?;
        let alphabet: &[u8] = match code.get(..1)? {
            "a" => ALL,
            "w" => b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789_-",
            "h" => b"0123456789abcdef",
            "l" => b"abcdefghijkmnopqrstuvwxyz0123456789",
            "U" => b"ABCDEFGHJKLMNPQRSTUVWXYZ234567",
            "G" => b"QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
            "d" => b"123456789",
            _ => return None,
        };
        Some((self.letters(alphabet, length), length >= 10 && code.get(..1) != Some("d")))
    }
}
