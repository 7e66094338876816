//! OWN: ownership and accountability.

pub mod accountable_owner;
