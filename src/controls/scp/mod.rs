//! SCP: scope and least privilege.

pub mod approved_set;
mod broad_grants;
pub mod specific_scopes;
