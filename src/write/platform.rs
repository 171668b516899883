//! What each system can do with folders, behind functions that are the same everywhere.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::SystemTime;

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::Folder;
#[cfg(unix)]
pub use unix::Folder;

/// What tells whether a file was touched.
pub struct Look {
    /// In bytes; `None` for what is not a file.
    pub size: Option<u64>,
    /// When it was last written.
    pub modified: Option<SystemTime>,
}

/// Exchanges two folders in one step.
///
/// # Errors
/// Where the system or the file system cannot.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// Exchanges two folders in one step, which this system cannot.
///
/// # Errors
/// Always.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// Writes on at the place where a file is, so that what is on the disk does not stay in memory (`RWF_DONTCACHE`, since
/// Linux 6.14): how many bytes.
///
/// # Errors
/// Where the system or the file system cannot, and the disk's.
#[cfg(target_os = "linux")]
pub fn write_past_memory(file: &File, bytes: &[u8]) -> io::Result<usize> {
    use rustix::io::{ReadWriteFlags, pwritev2};
    /// From `linux/fs.h`; rustix has no name for it yet.
    const DONTCACHE: ReadWriteFlags = ReadWriteFlags::from_bits_retain(0x80);
    /// Says that the file knows its place.
    const ON: u64 = u64::MAX;
    Ok(pwritev2(file, &[io::IoSlice::new(bytes)], ON, DONTCACHE)?)
}

/// The same, which this system cannot.
///
/// # Errors
/// Always.
#[cfg(not(target_os = "linux"))]
pub fn write_past_memory(_: &File, _: &[u8]) -> io::Result<usize> {
    Err(io::ErrorKind::Unsupported.into())
}

/// The device and the number of a file or a folder: the same only for the same one.
#[cfg(unix)]
pub fn identity(of: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (of.dev(), of.ino())
}

/// Nothing can be told apart here, where folders are never exchanged.
#[cfg(not(unix))]
pub fn identity(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

/// Whether things can come and go in a folder, by its permissions.
#[cfg(unix)]
pub fn is_open(folder: &Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    folder.permissions().mode() & 0o700 == 0o700
}

/// Whether things can come and go in a folder, by its permissions.
#[cfg(not(unix))]
pub fn is_open(_: &Metadata) -> bool {
    true
}

/// Gives a new folder the owner, the group and the permissions of an old one.
///
/// # Errors
/// Where we may not.
pub fn dress(folder: &Path, as_was: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, chown};
        let is = std::fs::metadata(folder)?;
        let is_owned = (is.uid(), is.gid()) == (as_was.uid(), as_was.gid());
        if is_owned && is.mode() == as_was.mode() {
            return Ok(());
        }
        if !is_owned {
            chown(folder, Some(as_was.uid()), Some(as_was.gid()))?;
        }
    }
    std::fs::set_permissions(folder, as_was.permissions())
}

/// Lets a folder that tempfile makes have the permissions that any new folder has.
pub fn as_any_folder<'a, 'b, 'c>(
    builder: &'a mut tempfile::Builder<'b, 'c>,
) -> &'a mut tempfile::Builder<'b, 'c> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o777))
    }
    #[cfg(not(unix))]
    builder
}
