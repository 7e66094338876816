//! The id of a finding: one control on one asset.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use ecow::EcoString;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::AssetKey;

/// The id of a finding, written `OWN-01@server/payments`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FindingId {
    /// The control's id.
    pub control: String,
    /// The asset it is about.
    pub asset: AssetKey,
}

impl FindingId {
    /// The finding of a control on an asset.
    pub fn new(control: impl Into<String>, asset: AssetKey) -> Self {
        FindingId { control: control.into(), asset }
    }

    /// The id of the finding of a control on an asset, written in one piece.
    pub fn written(control: &str, asset: &AssetKey) -> EcoString {
        let parts = Self::parts(control, asset);
        let mut text = EcoString::with_capacity(parts.iter().map(|part| part.len()).sum());
        parts.iter().for_each(|part| text.push_str(part));
        text
    }

    /// Whether a text is the id of the finding of a control on an asset.
    pub fn is_written(text: &str, control: &str, asset: &AssetKey) -> bool {
        let mut rest = Some(text);
        for part in Self::parts(control, asset) {
            rest = rest.and_then(|rest| rest.strip_prefix(part));
        }
        rest == Some("")
    }

    /// How the id of the finding of a control on an asset sorts beside a text.
    pub fn order(control: &str, asset: &AssetKey, text: &str) -> Ordering {
        Self::parts(control, asset).into_iter().flat_map(str::bytes).cmp(text.bytes())
    }

    fn parts<'a>(control: &'a str, asset: &'a AssetKey) -> [&'a str; 5] {
        [control, "@", asset.kind.id(), "/", &asset.id]
    }

    /// Reads `OWN-01@server/payments`; `None` where the text has no control or names no asset.
    pub fn parse(text: &str) -> Option<Self> {
        let (control, asset) = text.split_once('@')?;
        let asset = AssetKey::parse(asset)?;
        (!control.is_empty()).then(|| FindingId::new(control, asset))
    }

    /// The control's id in the id of a finding, whether or not the rest names an asset.
    pub fn control_of(text: &str) -> &str {
        text.split_once('@').map_or(text, |(control, _)| control)
    }

    /// The same control on another asset.
    pub fn on(&self, asset: AssetKey) -> Self {
        FindingId::new(self.control.as_str(), asset)
    }

    fn bytes(&self) -> impl Iterator<Item = u8> + '_ {
        Self::parts(&self.control, &self.asset).into_iter().flat_map(str::bytes)
    }
}

impl fmt::Display for FindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.control, self.asset)
    }
}

impl FromStr for FindingId {
    type Err = NoFindingId;

    fn from_str(text: &str) -> Result<Self, NoFindingId> {
        FindingId::parse(text).ok_or(NoFindingId)
    }
}

/// A text that is not the id of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFindingId;

impl fmt::Display for NoFindingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this is not the id of a finding; write it as OWN-01@server/payments")
    }
}

impl std::error::Error for NoFindingId {}

/// Ids sort as they are written.
impl Ord for FindingId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.bytes().cmp(other.bytes())
    }
}

impl PartialOrd for FindingId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Serialize for FindingId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FindingId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for FindingId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        String::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        String::json_schema(generator)
    }
    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AssetKind;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        let id = FindingId::new("OWN-01", AssetKey::new(AssetKind::Server, "team@crm/eu"));
        assert_eq!(id.to_string(), "OWN-01@server/team@crm/eu");
        assert_eq!(FindingId::parse(&id.to_string()), Some(id));
        for text in ["OWN-01", "@server/crm", "OWN-01@crm", "OWN-01@host/crm", "OWN-01@server/"] {
            assert_eq!(FindingId::parse(text), None, "{text}");
        }
        assert_eq!(FindingId::control_of("OWN-01@crm"), "OWN-01");
    }

    #[test]
    fn ids_sort_as_texts_do() {
        let mut ids: Vec<FindingId> =
            ["B-1@agent/a", "A-1@server/a", "A-1@server/A", "A-1@agent/b"]
                .iter()
                .filter_map(|text| FindingId::parse(text))
                .collect();
        let mut texts: Vec<String> = ids.iter().map(FindingId::to_string).collect();
        ids.sort();
        texts.sort();
        assert_eq!(ids.iter().map(FindingId::to_string).collect::<Vec<_>>(), texts);
    }
}
