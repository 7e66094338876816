//! Numbers a posture must keep to, and what they hold for.

use std::fmt;
use std::str::FromStr;

use crate::{Domain, Tenths, Tier};

/// What a limit holds for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    All,
    /// The assets of one tier.
    Tier(Tier),
    /// The findings that one domain is responsible for.
    Domain(Domain),
    /// What maps to one framework, by id.
    Framework(String),
}

/// A least value in per cent: `80` or `T3=70`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// What it holds for.
    pub scope: Scope,
    /// The least value, 0 to 100.
    pub least: Tenths,
}

/// A greatest number of failing direct controls: `FRAMEWORK=0`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MaxFailing {
    /// The framework's id.
    pub framework: String,
    /// How many may fail.
    pub most: u64,
}

impl Scope {
    /// What a name means; whatever is no tier or domain may be a framework.
    pub fn named(name: &str) -> Scope {
        let is = |known: String| known.eq_ignore_ascii_case(name);
        if is("all".into()) {
            return Scope::All;
        }
        if let Some(tier) = Tier::ALL.into_iter().find(|tier| is(tier.to_string())) {
            return Scope::Tier(tier);
        }
        let domain = Domain::ALL.into_iter().find(|domain| is(domain.to_string()));
        domain.map_or_else(|| Scope::Framework(name.into()), Scope::Domain)
    }
}

/// The help for a text that is not a number.
const PERCENT: &str = "write a number from 0 to 100, with one decimal at most";

/// Reads `70` or `70.5` as a percentage.
///
/// # Errors
/// What to write instead.
pub fn percent(text: &str) -> Result<Tenths, String> {
    let (whole, tenth) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let read = |part: &str| part.parse::<i64>().ok().filter(|_| digits(part));
    let tenths = match (read(whole), read(tenth), tenth.len()) {
        (Some(whole), Some(tenth), 1) if whole <= 100 => whole * 10 + tenth,
        _ => return Err(PERCENT.into()),
    };
    if tenths <= 1000 { Ok(Tenths(tenths)) } else { Err(PERCENT.into()) }
}

impl FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (scope, number) = match text.rsplit_once('=') {
            Some((name, number)) => (Scope::named(name.trim()), number),
            None => (Scope::All, text),
        };
        Ok(Limit { scope, least: percent(number)? })
    }
}

impl FromStr for MaxFailing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let read = text.rsplit_once('=').and_then(|(framework, number)| {
            let most = number.trim().parse().ok()?;
            Some(MaxFailing { framework: framework.trim().into(), most })
        });
        read.ok_or_else(|| "write a framework and a number of controls, as FRAMEWORK=0".into())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::All => f.write_str("all"),
            Scope::Tier(tier) => write!(f, "{tier}"),
            Scope::Domain(domain) => write!(f, "{domain}"),
            Scope::Framework(id) => f.write_str(id),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.scope {
            Scope::All => write!(f, "{}", self.least),
            _ => write!(f, "{}={}", self.scope, self.least),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_as_people_write_them() {
        let read = |text: &str| text.parse::<Limit>().map(|limit| limit.to_string());
        assert_eq!(read("80"), Ok("80.0".into()));
        assert_eq!(read("t3=70.5"), Ok("T3=70.5".into()));
        assert_eq!(read("Platform-Security=0"), Ok("platform-security=0.0".into()));
        for wrong in ["", "-1", "100.1", "101", "7.25", "seventy", "T3=", "+5", "5.", "1e1"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        assert!("x".parse::<MaxFailing>().is_err() && "x=-1".parse::<MaxFailing>().is_err());
    }
}
