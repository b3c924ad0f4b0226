//! Files in a folder that is exported into. What a path there leads through was put there by others, so
//! that no link is followed.

use std::fs;
use std::path::{Path, PathBuf};

use spinout_commands::HostError;

use crate::files::{self, of_io};

pub(crate) fn read(dir: &Path, path: &str, limit: u64) -> Result<Option<Vec<u8>>, HostError> {
    match files::read(&inside(dir, path)?, limit) {
        Err(HostError::NotFound) => Ok(None),
        read => read.map(Some),
    }
}

pub(crate) fn write(dir: &Path, path: &str, bytes: &[u8]) -> Result<(), HostError> {
    let target = inside(dir, path)?;
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| of_io(&error))?;
    }
    files::replace(&target, bytes).map_err(|error| of_io(&error))
}

pub(crate) fn remove(dir: &Path, path: &str) -> Result<(), HostError> {
    fs::remove_file(inside(dir, path)?).map_err(|error| of_io(&error))
}

/// The file `path` in `dir`, if no part of it leaves `dir`.
fn inside(dir: &Path, path: &str) -> Result<PathBuf, HostError> {
    if !spinout_commands::is_safe(path) {
        return Err(HostError::Outside);
    }
    let mut place = dir.to_owned();
    for segment in path.split('/') {
        place.push(segment);
        match fs::symlink_metadata(&place) {
            Ok(found) if found.is_symlink() => return Err(HostError::Outside),
            _ => {}
        }
    }
    Ok(place)
}
