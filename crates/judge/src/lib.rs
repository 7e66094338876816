//! Facts → context → assessment: joins what the sources say, and judges every asset against the
//! catalogue of controls.

pub mod assess;
pub mod controls;
pub mod estate;
