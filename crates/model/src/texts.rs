//! Every text of a record or of a posture, one after the other.
//!
//! [`Texts`] is derived for each type of the facts and of the posture, field by field, so that a new field
//! that holds a text is visited without anybody thinking of it. The crate that reads inputs cleans all texts
//! of the facts where they leave it, and renderers make all texts of a posture visible.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use derive::Texts;
use ecow::EcoString;

/// What the text of a field is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextKind {
    /// Anything that a person or a program writes: names, purposes, notes.
    Prose,
    /// A name that identifies an asset, or leads to one.
    Id,
    /// An identifier of a known type: a digest, a version, the name of a format. It may look random.
    Typed,
    /// The address of a server.
    Address,
}

/// Changes texts in place.
pub trait TextVisitor {
    /// One text.
    fn text(&mut self, kind: TextKind, text: &mut String);

    /// A text that several places share, such as the path of a file.
    fn shared(&mut self, kind: TextKind, text: &mut Arc<str>) {
        let mut owned = text.to_string();
        self.text(kind, &mut owned);
        if owned != **text {
            *text = owned.into();
        }
    }

    /// A text that is held compactly, as pointers are.
    fn compact(&mut self, kind: TextKind, text: &mut EcoString) {
        let mut owned = text.to_string();
        self.text(kind, &mut owned);
        if owned != **text {
            *text = owned.into();
        }
    }
}

/// A type that hands out every text it holds.
pub trait Texts {
    /// Hands each text to `into`; `kind` is what the field around it states.
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor);
}

impl Texts for String {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        into.text(kind, self);
    }
}

impl Texts for EcoString {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        into.compact(kind, self);
    }
}

impl Texts for Arc<str> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        into.shared(kind, self);
    }
}

/// What several own is shared as long as none of its texts changes.
impl<T: Texts + Clone + PartialEq> Texts for Arc<Vec<T>> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        let mut own = (**self).clone();
        own.texts(kind, into);
        if own != **self {
            *self = Arc::new(own);
        }
    }
}

impl Texts for Box<str> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        let mut owned = self.to_string();
        into.text(kind, &mut owned);
        if owned != **self {
            *self = owned.into();
        }
    }
}

/// What is borrowed for ever is written in the program.
impl Texts for Cow<'static, str> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        if let Cow::Owned(text) = self {
            into.text(kind, text);
        }
    }
}

impl<T: Texts> Texts for Option<T> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        if let Some(inner) = self {
            inner.texts(kind, into);
        }
    }
}

impl<T: Texts> Texts for Box<T> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        (**self).texts(kind, into);
    }
}

impl<T: Texts> Texts for Vec<T> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        self.iter_mut().for_each(|item| item.texts(kind, into));
    }
}

impl<A: Texts, B: Texts> Texts for (A, B) {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        self.0.texts(kind, into);
        self.1.texts(kind, into);
    }
}

impl<A: Texts, B: Texts, C: Texts> Texts for (A, B, C) {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        self.0.texts(kind, into);
        self.1.texts(kind, into);
        self.2.texts(kind, into);
    }
}

impl<T: Texts, const N: usize> Texts for [T; N] {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        self.iter_mut().for_each(|item| item.texts(kind, into));
    }
}

impl<T: Texts + Ord> Texts for BTreeSet<T> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        let all = std::mem::take(self).into_iter();
        self.extend(all.map(|mut item| {
            item.texts(kind, into);
            item
        }));
    }
}

impl<K: Texts + Ord, V: Texts> Texts for BTreeMap<K, V> {
    fn texts(&mut self, kind: TextKind, into: &mut dyn TextVisitor) {
        let all = std::mem::take(self).into_iter();
        self.extend(all.map(|(mut key, mut value)| {
            key.texts(kind, into);
            value.texts(kind, into);
            (key, value)
        }));
    }
}

/// Types without a text.
macro_rules! no_texts {
    ($($Type:ty),+ $(,)?) => {
        $(impl Texts for $Type {
            fn texts(&mut self, _: TextKind, _: &mut dyn TextVisitor) {}
        })+
    };
}
no_texts!(
    bool,
    char,
    i8,
    i16,
    i64,
    u8,
    u16,
    u32,
    u64,
    usize,
    &'static str,
    crate::Moment,
    crate::LaunchClass,
    crate::ValueClass,
    crate::Domain,
    crate::Severity,
    jiff::civil::Date,
);
