//! What a sample without an exception shows of the rest.

use model::Tenths;
use model::sample::UpperBound;

/// The chance that is left: confidence is 95 %.
const RISK: f64 = 0.05;

/// The most of a population that may be wrong where none of those drawn is, at 95 % confidence: the largest
/// number of wrong ones with which a sample of this size still has a chance of more than 5 % to hold none of
/// them. It is exact for a sample that is drawn without replacement from this population.
pub(super) fn without_exception(population: u64, drawn: u64) -> UpperBound {
    // The more are wrong, the smaller the chance: the last that passes is found by halving.
    let (mut holds, mut fails) = (0, population.saturating_sub(drawn) + 1);
    while fails - holds > 1 {
        let middle = holds + (fails - holds) / 2;
        match chance(population, drawn, middle) > RISK {
            true => holds = middle,
            false => fails = middle,
        }
    }
    let rate = Tenths::percent(holds, population).unwrap_or_default();
    UpperBound { findings: holds, rate }
}

/// The chance that none of those drawn is wrong, where so many of the population are: the hypergeometric
/// distribution at zero, factor by factor.
#[expect(clippy::cast_precision_loss, reason = "counts of findings are far below 2^52")]
fn chance(population: u64, drawn: u64, wrong: u64) -> f64 {
    // A product of so many factors is the same with the two exchanged; the shorter one is computed.
    let (few, many) = (drawn.min(wrong), drawn.max(wrong));
    if few + many > population {
        return 0.0;
    }
    let factor = |n: u64| (population - many - n) as f64 / (population - n) as f64;
    (0..few).map(factor).product()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The same by counting: samples of distinct positions, of which the first `wrong` are wrong.
    fn counted(population: u32, drawn: u32) -> u64 {
        let choose = |n: u64, k: u64| -> u128 {
            if k > n {
                0
            } else {
                (0..k).fold(1, |all, at| all * u128::from(n - at) / u128::from(at + 1))
            }
        };
        let (n, k) = (u64::from(population), u64::from(drawn));
        (0..=n).filter(|wrong| choose(n - wrong, k) * 20 > choose(n, k)).max().unwrap_or(0)
    }

    #[test]
    fn the_bound_is_that_of_counted_samples() {
        for population in 1..40 {
            for drawn in 1..=population {
                let bound = without_exception(u64::from(population), u64::from(drawn));
                assert_eq!(bound.findings, counted(population, drawn), "{drawn} of {population}");
            }
        }
    }

    #[test]
    fn the_whole_population_leaves_nothing_open_and_a_large_one_what_tables_print() {
        assert_eq!(without_exception(25, 25), UpperBound { findings: 0, rate: Tenths(0) });
        // 1 − 0.05^(1/n) for an endless population: 11.3 % of 25, 4.9 % of 60, 1.0 % of 300.
        for (drawn, rate) in [(25, 113), (60, 49), (300, 10)] {
            assert_eq!(without_exception(10_000_000, drawn).rate, Tenths(rate), "{drawn}");
        }
    }
}
