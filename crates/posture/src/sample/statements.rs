//! What a sample can show and what it cannot, in sentences.

use model::sample::{Stratification, Stratum};

/// The rule by which findings are drawn.
pub(super) fn rule(size: u64) -> String {
    format!(
        "In each stratum, the findings are sorted by the SHA-256 (64 lowercase hexadecimal digits) of the \
         text SEED:ID in UTF-8, where SEED is the seed in decimal digits and ID the id of the finding. The \
         first {size} are drawn, or all where there are no more."
    )
}

/// What the sample shows.
pub(super) fn statements(
    strata: &[Stratum],
    by: Stratification,
    size: u64,
    quotes: bool,
) -> Vec<String> {
    let whole = strata.iter().filter(|stratum| stratum.drawn == stratum.population).count();
    let mut all = vec![
        "An exception is a finding whose outcome, evidence or place the tester does not confirm.".into(),
        "Where no drawn finding of a stratum is an exception, the upper bound of the stratum holds with 95 % \
         confidence: no more of its findings are wrong. It is exact for a draw without replacement \
         (hypergeometric distribution). With an exception, the bound does not hold: test more, or use a table \
         for that number of exceptions."
            .into(),
        format!(
            "A sample of {size} from a very large population bounds the rate of wrong findings at {} % at \
             best; it cannot show that there are none.",
            super::bound::without_exception(LARGE, size.min(LARGE)).rate
        ),
    ];
    if by != Stratification::None {
        all.push(
            "Strata are drawn separately and at different rates: a rate over all of them needs the populations \
             as weights, and no bound of a stratum holds for another."
                .into(),
        );
    }
    if whole > 0 {
        let of = strata.len();
        all.push(format!(
            "Drawn whole, because they have no more findings than the size: {whole} of {of} strata. Their \
             result is that of all their findings and no estimate."
        ));
    }
    all.push(
        "The population is the findings that muster made. Identities that no input shows, and controls that \
         are not in the catalogue, are not in it: completeness is tested apart."
            .into(),
    );
    all.push(match quotes {
        true => "Records are quoted as muster reads them, from inputs whose SHA-256 are those that the posture \
                 states. No secret has a value."
            .into(),
        false => "Records are not quoted, because no inputs were given: only the facts that the posture quotes, \
                  with their places."
            .into(),
    });
    all
}

/// A population that is as good as endless.
const LARGE: u64 = 1_000_000_000;
