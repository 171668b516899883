//! Folders that stay open, so that the system finds files from there and not from its root.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, linkat, mkdirat, openat, statat, unlinkat};
use rustix::path::Arg;

use super::Look;

/// An open folder. Paths in it have `/` between their parts.
pub struct Folder(OwnedFd);

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// The disk's, as of everything below.
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::open_at(CWD, path)
    }

    /// Opens a folder in it.
    pub fn folder(&self, path: &str) -> io::Result<Self> {
        Self::open_at(&self.0, path)
    }

    fn open_at(folder: impl AsFd, path: impl Arg) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        Ok(Folder(openat(folder, path, flags, Mode::empty())?))
    }

    /// Makes a file that is not there yet, to be written.
    pub fn create(&self, path: &str) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        Ok(openat(&self.0, path, flags, Mode::from_raw_mode(0o666))?.into())
    }

    /// Opens a file, to be read.
    pub fn read(&self, path: &str) -> io::Result<File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(openat(&self.0, path, flags, Mode::empty())?.into())
    }

    /// Looks at a file without opening it.
    pub fn look(&self, path: &str) -> io::Result<Look> {
        let stat = statat(&self.0, path, AtFlags::SYMLINK_NOFOLLOW)?;
        let is_file = FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile;
        let modified = match (u64::try_from(stat.st_mtime), u32::try_from(stat.st_mtime_nsec)) {
            (Ok(seconds), Ok(nanoseconds)) => {
                UNIX_EPOCH.checked_add(Duration::new(seconds, nanoseconds))
            }
            _ => None,
        };
        Ok(Look { size: u64::try_from(stat.st_size).ok().filter(|_| is_file), modified })
    }

    /// Gives a file of it a second name in another folder of the same file system.
    pub fn link(&self, path: &str, to: &Folder, new: &str) -> io::Result<()> {
        Ok(linkat(&self.0, path, &to.0, new, AtFlags::empty())?)
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        Ok(unlinkat(&self.0, path, AtFlags::empty())?)
    }

    /// Makes a folder.
    pub fn make_folder(&self, path: &str) -> io::Result<()> {
        Ok(mkdirat(&self.0, path, Mode::from_raw_mode(0o777))?)
    }
}
