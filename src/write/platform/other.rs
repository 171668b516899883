//! Folders by their paths, where the standard library knows no better way.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::Look;

/// A folder. Paths in it have `/` between their parts.
pub struct Folder(PathBuf);

impl Folder {
    /// Opens a folder.
    ///
    /// # Errors
    /// The disk's, as of everything below.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Folder(path.to_owned()))
    }

    /// Opens a folder in it.
    pub fn folder(&self, path: &str) -> io::Result<Self> {
        Ok(Folder(self.0.join(path)))
    }

    /// Makes a file that is not there yet, to be written.
    pub fn create(&self, path: &str) -> io::Result<File> {
        File::create_new(self.0.join(path))
    }

    /// Opens a file, to be read.
    pub fn read(&self, path: &str) -> io::Result<File> {
        File::open(self.0.join(path))
    }

    /// Looks at a file without opening it.
    pub fn look(&self, path: &str) -> io::Result<Look> {
        let metadata = fs::symlink_metadata(self.0.join(path))?;
        let size = Some(metadata.len()).filter(|_| metadata.is_file());
        Ok(Look { size, modified: metadata.modified().ok() })
    }

    /// Gives a file of it a second name in another folder of the same file system.
    pub fn link(&self, path: &str, to: &Folder, new: &str) -> io::Result<()> {
        fs::hard_link(self.0.join(path), to.0.join(new))
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(path))
    }

    /// Makes a folder.
    pub fn make_folder(&self, path: &str) -> io::Result<()> {
        fs::create_dir(self.0.join(path))
    }
}
