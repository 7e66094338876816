//! The structured secrets: what their issuers make them look like.

use model::records::PrincipalKind::{self, DelegatedUser, Human, Workload};
use model::records::SecretKind::{self, ApiKey, OAuthClient, Password, Pat, Token, UserOAuth};

/// How the secrets of one issuer are written.
#[derive(Debug)]
pub(super) struct Shape {
    /// What it is, in words.
    pub kind: &'static str,
    /// How it begins; public knowledge.
    pub prefix: &'static str,
    /// What follows the prefix.
    pub charset: Charset,
    /// Fewest and most characters after the prefix.
    pub length: (usize, usize),
    /// What the model calls it.
    pub secret: SecretKind,
    /// Whose account it opens, where the shape alone shows it.
    pub principal: Option<PrincipalKind>,
}

/// The characters that may follow a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Charset {
    /// Letters and digits.
    Alnum,
    /// Capital letters and digits.
    Upper,
    /// Hexadecimal digits.
    Hex,
    /// Letters, digits, `_` and `-`.
    Word,
    /// The same and `.`.
    Dotted,
    /// Letters, digits, `+`, `/`, `=`, `_` and `-`.
    Base64,
}

impl Charset {
    /// Whether a byte belongs to it.
    pub(super) fn holds(self, byte: u8) -> bool {
        match self {
            Charset::Alnum => byte.is_ascii_alphanumeric(),
            Charset::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Charset::Hex => byte.is_ascii_hexdigit(),
            Charset::Word => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Charset::Dotted => Charset::Word.holds(byte) || byte == b'.',
            Charset::Base64 => Charset::Word.holds(byte) || matches!(byte, b'+' | b'/' | b'='),
        }
    }
}

const fn shape(
    kind: &'static str,
    prefix: &'static str,
    charset: Charset,
    length: (usize, usize),
    secret: SecretKind,
    principal: Option<PrincipalKind>,
) -> Shape {
    Shape { kind, prefix, charset, length, secret, principal }
}

use Charset::{Alnum, Base64, Dotted, Hex, Upper, Word};

/// Every structured prefix. The longest one that fits wins, so the order is for readers.
///
/// A principal is named only where the issuer uses this prefix for nothing else: GitLab's `glpat-`
/// also opens project and group accounts, so it names none.
#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    // Code hosting
    shape("GitHub personal access token", "ghp_", Alnum, (36, 255), Pat, Some(Human)),
    shape("GitHub fine-grained personal access token", "github_pat_", Word, (40, 255), Pat, Some(Human)),
    shape("GitHub OAuth token of a user", "gho_", Alnum, (36, 255), UserOAuth, Some(Human)),
    shape("GitHub App token of a user", "ghu_", Alnum, (36, 255), UserOAuth, Some(Human)),
    shape("GitHub App installation token", "ghs_", Dotted, (36, 1024), Token, Some(Workload)),
    shape("GitHub refresh token", "ghr_", Alnum, (36, 255), UserOAuth, Some(Human)),
    shape("GitLab access token", "glpat-", Dotted, (20, 300), Pat, None),
    shape("GitLab deploy token", "gldt-", Word, (20, 64), Token, Some(Workload)),
    shape("GitLab CI job token", "glcbt-", Word, (20, 300), Token, Some(Workload)),
    shape("GitLab runner token", "glrt-", Dotted, (20, 64), Token, Some(Workload)),
    shape("Atlassian API token", "ATATT3", Base64, (60, 300), Pat, Some(Human)),
    shape("Bitbucket access token", "ATCTT3", Base64, (60, 300), Token, None),
    // Chat and work
    shape("Slack bot token", "xoxb-", Word, (20, 255), Token, Some(Workload)),
    shape("Slack user token", "xoxp-", Word, (20, 255), UserOAuth, Some(Human)),
    shape("Slack browser token", "xoxc-", Word, (20, 255), SecretKind::SessionCookie, Some(Human)),
    shape("Slack browser cookie", "xoxd-", Base64, (20, 400), SecretKind::SessionCookie, Some(Human)),
    shape("Slack configuration token", "xoxe.", Dotted, (20, 400), Token, None),
    shape("Slack app token", "xapp-", Word, (20, 255), Token, Some(Workload)),
    shape("Slack webhook address", "hooks.slack.com/services/", Base64, (20, 120), ApiKey, Some(Workload)),
    shape("Discord webhook address", "discord.com/api/webhooks/", Base64, (30, 160), ApiKey, Some(Workload)),
    shape("Notion integration token", "ntn_", Alnum, (40, 64), ApiKey, Some(Workload)),
    shape("Notion integration token", "secret_", Alnum, (43, 43), ApiKey, Some(Workload)),
    shape("Linear personal API key", "lin_api_", Alnum, (32, 64), Pat, Some(Human)),
    shape("Linear OAuth token", "lin_oauth_", Alnum, (32, 80), UserOAuth, Some(DelegatedUser)),
    shape("Figma personal access token", "figd_", Word, (30, 80), Pat, Some(Human)),
    shape("HubSpot private app token", "pat-na1-", Word, (30, 60), ApiKey, Some(Workload)),
    shape("HubSpot private app token", "pat-eu1-", Word, (30, 60), ApiKey, Some(Workload)),
    shape("Postman API key", "PMAK-", Word, (50, 70), Pat, Some(Human)),
    // Model providers
    shape("Anthropic API key", "sk-ant-api", Word, (80, 130), ApiKey, None),
    shape("Anthropic admin key", "sk-ant-admin", Word, (80, 130), ApiKey, None),
    shape("Anthropic OAuth token", "sk-ant-oat", Word, (80, 130), UserOAuth, Some(Human)),
    shape("Anthropic key", "sk-ant-", Word, (20, 200), ApiKey, None),
    shape("OpenAI project key", "sk-proj-", Word, (20, 220), ApiKey, None),
    shape("OpenAI service account key", "sk-svcacct-", Word, (20, 220), ApiKey, Some(Workload)),
    shape("OpenAI admin key", "sk-admin-", Word, (20, 220), ApiKey, None),
    shape("OpenRouter API key", "sk-or-v1-", Hex, (64, 64), ApiKey, None),
    shape("Langfuse secret key", "sk-lf-", Word, (36, 36), ApiKey, None),
    shape("API key of the `sk-` form", "sk-", Word, (20, 220), ApiKey, None),
    shape("LangSmith personal access token", "lsv2_pt_", Word, (32, 60), Pat, Some(Human)),
    shape("LangSmith service key", "lsv2_sk_", Word, (32, 60), ApiKey, Some(Workload)),
    shape("Hugging Face user token", "hf_", Alnum, (30, 40), Pat, Some(Human)),
    shape("Groq API key", "gsk_", Alnum, (40, 64), ApiKey, None),
    shape("xAI API key", "xai-", Alnum, (60, 100), ApiKey, None),
    shape("Perplexity API key", "pplx-", Alnum, (40, 64), ApiKey, None),
    shape("Replicate API token", "r8_", Alnum, (37, 40), ApiKey, None),
    shape("NVIDIA API key", "nvapi-", Word, (40, 80), ApiKey, None),
    shape("Tavily API key", "tvly-", Word, (20, 64), ApiKey, None),
    shape("Firecrawl API key", "fc-", Hex, (32, 32), ApiKey, None),
    shape("Context7 API key", "ctx7sk-", Word, (20, 64), ApiKey, None),
    // Clouds and platforms
    shape("AWS access key id", "AKIA", Upper, (16, 16), ApiKey, None),
    shape("AWS temporary access key id", "ASIA", Upper, (16, 16), Token, None),
    shape("Google API key", "AIza", Word, (35, 35), ApiKey, None),
    shape("Google OAuth client secret", "GOCSPX-", Word, (24, 40), OAuthClient, None),
    shape("Google OAuth access token", "ya29.", Dotted, (20, 1024), Token, None),
    shape("DigitalOcean personal access token", "dop_v1_", Hex, (64, 64), Pat, Some(Human)),
    shape("DigitalOcean OAuth token", "doo_v1_", Hex, (64, 64), UserOAuth, Some(Human)),
    shape("Databricks access token", "dapi", Hex, (32, 32), Pat, None),
    shape("Docker personal access token", "dckr_pat_", Word, (20, 60), Pat, Some(Human)),
    shape("Docker organisation access token", "dckr_oat_", Word, (20, 60), Token, Some(Workload)),
    shape("npm access token", "npm_", Alnum, (36, 36), ApiKey, None),
    shape("PyPI API token", "pypi-AgEI", Base64, (50, 400), ApiKey, None),
    shape("Supabase personal access token", "sbp_", Hex, (40, 40), Pat, Some(Human)),
    shape("Supabase secret key", "sb_secret_", Word, (20, 60), ApiKey, Some(Workload)),
    shape("Netlify personal access token", "nfp_", Alnum, (36, 40), Pat, Some(Human)),
    shape("Fly.io token", "fo1_", Word, (40, 60), Token, None),
    shape("Render API key", "rnd_", Alnum, (20, 40), ApiKey, None),
    // Secret stores
    shape("HashiCorp Vault token", "hvs.", Word, (20, 200), Token, None),
    shape("HashiCorp Vault batch token", "hvb.", Word, (40, 400), Token, None),
    shape("1Password service account token", "ops_", Base64, (200, 1500), Token, Some(Workload)),
    shape("Doppler personal token", "dp.pt.", Alnum, (40, 44), Pat, Some(Human)),
    shape("Doppler service token", "dp.st.", Dotted, (40, 100), Token, Some(Workload)),
    shape("age secret key", "AGE-SECRET-KEY-1", Upper, (58, 58), SecretKind::PrivateKey, None),
    // Money
    shape("Stripe live secret key", "sk_live_", Alnum, (16, 250), ApiKey, Some(Workload)),
    shape("Stripe test secret key", "sk_test_", Alnum, (16, 250), ApiKey, Some(Workload)),
    shape("Stripe live restricted key", "rk_live_", Alnum, (16, 250), ApiKey, Some(Workload)),
    shape("Stripe test restricted key", "rk_test_", Alnum, (16, 250), ApiKey, Some(Workload)),
    shape("Stripe webhook secret", "whsec_", Base64, (24, 100), ApiKey, Some(Workload)),
    shape("Square access token", "sq0atp-", Word, (22, 22), Token, None),
    shape("Square client secret", "sq0csp-", Word, (43, 43), OAuthClient, None),
    shape("Shopify admin API token", "shpat_", Hex, (32, 32), ApiKey, Some(Workload)),
    shape("Shopify shared secret", "shpss_", Hex, (32, 32), OAuthClient, Some(Workload)),
    // Observability and mail
    shape("Grafana service account token", "glsa_", Word, (36, 60), Token, Some(Workload)),
    shape("Grafana Cloud token", "glc_", Base64, (32, 400), Token, None),
    shape("Sentry user token", "sntryu_", Hex, (64, 64), Pat, Some(Human)),
    shape("Sentry organisation token", "sntrys_", Base64, (60, 400), Token, Some(Workload)),
    shape("New Relic user key", "NRAK-", Upper, (27, 27), Pat, Some(Human)),
    shape("PostHog personal API key", "phx_", Alnum, (40, 60), Pat, Some(Human)),
    shape("SendGrid API key", "SG.", Dotted, (60, 80), ApiKey, None),
    shape("Mailgun API key", "key-", Hex, (32, 32), ApiKey, None),
    // Written out as pairs inside longer texts
    shape("Azure storage account key", "AccountKey=", Base64, (40, 100), Password, Some(Workload)),
    shape("Azure shared access key", "SharedAccessKey=", Base64, (40, 100), Password, Some(Workload)),
];
