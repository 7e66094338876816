//! Client configurations.
