//! Objects that differ in whole numbers only, such as the cells of a table in the tag tree.

use std::collections::HashMap;

use super::lexer::{is_number, tokens};

/// The mark of a number in a pattern. No object that holds this byte is taken apart.
const NUMBER: u8 = 0;
/// From how many objects on a pattern has lines of its own.
const FEW: usize = 8;

/// An object by its number.
type Numbered<'a> = (usize, &'a [u8]);

/// Objects of one pattern. Written one below the other, their numbers are in columns.
pub(super) struct Alike<'a> {
    pattern: Vec<u8>,
    members: Vec<(usize, Vec<&'a [u8]>)>,
    /// The most digits in each column.
    widths: Vec<usize>,
}

impl<'a> Alike<'a> {
    fn of(pattern: Vec<u8>, members: Vec<Numbered<'a>>) -> Self {
        let members: Vec<_> =
            members.into_iter().map(|(number, body)| (number, numbers(body))).collect();
        let columns = members.first().map_or(0, |(_, numbers)| numbers.len());
        let mut widths = vec![0; columns];
        for (_, numbers) in &members {
            for (width, number) in widths.iter_mut().zip(numbers) {
                *width = number.len().max(*width);
            }
        }
        Alike { pattern, members, widths }
    }

    /// Each object, as long as the others.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, Vec<u8>)> + '_ {
        self.members.iter().map(|(number, numbers)| (*number, self.row(numbers)))
    }

    /// The pattern with its numbers, each with blanks in front of it up to the width of its column.
    fn row(&self, numbers: &[&[u8]]) -> Vec<u8> {
        let mut row = Vec::with_capacity(self.pattern.len() + self.widths.iter().sum::<usize>());
        let mut columns = numbers.iter().zip(&self.widths);
        for byte in &self.pattern {
            if *byte != NUMBER {
                row.push(*byte);
            } else if let Some((number, width)) = columns.next() {
                row.resize(row.len() + width.saturating_sub(number.len()), b' ');
                row.extend_from_slice(number);
            }
        }
        row
    }
}

/// The objects by pattern, in the order in which the patterns first occur; and those that few others are like.
pub(super) fn grouped<'a>(
    objects: impl Iterator<Item = Numbered<'a>>,
) -> (Vec<Alike<'a>>, Vec<Numbered<'a>>) {
    let mut groups: Vec<(Vec<u8>, Vec<Numbered<'a>>)> = Vec::new();
    let mut known: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut others = Vec::new();
    for (number, body) in objects {
        let Some(pattern) = pattern(body) else {
            others.push((number, body));
            continue;
        };
        match known.get(&pattern).and_then(|at| groups.get_mut(*at)) {
            Some((_, members)) => members.push((number, body)),
            None => {
                known.insert(pattern.clone(), groups.len());
                groups.push((pattern, vec![(number, body)]));
            }
        }
    }
    let mut all = Vec::new();
    for (pattern, members) in groups {
        match members.len() < FEW {
            true => others.extend(members),
            false => all.push(Alike::of(pattern, members)),
        }
    }
    (all, others)
}

/// An object with a mark in place of each number.
fn pattern(body: &[u8]) -> Option<Vec<u8>> {
    if body.contains(&NUMBER) {
        return None;
    }
    let mut pattern = Vec::with_capacity(body.len());
    for token in tokens(body) {
        match is_number(token) {
            true => pattern.push(NUMBER),
            false => pattern.extend_from_slice(token),
        }
    }
    Some(pattern)
}

fn numbers(body: &[u8]) -> Vec<&[u8]> {
    tokens(body).filter(|token| is_number(token)).collect()
}
