use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use spinout_commands::HostError;

/// The bytes of a file of at most `limit` of them. Looks at its size first; a file that grows meanwhile,
/// or tells no size, is not read past the limit either.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Vec<u8>, HostError> {
    let file = File::open(path).map_err(|error| of_io(&error))?;
    let known = file.metadata().map_err(|error| of_io(&error))?;
    if known.is_dir() {
        return Err(HostError::Other("it is a folder".to_owned()));
    }
    if known.len() > limit {
        return Err(HostError::TooLarge { bytes: known.len() });
    }
    let mut bytes = Vec::new();
    let read = file.take(limit + 1).read_to_end(&mut bytes);
    read.map_err(|error| of_io(&error))?;
    if bytes.len() as u64 > limit {
        return Err(HostError::TooLarge {
            bytes: bytes.len() as u64,
        });
    }
    Ok(bytes)
}

/// Writes a file whole or not at all: into a new file beside it, which takes its place once it is on the
/// disk. A link is followed, and the permissions of the file stay.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), HostError> {
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    replace(&target, bytes).map_err(|error| of_io(&error))
}

/// Puts a new file in the place of `target`, which is no link.
fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(target, bytes)?;
    let renamed = fs::rename(&beside, target);
    if renamed.is_err() {
        // The old content still stands; what is left over is of no use.
        let _ = fs::remove_file(&beside);
        return renamed;
    }
    sync_folder_of(target);
    Ok(())
}

/// A new file beside `target`, on the disk and with its permissions. Gives its path.
pub(crate) fn beside(target: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    if target.is_dir() {
        return Err(io::Error::new(
            io::ErrorKind::IsADirectory,
            "it is a folder",
        ));
    }
    let (mut file, beside) = new_beside(target)?;
    let written = (|| {
        if let Ok(old) = fs::metadata(target) {
            file.set_permissions(old.permissions())?;
        }
        file.write_all(bytes)?;
        file.sync_all()
    })();
    match written {
        Ok(()) => Ok(beside),
        Err(error) => {
            let _ = fs::remove_file(&beside);
            Err(error)
        }
    }
}

fn new_beside(target: &Path) -> io::Result<(File, PathBuf)> {
    let beside = free_name(target, "new")?;
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)?;
    Ok((file, beside))
}

/// A name beside `target` that nothing has, with `ending`.
pub(crate) fn free_name(target: &Path, ending: &str) -> io::Result<PathBuf> {
    let name = target
        .file_name()
        .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "the path names no file"))?;
    (0..1000)
        .map(|n| {
            let mut beside = std::ffi::OsString::from(".");
            beside.push(name);
            beside.push(format!(".{}-{n}.{ending}", std::process::id()));
            folder_of(target).join(beside)
        })
        .find(|beside| fs::symlink_metadata(beside).is_err())
        .ok_or_else(|| io::Error::other("there are too many half-written files beside it"))
}

fn folder_of(target: &Path) -> &Path {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes the new name of `target` last.
pub(crate) fn sync_folder_of(target: &Path) {
    sync_folder(folder_of(target));
}

/// Makes the new name last. Only some systems let a folder be opened for that.
fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

pub(crate) fn of_io(error: &io::Error) -> HostError {
    if error.kind() == io::ErrorKind::NotFound {
        HostError::NotFound
    } else {
        HostError::Other(error.to_string())
    }
}
