//! The catalogue: one file a control, a folder a family. Controls see `model` only.
//!
//! To add one, write its file and fixtures, and add its two rows: the `mod` line in its family and
//! the line in [`CATALOG`]. Tests hold the rest.

#[cfg(test)]
pub(crate) mod bench;
mod crd;
mod iso;
mod own;
mod pol;
mod rvk;
mod sec;
mod tps;

use crate::model::Control;

/// Every control, in report order.
pub static CATALOG: &[&Control] = &[
    &own::accountable_owner::CONTROL,
    &crd::workload_identity::CONTROL,
    &crd::short_lived::CONTROL,
    &crd::rotation_window::CONTROL,
    &crd::one_consumer::CONTROL,
    &sec::plaintext_secrets::CONTROL,
    &rvk::retired_leftovers::CONTROL,
    &pol::prior_approval::CONTROL,
    &iso::guarded_transport::CONTROL,
    &tps::pinned_launch::CONTROL,
];

/// The control with this id.
pub fn find(id: &str) -> Option<&'static Control> {
    CATALOG.iter().copied().find(|control| control.id == id)
}
