//! Order keys: texts of a–z between any two of which there is always another, so that two people can
//! both add something and neither renumbers the other's. Read as fractions in base 26; none ends in
//! `a`, the zero, so that there is always room before it.

/// A key after `low` and before `high`, each if given. None where the two are not such keys or not in
/// order: everything has to be numbered anew then.
pub(crate) fn between(low: Option<&str>, high: Option<&str>) -> Option<String> {
    let valid = |key: &str| {
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase()) && !key.ends_with('a')
    };
    if ![low, high].into_iter().flatten().all(valid) {
        return None;
    }
    let low = low.unwrap_or("");
    match high {
        Some(high) if low >= high => None,
        Some(high) => Some(middle(low.as_bytes(), Some(high.as_bytes()))),
        None => Some(after(low)),
    }
}

/// A key after `last`, which may be of another make: then the key itself and the id decide, as `~` sorts after
/// both.
pub(crate) fn last(last: Option<&str>) -> String {
    let Some(last) = last else {
        return fresh(1).remove(0);
    };
    between(Some(last).filter(|key| !key.is_empty()), None)
        .filter(|next| next.as_str() > last)
        .unwrap_or_else(|| format!("{last}~"))
}

/// The keys to set so that `id` stands before `before`, or at the end, among `others` with their keys, which are in
/// order: its own, or all of them where there is no room. None where `before` is none of them.
pub(crate) fn placed(
    others: &[(&str, &str)],
    id: &str,
    before: Option<&str>,
) -> Option<Vec<(String, String)>> {
    let at = match before {
        Some(before) => others.iter().position(|(other, _)| *other == before)?,
        None => others.len(),
    };
    let low = at.checked_sub(1).map(|low| others[low].1);
    let high = others.get(at).map(|high| high.1);
    if let Some(key) = between(low, high) {
        return Some(vec![(id.to_owned(), key)]);
    }
    let (first, rest) = others.split_at(at);
    let ids = first.iter().map(|(id, _)| *id);
    let ids = ids.chain([id]).chain(rest.iter().map(|(id, _)| *id));
    Some(
        ids.map(str::to_owned)
            .zip(fresh(others.len() + 1))
            .collect(),
    )
}

/// `count` keys in order.
pub(crate) fn fresh(count: usize) -> Vec<String> {
    let mut last = String::new();
    (0..count)
        .map(|_| {
            last = after(&last);
            last.clone()
        })
        .collect()
}

/// A key after `low`, close to it: appending is the usual case.
fn after(low: &str) -> String {
    match low.as_bytes().last() {
        Some(byte) if *byte < b'z' => {
            let mut key = low[..low.len() - 1].to_owned();
            key.push(char::from(byte + 1));
            key
        }
        _ => format!("{low}b"),
    }
}

fn middle(low: &[u8], high: Option<&[u8]>) -> String {
    if let Some(high) = high {
        let padded = low.iter().copied().chain(std::iter::repeat(b'a'));
        let shared = high
            .iter()
            .zip(padded)
            .take_while(|(h, l)| **h == *l)
            .count();
        if shared > 0 {
            let rest = middle(low.get(shared..).unwrap_or(&[]), Some(&high[shared..]));
            return String::from_utf8_lossy(&high[..shared]).into_owned() + &rest;
        }
    }
    let from = low.first().copied().unwrap_or(b'a');
    let to = high
        .and_then(|high| high.first().copied())
        .unwrap_or(b'z' + 1);
    if to - from > 1 {
        return char::from(from + (to - from).div_ceil(2)).to_string();
    }
    match high {
        Some(high) if high.len() > 1 => char::from(high[0]).to_string(),
        _ => char::from(from).to_string() + &middle(low.get(1..).unwrap_or(&[]), None),
    }
}

#[cfg(test)]
mod tests {
    use super::{between, fresh};

    #[test]
    fn there_is_always_room_between_two_keys() {
        let mut keys = fresh(60);
        assert!(keys.is_sorted());
        let mut state = 7_usize;
        for _ in 0..3000 {
            state = state
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            let at = (state >> 33) % (keys.len() + 1);
            let low = at.checked_sub(1).map(|before| keys[before].as_str());
            let key = between(low, keys.get(at).map(String::as_str)).unwrap();
            keys.insert(at, key);
        }
        assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(keys.iter().all(|key| key.len() < 40));
    }

    #[test]
    fn always_at_the_front_there_is_room_too() {
        let mut first = fresh(1).remove(0);
        for _ in 0..100 {
            let key = between(None, Some(&first)).unwrap();
            assert!(key < first);
            first = key;
        }
    }

    #[test]
    fn keys_of_another_make_are_numbered_anew() {
        assert_eq!(between(Some("1"), Some("2")), None);
        assert_eq!(between(Some("b"), Some("b")), None);
        assert_eq!(between(None, Some("")), None);
    }
}
