//! How much memory reading one input may take.
//!
//! Small files can ask for much: an alias repeats a text, a shared string fills a thousand cells, a
//! heading far to the right widens every row. So whatever a parser builds is paid for before it is
//! made, out of an amount that depends on the bytes of the input.

use super::{Entry, Fault};

/// What every input may take, in bytes, however small it is.
pub const BUDGET_FLOOR: u64 = 64 * 1024 * 1024;

/// What an input may take on top of that, for each of its bytes. The densest honest forms, lists of
/// single digits and tables of mostly empty cells, need about 85.
pub const BUDGET_FACTOR: u64 = 100;

/// What one value costs besides its text.
pub(crate) const NODE: usize = size_of::<Entry>();

/// The memory that is left for reading one input, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Budget {
    most: u64,
    left: u64,
    input: u64,
}

/// An amount that was asked for and is not left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverBudget {
    most: u64,
    input: u64,
}

impl Budget {
    /// The budget of an input of so many bytes.
    pub fn of_input(bytes: usize) -> Self {
        let input = bytes as u64;
        let most = BUDGET_FLOOR.saturating_add(input.saturating_mul(BUDGET_FACTOR));
        Budget { most, left: most, input }
    }

    /// Pays for so many bytes, before they are set aside.
    ///
    /// # Errors
    /// Where less than that is left.
    pub fn spend(&mut self, bytes: usize) -> Result<(), OverBudget> {
        let left = self.left.checked_sub(bytes as u64);
        self.left = left.ok_or(OverBudget { most: self.most, input: self.input })?;
        Ok(())
    }

    /// Pays for one value with a text of so many bytes.
    ///
    /// # Errors
    /// Where less than that is left.
    pub fn node(&mut self, text: usize) -> Result<(), OverBudget> {
        self.spend(NODE.saturating_add(text))
    }

    /// Pays for so many values of one size.
    ///
    /// # Errors
    /// Where less than that is left.
    pub fn nodes(&mut self, count: usize, text: usize) -> Result<(), OverBudget> {
        self.spend(count.saturating_mul(NODE.saturating_add(text)))
    }

    /// How much was paid.
    pub fn spent(&self) -> u64 {
        self.most - self.left
    }

    /// How much may be paid in all.
    pub fn most(&self) -> u64 {
        self.most
    }
}

impl OverBudget {
    /// The fault of an input that asks for too much, on a line of it.
    pub fn at(self, line: u32) -> Fault {
        let message = format!(
            "reading this needs more than {} MiB, the limit for a file of {} KiB",
            self.most >> 20,
            self.input.div_ceil(1024)
        );
        let help = "write repeated values once, leave out empty columns, or split the file";
        Fault::new(line, message, help)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_budget_grows_with_the_input_and_ends() {
        let mut budget = Budget::of_input(1000);
        assert_eq!(budget.most(), BUDGET_FLOOR + 100_000);
        budget.node(10).expect("within");
        assert_eq!(budget.spent(), (NODE + 10) as u64);
        let over = budget.nodes(usize::MAX, 1).expect_err("too much");
        // What was refused is not paid.
        assert_eq!(budget.spent(), (NODE + 10) as u64);
        let fault = over.at(7);
        assert_eq!(fault.line, 7);
        assert!(fault.message.contains("64 MiB") && fault.message.contains("1 KiB"), "{fault:?}");
    }
}
