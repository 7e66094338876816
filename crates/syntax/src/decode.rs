//! Tree to typed record: a serde deserializer that knows lines and collects every fault.

use std::fmt;

use serde::de::value::{MapAccessDeserializer, StrDeserializer};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::cell::cell_parts;
use super::keys::{Keys, same_name};
use super::node::short;
use super::{Entry, Fault, Node, Style, Value, suggestion};

/// How many faults of one record are reported.
const MAX_FAULTS: usize = 20;

/// How many unknown fields of one record are named; of more, the first and their number.
const MAX_UNKNOWN: usize = 5;

/// Reads a record from a tree. Fields may be written with `-` or `_`; a single value is a
/// list of one; an empty text is a blank.
///
/// # Errors
/// Every fault in the record: after each one its place is blanked and the rest is read again.
pub fn decode<T: DeserializeOwned>(node: &Node) -> Result<T, Vec<Fault>> {
    decode_carrying(node, &Keys::default())
}

/// The same for one record of a list that carries some keys: those that it does not state are blank.
///
/// # Errors
/// Those of [`decode`].
pub fn decode_carrying<T: DeserializeOwned>(node: &Node, keys: &Keys) -> Result<T, Vec<Fault>> {
    let mut faults: Vec<Fault> = match read(node, keys) {
        Ok(record) => return Ok(record),
        Err(error) => vec![error.fault()],
    };
    let mut rest = node.clone();
    while let Some(last) = faults.last() {
        if last.path.is_empty() || faults.len() >= MAX_FAULTS {
            break;
        }
        rest.blank(&last.path);
        match read::<T>(&rest, keys) {
            Ok(_) => break,
            Err(error) => {
                let fault = error.fault();
                // A field that is missing only because it was blanked is reported already.
                if fault.path.is_empty() || faults.contains(&fault) {
                    break;
                }
                faults.push(fault);
            }
        }
    }
    Err(faults)
}

/// The same where the faults will not be listed: they are neither explained nor looked for.
pub fn decode_quietly<T: DeserializeOwned>(node: &Node, keys: &Keys) -> Option<T> {
    read(node, keys).ok()
}

fn read<T: DeserializeOwned>(node: &Node, keys: &Keys) -> Result<T, Error> {
    T::deserialize(Carrying { node, keys: Some(keys) })
}

/// A node with the keys that are carried there; none inside a list, whose elements differ in nature.
#[derive(Clone, Copy)]
struct Carrying<'de> {
    node: &'de Node,
    keys: Option<&'de Keys>,
}

/// What is read where a record does not state a key that is carried.
static NOTHING: Node = Node { line: 0, value: Value::Null };

/// A fault on its way up through serde.
#[derive(Debug)]
struct Error(Fault, Option<Box<Unknown>>);

/// A word that is not known, and those that are: the one that was meant is looked for only where the
/// fault is listed.
#[derive(Debug)]
enum Unknown {
    Field { written: String, known: &'static [&'static str] },
    Word { written: String, known: &'static [&'static str] },
}

impl Unknown {
    fn help(self) -> String {
        match self {
            Unknown::Field { written, known } => {
                match suggestion(&written, known.iter().copied()) {
                    Some(meant) => meant,
                    None => format!("known fields: {}", known.join(", ")),
                }
            }
            Unknown::Word { written, known } => {
                // Serde lists aliases too: `T0` and `t0` are one word to a reader.
                let mut words: Vec<&str> = Vec::new();
                for word in known {
                    if !words.iter().any(|other| other.eq_ignore_ascii_case(word)) {
                        words.push(word);
                    }
                }
                match suggestion(&written, words.iter().copied()) {
                    Some(meant) => {
                        let stop = if meant.ends_with('?') { "" } else { "." };
                        format!("{meant}{stop} Known: {}", words.join(", "))
                    }
                    None => format!("write one of: {}", words.join(", ")),
                }
            }
        }
    }
}

impl Error {
    fn new(fault: Fault) -> Self {
        Error(fault, None)
    }

    /// The fault with the help that it needs.
    fn fault(self) -> Fault {
        let Error(mut fault, unknown) = self;
        if let Some(unknown) = unknown {
            fault.help = unknown.help();
        }
        fault
    }

    fn at(mut self, line: u32, step: &str) -> Self {
        if self.0.line == 0 {
            self.0.line = line;
        }
        self.0.path.insert(0, step.to_string());
        self
    }

    fn expected(node: &Node, what: impl fmt::Display) -> Self {
        let message = format!("expected {what}, found {}", node.kind());
        Error::new(Fault::new(node.line, message, format!("write {what} here")))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        // Our own types write what is wrong, a semicolon, and the fix.
        let text = message.to_string();
        let (message, help) = text.split_once("; ").unwrap_or((&text, ""));
        Error::new(Fault::new(0, message, help))
    }

    fn unknown_variant(written: &str, known: &'static [&'static str]) -> Self {
        let unknown = Unknown::Word { written: written.to_string(), known };
        Error(Fault::new(0, "this value is not one of the known ones", ""), Some(Box::new(unknown)))
    }

    fn missing_field(field: &'static str) -> Self {
        Error::new(Fault::new(
            0,
            format!("the field `{field}` is missing"),
            format!("add `{field}`"),
        ))
    }

    fn invalid_type(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Error::new(Fault::new(0, format!("expected {expected}"), format!("write {expected} here")))
    }

    fn invalid_value(_: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Error::new(Fault::new(0, format!("expected {expected}"), format!("write {expected} here")))
    }
}

/// Reads a scalar as a number of the visited type.
macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty, $what:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.node.text().and_then(|text| text.trim().parse::<$type>().ok()) {
                Some(number) => visitor.$visit(number),
                None => Err(Error::expected(self.node, $what)),
            }
        }
    )*};
}

impl<'de> de::Deserializer<'de> for Carrying<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar(scalar) => visitor.visit_borrowed_str(&scalar.text),
            Value::List(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Null => visitor.visit_none(),
            Value::Scalar(scalar) if scalar.text.trim().is_empty() => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.text().map(str::to_lowercase).as_deref() {
            Some("true") => visitor.visit_bool(true),
            Some("false") => visitor.visit_bool(false),
            _ => {
                let message = match self.node.value {
                    Value::Scalar(_) => "this is neither true nor false".to_string(),
                    _ => format!("expected true or false, found {}", self.node.kind()),
                };
                Err(Error::new(Fault::new(self.node.line, message, "write `true` or `false`")))
            }
        }
    }

    numbers! {
        deserialize_u8 visit_u8 u8, "a whole number from 0 to 255";
        deserialize_u16 visit_u16 u16, "a whole number";
        deserialize_u32 visit_u32 u32, "a whole number";
        deserialize_u64 visit_u64 u64, "a whole number";
        deserialize_i8 visit_i8 i8, "a whole number";
        deserialize_i16 visit_i16 i16, "a whole number";
        deserialize_i32 visit_i32 i32, "a whole number";
        deserialize_i64 visit_i64 i64, "a whole number";
        deserialize_f32 visit_f32 f32, "a number";
        deserialize_f64 visit_f64 f64, "a number";
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.node.text() {
            Some(text) => visitor.visit_borrowed_str(text.trim()),
            None => Err(Error::expected(self.node, "text")),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::List(nodes) => visitor.visit_seq(Elements { nodes: nodes.iter(), at: 0 }),
            Value::Scalar(scalar) if scalar.style == Style::Cell => {
                let nodes = cell_parts(&scalar.text)
                    .map(|cell| Node::scalar(self.node.line, cell, Style::Plain));
                let nodes: Vec<Node> = nodes.filter(|node| node.text() != Some("[]")).collect();
                owned_elements(&nodes, visitor)
            }
            Value::Scalar(_) => {
                visitor.visit_seq(Elements { nodes: std::slice::from_ref(self.node).iter(), at: 0 })
            }
            Value::Null | Value::Map(_) => Err(Error::expected(self.node, "a list")),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Map(entries) => visitor.visit_map(Entries::of_map(entries)),
            _ => Err(Error::expected(self.node, "fields with values")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Map(entries) => {
                visitor.visit_map(Entries::of_struct(self, entries, fields)).map_err(|mut error| {
                    if error.0.line == 0 {
                        error.0.line = self.node.line;
                    }
                    error
                })
            }
            _ => Err(Error::expected(self.node, "fields with values")),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match &self.node.value {
            Value::Scalar(scalar) => {
                let written = scalar.text.trim().to_lowercase().replace(['_', ' '], "-");
                let known = variants.iter().find(|v| v.to_lowercase() == written);
                let word = known.copied().unwrap_or(&written);
                let word: StrDeserializer<'_, Error> = word.into_deserializer();
                visitor.visit_enum(word)
            }
            Value::Map(entries) => {
                let entries = Entries::of_map(entries);
                visitor.visit_enum(MapAccessDeserializer::new(entries))
            }
            _ => Err(Error::expected(self.node, "a single value")),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

struct Elements<'de> {
    nodes: std::slice::Iter<'de, Node>,
    at: usize,
}

impl<'de> de::SeqAccess<'de> for Elements<'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(node) = self.nodes.next() else { return Ok(None) };
        let at = self.at;
        self.at += 1;
        let read = seed.deserialize(Carrying { node, keys: None });
        read.map(Some).map_err(|error| error.at(node.line, &at.to_string()))
    }
}

/// Visits nodes that were made on the way and do not outlive the call: cells split into a list.
fn owned_elements<'de, V: Visitor<'de>>(nodes: &[Node], visitor: V) -> Result<V::Value, Error> {
    let texts = nodes.iter().map(|node| Cell(node.text().unwrap_or_default().to_string()));
    visitor.visit_seq(de::value::SeqDeserializer::new(texts))
}

/// One text out of a split cell.
struct Cell(String);

impl IntoDeserializer<'_, Error> for Cell {
    type Deserializer = Cell;
    fn into_deserializer(self) -> Cell {
        self
    }
}

impl<'de> de::Deserializer<'de> for Cell {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_string(self.0)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_enum(self.0.to_lowercase().replace(['_', ' '], "-").into_deserializer())
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

struct Entries<'de> {
    entries: std::slice::Iter<'de, Entry>,
    fields: Option<&'static [&'static str]>,
    value: Option<At<'de>>,
    all: &'de [Entry],
    line: u32,
    keys: Option<&'de Keys>,
    carried: std::ops::Range<usize>,
}

/// Of which key the value is read next.
enum At<'de> {
    Stated(&'de Entry),
    Carried(&'de str),
}

impl<'de> Entries<'de> {
    fn of_map(entries: &'de [Entry]) -> Self {
        let all = entries;
        let entries = entries.iter();
        Entries { entries, fields: None, value: None, all, line: 0, keys: None, carried: 0..0 }
    }

    fn of_struct(
        read: Carrying<'de>,
        entries: &'de [Entry],
        fields: &'static [&'static str],
    ) -> Self {
        let carried = 0..read.keys.map_or(0, Keys::len);
        let (line, keys) = (read.node.line, read.keys);
        let of_struct = Entries::of_map(entries);
        Entries { fields: Some(fields), line, keys, carried, ..of_struct }
    }

    /// The next field that is carried and that the record does not state.
    fn next_carried(&mut self) -> Option<&'de str> {
        let (keys, fields) = (self.keys?, self.fields?);
        let is_stated = |name: &str| self.all.iter().any(|entry| same_name(&entry.key, name));
        self.carried.by_ref().find_map(|at| {
            let field = *fields.iter().find(|field| **field == keys.name(at))?;
            (!is_stated(field)).then_some(field)
        })
    }

    /// A step of a path: the name of a field as it is written, any other key shortened.
    fn step(&self, entry: &Entry) -> String {
        match self.fields {
            Some(_) => entry.key.clone(),
            None => short(&entry.key),
        }
    }

    /// The field as the struct names it.
    fn field(&self, entry: &'de Entry) -> Result<&'de str, Error> {
        let Some(fields) = self.fields else { return Ok(&entry.key) };
        let same = |field: &&&'static str| same_name(field, &entry.key);
        if let Some(field) = fields.iter().find(same) {
            return Ok(field);
        }
        let unknown_more = unknown_more(self.all, fields);
        let message = match unknown_more {
            0 => format!("unknown field `{}`", short(&entry.key)),
            more => format!("unknown field `{}`, and {more} more", short(&entry.key)),
        };
        let unknown = Unknown::Field { written: entry.key.clone(), known: fields };
        let error = Error(Fault::new(entry.line, message, ""), Some(Box::new(unknown)));
        match unknown_more {
            // Short as well: a key that nobody knows may be a secret that was pasted.
            0 => Err(error.at(entry.line, &short(&entry.key))),
            // Without a path: the others are not looked for one by one.
            _ => Err(error),
        }
    }
}

/// How many keys of a map are no fields, without the first, where they are more than are named.
fn unknown_more(entries: &[Entry], fields: &[&str]) -> usize {
    if entries.len() <= MAX_UNKNOWN {
        return 0;
    }
    let is_field = |entry: &&Entry| fields.iter().any(|field| same_name(field, &entry.key));
    match entries.len() - entries.iter().filter(is_field).count() {
        few if few <= MAX_UNKNOWN => 0,
        many => many - 1,
    }
}

impl<'de> de::MapAccess<'de> for Entries<'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(entry) = self.entries.next() else {
            let Some(field) = self.next_carried() else { return Ok(None) };
            self.value = Some(At::Carried(field));
            let key: StrDeserializer<'_, Error> = field.into_deserializer();
            return seed.deserialize(key).map(Some);
        };
        self.value = Some(At::Stated(entry));
        let key: StrDeserializer<'_, Error> = self.field(entry)?.into_deserializer();
        seed.deserialize(key).map(Some).map_err(|error| error.at(entry.line, &self.step(entry)))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        match self.value.take() {
            Some(At::Stated(entry)) => {
                let keys = self.keys.and_then(|keys| keys.inside(&entry.key));
                let read = seed.deserialize(Carrying { node: &entry.node, keys });
                read.map_err(|error| error.at(entry.node.line, &self.step(entry)))
            }
            Some(At::Carried(field)) => {
                let read = seed.deserialize(Carrying { node: &NOTHING, keys: None });
                read.map_err(|error| error.at(self.line, field))
            }
            None => Err(de::Error::custom("a value without a key")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{json, table, yaml};
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Record {
        id: String,
        #[serde(default)]
        used_by: Option<Vec<String>>,
        #[serde(default)]
        tier: Option<Tier>,
        #[serde(default)]
        enabled: Option<bool>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Tier {
        LowTier,
        HighTier,
    }

    #[test]
    fn the_same_record_in_three_formats() {
        let yaml: Record =
            decode(&yaml("id: 0123\nused-by: [a, b]\ntier: low-tier\n").expect("yaml"))
                .expect("record");
        let json: Record =
            decode(&json(r#"{"id":"0123","used_by":["a","b"],"tier":"low-tier"}"#).expect("json"))
                .expect("record");
        let csv: Record =
            decode(&table("id,used_by,tier,enabled\n0123,a; b,Low tier,\n").0[0]).expect("record");
        assert_eq!(yaml, json);
        assert_eq!(yaml, csv);
    }

    #[test]
    fn all_faults_of_a_record_have_a_line_and_a_fix() {
        let node = yaml("id: x\nenabled: perhaps\nonwer: y\ntier: hihg-tier\n").expect("yaml");
        let faults = decode::<Record>(&node).expect_err("three faults");
        let found: Vec<_> = faults.iter().map(|f| (f.line, f.pointer(), f.help.clone())).collect();
        assert_eq!(found.len(), 3, "{faults:?}");
        assert_eq!((found[0].0, found[0].1.as_str()), (2, "/enabled"));
        assert_eq!(found[0].2, "write `true` or `false`");
        assert_eq!((found[1].0, found[1].1.as_str()), (3, "/onwer"));
        assert!(found[2].2.contains("`high-tier`"), "{found:?}");
    }

    #[test]
    fn a_missing_id_is_named() {
        let faults = decode::<Record>(&yaml("tier: low-tier\n").expect("yaml")).expect_err("no id");
        assert_eq!(faults[0].message, "the field `id` is missing");
        assert_eq!(faults[0].line, 1);
    }
}
