//! Finds files in a tree without walking every path again: while one folder's files follow each other, it stays open.

use super::platform::Folder;

/// Goes through a tree, best in the order of its paths.
pub struct Cursor<'a> {
    root: &'a Folder,
    /// The folder that the last path lay in.
    within: &'a str,
    /// The same, if it has been asked for twice.
    open: Option<Folder>,
}

impl<'a> Cursor<'a> {
    /// Begins at the root of a tree.
    pub fn new(root: &'a Folder) -> Self {
        Cursor { root, within: "", open: None }
    }

    /// An open folder, and the path of a file from there.
    pub fn find(&mut self, path: &'a str) -> (&Folder, &'a str) {
        let Some((within, name)) = path.rsplit_once('/') else { return (self.root, path) };
        if self.within != within {
            (self.within, self.open) = (within, None);
            return (self.root, path);
        }
        if self.open.is_none() {
            self.open = self.root.folder(within).ok();
        }
        match &self.open {
            Some(folder) => (folder, name),
            None => (self.root, path),
        }
    }
}
