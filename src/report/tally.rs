//! How many problems there are, in all and by rule.

use std::collections::BTreeMap;

use crate::diagnostic::{Rule, Settled, Severity};

/// How many problems of a kind there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub errors: usize,
    pub warnings: usize,
}

impl Counts {
    /// All of some problems.
    pub fn of(problems: &[Settled]) -> Self {
        let mut counts = Counts::default();
        problems.iter().for_each(|one| counts.add(one.severity));
        counts
    }

    fn add(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
    }

    fn all(self) -> usize {
        self.errors + self.warnings
    }

    /// "3 errors, 1 warning"
    fn in_words(self) -> String {
        let plural = |number: usize, one: &str| {
            format!("{number} {one}{}", if number == 1 { "" } else { "s" })
        };
        match (self.errors, self.warnings) {
            (0, 0) => "no problems".to_owned(),
            (0, warnings) => plural(warnings, "warning"),
            (errors, 0) => plural(errors, "error"),
            (errors, warnings) => {
                format!("{}, {}", plural(errors, "error"), plural(warnings, "warning"))
            }
        }
    }
}

/// "3 errors, 1 warning"
pub fn tally(problems: &[Settled]) -> String {
    Counts::of(problems).in_words()
}

/// Every rule that found something, the most frequent first, then by name.
pub fn rules(problems: &[Settled]) -> Vec<(Rule, Counts)> {
    let mut rules: BTreeMap<Rule, Counts> = BTreeMap::new();
    for one in problems {
        rules.entry(one.rule).or_default().add(one.severity);
    }
    let mut rules: Vec<(Rule, Counts)> = rules.into_iter().collect();
    rules.sort_by_key(|(_, counts)| std::cmp::Reverse(counts.all()));
    rules
}

/// So many problems are seen at a glance.
const HANDFUL: usize = 5;
/// So many rules are named.
const NAMED: usize = 12;

/// A line for each rule that found something, where there are more problems than are seen at a glance.
pub fn by_rule(problems: &[Settled]) -> String {
    if problems.len() <= HANDFUL {
        return String::new();
    }
    let rules = rules(problems);
    // One more line is shorter than to say that there is one more.
    let shown = if rules.len() == NAMED + 1 { rules.len() } else { rules.len().min(NAMED) };
    let width = rules[..shown].iter().map(|(rule, _)| rule.0.len()).max().unwrap_or_default();
    let mut table = String::new();
    for (rule, counts) in &rules[..shown] {
        table.push_str(&format!("  {:width$}  {}\n", rule.0, counts.in_words()));
    }
    if shown < rules.len() {
        table.push_str(&format!("  and {} more rules\n", rules.len() - shown));
    }
    table
}

/// Where to read more.
pub fn hint(problems: &[Settled]) -> String {
    match &rules(problems)[..] {
        [(rule, _)] => format!("`dateline rule {}` explains it", rule.0),
        _ => "`dateline rule NAME` explains a rule".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;

    fn problems(of: &[(Rule, Severity, usize)]) -> Vec<Settled> {
        let one = |rule: Rule, severity: Severity| Settled {
            rule,
            severity,
            message: String::new(),
            help: None,
            at: None,
            also: Vec::new(),
        };
        of.iter().flat_map(|(rule, severity, times)| vec![one(*rule, *severity); *times]).collect()
    }

    #[test]
    fn the_most_frequent_rule_comes_first_then_by_name() {
        let found = problems(&[
            (rule::BAD_DATE, Severity::Error, 1),
            (rule::STRAY_FILE, Severity::Warning, 4),
            (rule::BAD_VALUE, Severity::Error, 3),
            (rule::BAD_VALUE, Severity::Warning, 1),
        ]);
        assert_eq!(tally(&found), "4 errors, 5 warnings");
        assert_eq!(
            by_rule(&found),
            "  bad-value   3 errors, 1 warning\n  stray-file  4 warnings\n  bad-date    1 error\n"
        );
    }

    #[test]
    fn a_handful_needs_no_table_and_a_long_one_ends() {
        assert_eq!(by_rule(&problems(&[(rule::BAD_DATE, Severity::Error, 5)])), "");
        let many: Vec<_> =
            rule::ALL[..20].iter().map(|info| (info.rule, Severity::Error, 1)).collect();
        let table = by_rule(&problems(&many));
        assert_eq!(table.lines().count(), 13);
        assert!(table.ends_with("  and 8 more rules\n"), "{table}");
    }
}
