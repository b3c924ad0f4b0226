//! What JavaScript calls. Text goes byte by byte through one buffer, so that no memory is shared.

#![allow(
    unsafe_code,
    reason = "an exported symbol must not clash with another: these are the only ones"
)]

use std::sync::{Mutex, MutexGuard, PoisonError};

/// The request before the run, the answer after it.
static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

fn text() -> MutexGuard<'static, Vec<u8>> {
    TEXT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds a byte to the request.
#[unsafe(no_mangle)]
pub extern "C" fn put(byte: u32) {
    text().push(byte as u8);
}

/// Puts the answer in the request's place, and gives its length in bytes.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> u32 {
    let request = String::from_utf8_lossy(&text()).into_owned();
    let answer = crate::results(&request).into_bytes();
    let length = answer.len();
    *text() = answer;
    length as u32
}

/// A byte of the answer.
#[unsafe(no_mangle)]
pub extern "C" fn at(place: u32) -> u32 {
    text()
        .get(place as usize)
        .map_or(0, |byte| u32::from(*byte))
}
