//! `dateline rule`: what a rule is for, with an example of it and of what the program says.

#[cfg(test)]
mod page;
mod trial;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::diagnostic::rule::{ALL, Info, SUBJECTS};
use crate::diagnostic::{Normally, did_you_mean};
use crate::report::Style;

use super::{Canvas, Ended, Terminal};

/// Explain a rule.
#[derive(Debug, Args)]
pub struct RuleArgs {
    /// The rule, as problems show it in brackets; without one, all of them with a line each
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

/// Tells of one rule, or names all of them.
pub fn rule(args: &RuleArgs, terminal: &Terminal) -> Result<Ended> {
    let canvas = terminal.canvas();
    let told = match &args.name {
        None => list(canvas),
        Some(name) => {
            let Some(info) = ALL.iter().find(|info| info.rule.0 == name) else {
                let near = did_you_mean(name, ALL.iter().map(|info| info.rule.0));
                let help = near.unwrap_or_else(|| "`dateline rule` names all of them".to_owned());
                bail!("there is no rule `{name}`; {help}");
            };
            tell(info, canvas)?
        }
    };
    terminal.answer(&told);
    Ok(Ended::Well)
}

fn list(canvas: Canvas) -> String {
    let width = ALL.iter().map(|info| info.rule.0.len()).max().unwrap_or_default();
    let mut told = String::new();
    for subject in SUBJECTS {
        told.push_str(&format!("{}\n", canvas.bold(subject.title)));
        for Info { rule, what, normally, .. } in subject.rules {
            let weight = canvas.dim(weight(*normally));
            told.push_str(&format!("  {:width$}  {what} ({weight})\n", rule.0));
        }
        told.push('\n');
    }
    told.push_str("`dateline rule NAME` tells why, shows an example, and says how to set it.\n");
    told
}

/// What a rule normally weighs, in a word or two.
fn weight(normally: Normally) -> &'static str {
    match normally {
        Normally::Error => "error",
        Normally::Mixed => "error or warning",
        Normally::Warning => "warning",
        Normally::Off => "off",
        Normally::Strict => "error under --strict",
    }
}

fn tell(info: &Info, canvas: Canvas) -> Result<String> {
    let text = |text: &str| format!("{}\n", wrapped(text, canvas.width));
    let mut told = format!("{}: {}\n\n", canvas.bold(info.rule.0), info.what);
    told.push_str(&text(info.why));
    if let Some(example) = &info.example {
        let style = Style { colour: canvas.colour, width: canvas.width };
        let said = trial::wrong(info, example)
            .context("cannot try the example out in a temporary folder")?
            .said(style);
        if !example.settings.is_empty() {
            told.push_str(&format!(
                "\nWith this in dateline.yaml\n\n{}",
                indented(example.settings)
            ));
        }
        told.push_str(&format!("\nWhere {} says\n\n{}", example.file, indented(example.wrong)));
        told.push_str(&format!("\nDateline says\n\n{}", indented(&said)));
        if let Some(right) = example.right {
            let place = example.instead.map(|file| format!(" in {file}")).unwrap_or_default();
            told.push_str(&format!("\nRight is{place}\n\n{}", indented(right)));
        }
    }
    told.push_str(&format!("\n{}", text(&info.setting())));
    Ok(told)
}

fn indented(text: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".into() } else { format!("    {line}\n") };
    text.trim_end().lines().map(line).collect()
}

/// A paragraph in lines of so many characters, where its words allow it.
fn wrapped(text: &str, width: usize) -> String {
    let mut wrapped = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}
