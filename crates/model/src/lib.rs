//! The nouns: plain data that every room above may speak of. No input, no output.

mod artifact;
mod assessment;
mod asset;
pub mod change;
mod context;
mod control;
mod crosswalk;
mod diagnostic;
mod domain;
mod endpoint;
mod facts;
mod field;
mod format_id;
mod framework;
mod gate;
mod id_form;
mod judgement;
mod logged;
mod moment;
pub mod month;
mod outcome;
mod place;
pub mod posture;
mod profile;
pub mod records;
mod scanner;
mod scanner_rules;
mod score;
mod severity;
mod source;
mod succession;
mod tally;
pub mod threshold;
mod tier;
mod trend;
mod verdict;
pub mod wording;

pub use artifact::Artifact;
pub use assessment::{AppliedWaiver, Assessment, Finding, WaiverState};
pub use asset::{AssetKey, AssetKind};
pub use change::{Change, Class};
pub use context::{
    Asset, AssetFacts, Context, Lookups, OwnerResolution, Placed, RecordKind, is_placeholder,
};
pub use control::{Control, Criteria, Family, Judge};
pub use crosswalk::{Crosswalk, CrosswalkRow, CrosswalkSource, RequirementKey};
pub use diagnostic::Diagnostic;
pub use domain::Domain;
pub use endpoint::{Channel, channel, is_loopback};
pub use facts::{Exported, Facts, Input, Observed};
pub use field::Field;
pub use format_id::FormatId;
pub use framework::{
    Alias, Confidence, Framework, Gap, GapClass, Group, MappingHead, Name, Property, Publication,
    Reading, Requirement, Strength, Support,
};
pub use gate::{Baseline, Gate, GateRule, GateTest, Limit, MaxFailing, Scope, percent};
pub use id_form::normalized_id;
pub use judgement::{ItemWords, Judgement};
pub use logged::{Logged, LoggedEvent};
pub use moment::{Moment, days_between, plus_days};
pub use month::{Month, MonthRecord};
pub use outcome::{Ask, Evidence, Item, Method, Outcome, Reason};
pub use place::Place;
pub use posture::Posture;
pub use profile::Profile;
pub use scanner::{Completion, ScanStatus, ScannerReport, ScannerResult};
pub use scanner_rules::{RuleRow, ScannerRules, Tool};
pub use score::{Parts, Tenths, weight};
pub use severity::Severity;
pub use source::{Fetch, Source};
pub use succession::{Succession, succession};
pub use tally::Tally;
pub use threshold::{Threshold, Thresholds, Unit};
pub use tier::{PerTier, Tier, TierJudgement, TierReason};
pub use trend::{History, MonthPoint, Past};
pub use verdict::{Amount, Remediation, Ruling, Verdict};
