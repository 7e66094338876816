//! The keys that a list of records carries.

use super::{Node, Value};

/// How many keys of the maps inside records are carried: more than any part of a record has.
pub(super) const MOST_CARRIED: usize = 64;

/// The keys that records of one list state, and those of the maps inside them, in the order in which they occur
/// first.
///
/// Where one record of a list states a field, the list carries it: records without it leave it blank. So a
/// half-filled column reads the same in YAML as in a spreadsheet. Maps inside records are treated alike; lists
/// inside them are not, for their elements differ in nature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keys(Vec<(String, Keys)>);

impl Keys {
    /// The keys of these records, of which at the top only `fields` count: any other key is an error of its own
    /// record. Inside records the names are not known, so as many are carried as a record may have.
    pub fn of(records: &[Node], fields: &[&str]) -> Self {
        let mut keys = Keys::default();
        records.iter().for_each(|record| keys.note_record(record, fields));
        keys
    }

    /// Adds the keys of a record.
    pub fn note_record(&mut self, record: &Node, fields: &[&str]) {
        for entry in record.entries() {
            if fields.iter().any(|field| same_name(field, &entry.key)) {
                self.note_entry(&entry.key, &entry.node);
            }
        }
    }

    fn note_entry(&mut self, key: &str, value: &Node) {
        let Some(at) = self.note(key, 0) else { return };
        if let (Value::Map(entries), Some(inside)) = (&value.value, self.inside_mut(at)) {
            entries.iter().for_each(|entry| inside.note_entry(&entry.key, &entry.node));
        }
    }

    /// Adds a key, and gives its position; none where there are too many. It is looked for from `near` on.
    pub(super) fn note(&mut self, key: &str, near: usize) -> Option<usize> {
        if let Some(at) = self.position(key, near) {
            return Some(at);
        }
        if self.0.len() >= MOST_CARRIED {
            return None;
        }
        self.0.push((key.replace('-', "_"), Keys::default()));
        Some(self.0.len() - 1)
    }

    /// Adds the keys of others, which come after these.
    pub fn merge(&mut self, others: &Keys) {
        for (name, inside) in &others.0 {
            let at = self.note(name, 0);
            if let Some(own) = at.and_then(|at| self.inside_mut(at)) {
                own.merge(inside);
            }
        }
    }

    /// How many there are at the top.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The name at a position, with `_`.
    pub(super) fn name(&self, at: usize) -> &str {
        self.0.get(at).map_or("", |(name, _)| name)
    }

    /// The position of a key, which is looked for from `near` on: the keys of most records are in one order.
    pub(super) fn position(&self, key: &str, near: usize) -> Option<usize> {
        let is_it = |at: &usize| self.0.get(*at).is_some_and(|(name, _)| same_name(name, key));
        (near..self.0.len()).find(is_it).or_else(|| (0..near.min(self.0.len())).find(is_it))
    }

    /// The keys of the maps under a key.
    pub(super) fn inside(&self, key: &str) -> Option<&Keys> {
        self.inside_at(self.position(key, 0)?)
    }

    /// The keys of the maps under the key at a position.
    pub(super) fn inside_at(&self, at: usize) -> Option<&Keys> {
        self.0.get(at).map(|(_, inside)| inside)
    }

    /// The same, to add to them.
    pub(super) fn inside_mut(&mut self, at: usize) -> Option<&mut Keys> {
        self.0.get_mut(at).map(|(_, inside)| inside)
    }
}

/// Whether two names differ in nothing but `-` and `_`.
pub(super) fn same_name(a: &str, b: &str) -> bool {
    let plain = |byte: u8| if byte == b'-' { b'_' } else { byte };
    a.len() == b.len() && (a == b || a.bytes().map(plain).eq(b.bytes().map(plain)))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::{decode_carrying, yaml};

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Record {
        id: String,
        #[serde(default, deserialize_with = "stated")]
        last_used: Stated,
        #[serde(default)]
        domains: Option<Domains>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Domains {
        #[serde(default, deserialize_with = "stated")]
        identity: Stated,
        #[serde(default, deserialize_with = "stated")]
        operator: Stated,
    }

    /// None where it is absent, `Some(None)` where it is blank.
    type Stated = Option<Option<String>>;

    fn stated<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Stated, D::Error> {
        Option::deserialize(from).map(Some)
    }

    const FIELDS: [&str; 3] = ["id", "last_used", "domains"];

    fn read(text: &str) -> Vec<Result<Record, Vec<crate::Fault>>> {
        let records = yaml(text).expect("yaml").list().to_vec();
        let keys = Keys::of(&records, &FIELDS);
        records.iter().map(|record| decode_carrying(record, &keys)).collect()
    }

    fn blank() -> Stated {
        Some(None)
    }

    #[test]
    fn what_one_record_states_the_others_leave_blank() {
        let read = read(
            "- {id: a, last-used: x, domains: {identity: iam}}\n- {id: b, domains: {operator: x}}\n- {id: c}\n",
        );
        let record = |at: usize| read[at].as_ref().expect("a record");
        assert_eq!(record(0).domains.as_ref().map(|it| it.operator.clone()), Some(blank()));
        assert_eq!(record(1).last_used, blank());
        assert_eq!(record(1).domains.as_ref().map(|it| it.identity.clone()), Some(blank()));
        assert_eq!((record(2).last_used.clone(), record(2).domains.is_none()), (blank(), true));
    }

    #[test]
    fn both_spellings_of_a_name_are_one_key() {
        let read = read("- {id: a, last-used: x}\n- {id: b, last_used: y}\n");
        assert!(read.iter().all(Result::is_ok), "{read:?}");
    }

    #[test]
    fn an_unknown_key_is_an_error_of_its_own_record_alone() {
        let rows = (0..50).map(|at| format!("- {{id: a{at}, x{at}: 1}}\n")).collect::<String>();
        let last =
            "- {id: z, last_used: x}\n- {id: y, domains: {idenity: x}}\n- {id: x, domains: {}}\n";
        let read = read(&format!("{rows}{last}"));
        let wrong = read.iter().filter(|one| one.is_err()).count();
        assert_eq!(wrong, 51, "{read:?}");
        assert_eq!(read[52].as_ref().expect("a record").last_used, blank());
    }

    #[test]
    fn inside_records_as_many_are_carried_as_a_record_can_have() {
        let rows = (0..500).map(|at| format!("- {{domains: {{x{at}: 1}}}}\n"));
        let records = yaml(&rows.collect::<String>()).expect("yaml").list().to_vec();
        let keys = Keys::of(&records, &["domains"]);
        assert_eq!(keys.inside("domains").map(Keys::len), Some(MOST_CARRIED));
    }

    #[test]
    fn parts_give_the_keys_of_the_whole() {
        let text =
            "- {id: a, domains: {x: 1}}\n- {last-used: 1, domains: {y: 2, x: {z: 1}}}\n- {id: 1}\n";
        let records = yaml(text).expect("yaml").list().to_vec();
        let whole = Keys::of(&records, &FIELDS);
        for cut in 0..=records.len() {
            let (first, last) = records.split_at(cut);
            let mut merged = Keys::of(first, &FIELDS);
            merged.merge(&Keys::of(last, &FIELDS));
            assert_eq!(merged, whole, "{cut}");
        }
    }
}
