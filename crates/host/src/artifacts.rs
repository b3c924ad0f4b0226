//! Files in folders that are exported into. What a path there leads through was put there by others, so
//! that no link is followed. Changes are carried out all or not at all: every new file stands beside its
//! place before the first takes it, and what was there is kept until the last has.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use spinout_commands::{ArtifactChange, ArtifactError, HostError};

use crate::files::{self, of_io};

pub(crate) fn read(dir: &Path, path: &str, limit: u64) -> Result<Option<Vec<u8>>, HostError> {
    match files::read(&inside(dir, path)?, limit) {
        Err(HostError::NotFound) => Ok(None),
        read => read.map(Some),
    }
}

pub(crate) fn change(changes: &[ArtifactChange<'_>]) -> Result<(), ArtifactError> {
    let mut staged = Staged::default();
    let carried_out = changes
        .iter()
        .try_for_each(|change| staged.prepare(change))
        .and_then(|()| staged.take_place());
    match carried_out {
        Ok(()) => staged.finish(),
        Err(_) => staged.undo(),
    }
    carried_out
}

/// The folder's path without links, or where it does not exist its whole path.
pub(crate) fn folder_name(dir: &str) -> String {
    let path = Path::new(dir);
    let found = fs::canonicalize(path)
        .or_else(|_| std::path::absolute(path))
        .unwrap_or_else(|_| path.to_owned());
    let plain: PathBuf = found.components().collect();
    plain.to_string_lossy().into_owned()
}

/// Changes under way.
#[derive(Default)]
struct Staged {
    files: Vec<Change>,
    /// Folders that were made, outermost first.
    folders: Vec<PathBuf>,
}

struct Change {
    /// As it was asked for.
    place: String,
    target: PathBuf,
    /// The new file beside its place; none where the old one is to go.
    beside: Option<PathBuf>,
    /// The old file, under another name.
    old: Option<PathBuf>,
    done: bool,
}

impl Staged {
    fn prepare(&mut self, change: &ArtifactChange<'_>) -> Result<(), ArtifactError> {
        let place = format!("{}/{}", change.dir, change.path);
        let target = inside(Path::new(change.dir), change.path).map_err(|error| ArtifactError {
            place: place.clone(),
            error,
        })?;
        let beside = match change.bytes {
            Some(bytes) => Some(
                self.make_folders(&target)
                    .and_then(|()| files::beside(&target, bytes))
                    .map_err(|error| failed(&place, &error))?,
            ),
            None if target.is_file() => None,
            None => {
                return Err(ArtifactError {
                    place,
                    error: HostError::NotFound,
                });
            }
        };
        self.files.push(Change {
            place,
            target,
            beside,
            old: None,
            done: false,
        });
        Ok(())
    }

    /// The folders that lead to `target`.
    fn make_folders(&mut self, target: &Path) -> io::Result<()> {
        let missing: Vec<&Path> = target
            .ancestors()
            .skip(1)
            .take_while(|folder| !folder.as_os_str().is_empty() && !folder.is_dir())
            .collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder)?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    fn take_place(&mut self) -> Result<(), ArtifactError> {
        for change in &mut self.files {
            change
                .take_place()
                .map_err(|error| failed(&change.place, &error))?;
        }
        Ok(())
    }

    /// Lets go of what was there.
    fn finish(self) {
        for change in self.files {
            if let Some(old) = change.old {
                // A copy too many does no harm, and the export is done.
                let _ = fs::remove_file(old);
            }
            files::sync_folder_of(&change.target);
        }
    }

    /// Puts everything back. What cannot be put back is under its other name beside its place.
    fn undo(self) {
        for change in self.files.into_iter().rev() {
            let _ = match (&change.old, change.done) {
                (Some(old), _) => fs::rename(old, &change.target),
                (None, true) => fs::remove_file(&change.target),
                (None, false) => Ok(()),
            };
            if let Some(beside) = change.beside {
                let _ = fs::remove_file(beside);
            }
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

impl Change {
    fn take_place(&mut self) -> io::Result<()> {
        if self.target.is_file() {
            let old = files::free_name(&self.target, "old")?;
            // A second name, so that the file is there at every moment; a copy where names are single.
            fs::hard_link(&self.target, &old)
                .or_else(|_| fs::copy(&self.target, &old).map(drop))?;
            self.old = Some(old);
        }
        match &self.beside {
            Some(beside) => fs::rename(beside, &self.target)?,
            None => fs::remove_file(&self.target)?,
        }
        self.done = true;
        Ok(())
    }
}

fn failed(place: &str, error: &io::Error) -> ArtifactError {
    ArtifactError {
        place: place.to_owned(),
        error: of_io(error),
    }
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
