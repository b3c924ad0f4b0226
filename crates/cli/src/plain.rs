use std::io::{self, Write};

/// Passes text on without what a terminal would take for a command: names come from files that are not
/// trusted. Control characters become dots.
pub(crate) struct Plain<W> {
    inner: W,
    /// Was the last byte the first of U+0080 to U+00BF, of which half are control characters?
    in_pair: bool,
}

/// The first byte of U+0080 to U+00BF in UTF-8.
const PAIR: u8 = 0xc2;

impl<W: Write> Plain<W> {
    pub(crate) fn new(inner: W) -> Self {
        Self {
            inner,
            in_pair: false,
        }
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut plain = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            plain.push(match byte {
                b'\n' => byte,
                0..0x20 | 0x7f => b'.',
                // The second half of U+00B7, a dot.
                0x80..0xa0 if self.in_pair => 0xb7,
                _ => byte,
            });
            self.in_pair = byte == PAIR;
        }
        self.inner.write_all(&plain)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_dots_and_the_rest_stays() {
        let mut out = Vec::new();
        let mut plain = Plain::new(&mut out);
        for part in ["a\u{1b}[2Jb\n", "ü 100\u{a0}% ±", "\u{9b}2J\u{7f}\r"] {
            plain.write_all(part.as_bytes()).unwrap();
        }
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "a.[2Jb\nü 100\u{a0}% ±·2J.."
        );
    }
}
