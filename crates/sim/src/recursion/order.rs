//! Putting what is almost in order into order.

use super::{Key, Undecided};

/// Moves for each entry beyond which a list is taken to be in no order at all.
const MOVES: usize = 8;

/// Sorts by key.
///
/// # Errors
/// [`Undecided`] if two keys are the same.
pub(super) fn sort<T: Copy>(list: &mut [T], key: impl Fn(&T) -> Key) -> Result<(), Undecided> {
    let mut left = MOVES * list.len();
    let mut tie = false;
    for place in 1..list.len() {
        let due = key(&list[place]);
        if key(&list[place - 1]) < due {
            continue;
        }
        let entry = list[place];
        let mut hole = place;
        while hole > 0 && key(&list[hole - 1]) > due {
            list[hole] = list[hole - 1];
            hole -= 1;
        }
        list[hole] = entry;
        tie |= hole > 0 && key(&list[hole - 1]) == due;
        left = left.saturating_sub(place - hole);
        if left == 0 {
            list.sort_unstable_by_key(|entry| key(entry));
            tie = list.windows(2).any(|pair| key(&pair[0]) == key(&pair[1]));
            break;
        }
    }
    if tie { Err(Undecided) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_come_into_order_and_ties_are_told() {
        let key = |time: &u64| Key {
            time: *time,
            since: 0,
        };
        let mut reversed: Vec<u64> = (0..100).rev().collect();
        let mut swapped: Vec<u64> = (0..100).map(|place| place ^ 1).collect();
        for list in [&mut reversed, &mut swapped] {
            assert_eq!(sort(list, key), Ok(()));
            assert!(list.is_sorted());
        }
        for mut tied in [vec![1, 3, 2, 3], (0..50).chain(0..50).rev().collect()] {
            assert_eq!(sort(&mut tied, key), Err(Undecided));
        }
    }
}
