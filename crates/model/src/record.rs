//! One access to records of every kind, so that no list of kinds is written twice.

use std::collections::HashMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::records::{
    AboutAsset, Agent, Approval, Attestation, Event, Exercise, Exposure, Incident, InputChecks,
    Logging, Monitor, Owner, Playbook, Policy, RecordKind, Review, Scan, Secret, Server,
    ServiceAccount, Tool, Vetting, Vulnerability, Waiver, record_kinds,
};
use crate::{AssetKey, Context, Facts, Placed, Texts};

/// A type of record.
pub trait Record:
    Serialize + DeserializeOwned + JsonSchema + Clone + InputChecks + Texts + Send + Sync
{
    /// Its kind.
    const KIND: RecordKind;

    /// The records of this kind.
    fn list(facts: &Facts) -> &[Placed<Self>];

    /// The list of this kind, to add to it or to take from it.
    fn list_mut(facts: &mut Facts) -> &mut Vec<Placed<Self>>;
}

/// A record that the context groups by asset.
pub trait Grouped: Record + AboutAsset {
    /// The groups of this kind.
    fn groups(context: &mut Context) -> &mut HashMap<AssetKey, Vec<Placed<Self>>>;
}

/// What is done with a kind of record, whatever its type.
pub trait VisitKind {
    /// What comes of it.
    type Output;

    /// Does it for the kind `R`.
    fn visit<R: Record>(self) -> Self::Output;
}

/// What is done with each kind of record that is grouped by asset.
pub trait VisitGrouped {
    /// Does it for the kind `R`, whose records name their assets in `field`.
    fn visit<R: Grouped>(&mut self, field: &'static str);
}

macro_rules! records {
    ($(
        #[doc = $about:literal]
        $Kind:ident($Record:ident) $list:ident $(about $field:literal)?;
    )+) => {
        $(
            impl Record for $Record {
                const KIND: RecordKind = RecordKind::$Kind;

                fn list(facts: &Facts) -> &[Placed<Self>] {
                    &facts.$list
                }

                fn list_mut(facts: &mut Facts) -> &mut Vec<Placed<Self>> {
                    &mut facts.$list
                }
            }

            $(
                #[doc = concat!("By the assets that `", $field, "` names.")]
                impl Grouped for $Record {
                    fn groups(
                        context: &mut Context,
                    ) -> &mut HashMap<AssetKey, Vec<Placed<Self>>> {
                        &mut context.$list
                    }
                }
            )?
        )+

        impl RecordKind {
            /// Calls the visitor with the type of this kind's records.
            pub fn visit<V: VisitKind>(self, visitor: V) -> V::Output {
                match self {
                    $(RecordKind::$Kind => visitor.visit::<$Record>(),)+
                }
            }

            /// Calls the visitor with the type of every kind that is grouped by asset.
            pub fn visit_grouped<V: VisitGrouped>(visitor: &mut V) {
                $($(visitor.visit::<$Record>($field);)?)+
            }
        }
    };
}
record_kinds!(records);
