//! Paths of many files in little memory: one text, cut where each of them ends.

/// Paths in order, each once, with `/` between their parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Paths {
    text: String,
    /// Where each path ends in the text, and the next one begins.
    ends: Vec<usize>,
}

impl Paths {
    /// Adds a path, which stands behind all that are there. Answers whether it does; else nothing is added.
    #[must_use]
    pub fn push(&mut self, path: &str) -> bool {
        let is_next = self.is_empty() || self.get(self.len() - 1) < path;
        if is_next {
            self.text.push_str(path);
            self.ends.push(self.text.len());
        }
        is_next
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The path with this number, counted from 0; panics where there is none.
    pub fn get(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.text[start..self.ends[number]]
    }

    /// Every path, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }

    /// Whether a path is among them.
    pub fn contains(&self, path: &str) -> bool {
        self.number(path).is_some()
    }

    /// Which one a path is.
    pub fn number(&self, path: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            match self.get(middle).cmp(path) {
                std::cmp::Ordering::Less => from = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => to = middle,
            }
        }
        None
    }
}

/// Of paths in any order.
impl<T: AsRef<str>> FromIterator<T> for Paths {
    fn from_iter<I: IntoIterator<Item = T>>(paths: I) -> Self {
        let mut sorted: Vec<T> = paths.into_iter().collect();
        sorted.sort_by(|one, other| one.as_ref().cmp(other.as_ref()));
        let mut all = Paths::default();
        for path in sorted {
            // One that is there already is not added again.
            let _ = all.push(path.as_ref());
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_their_order() {
        let paths: Paths = ["b/c", "a", "", "b", "a"].into_iter().collect();
        assert_eq!(paths.iter().collect::<Vec<_>>(), ["", "a", "b", "b/c"]);
        for (number, path) in paths.iter().enumerate() {
            assert_eq!(paths.number(path), Some(number));
        }
        for missing in ["A", "aa", "b/", "b/cc", "c"] {
            assert!(!paths.contains(missing), "{missing}");
        }
    }

    #[test]
    fn only_what_stands_behind_is_added() {
        let mut paths = Paths::default();
        assert!(paths.push("b"));
        assert!(!paths.push("b"));
        assert!(!paths.push("a"));
        assert_eq!(paths.len(), 1);
    }
}
