//! The command line: what each command takes, and what the program answers.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::report::Style;

mod build;
mod date;
mod init;
mod rule;
mod schema;

/// An honest timeline from articles and annotated events.
///
/// Dateline reads Markdown articles and YAML events, puts the events in chronological order even where dates are
/// vague, disputed or only relative, and writes a static site that can stand anywhere.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, max_term_width = 100, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    voice: Voice,
}

const EXIT_CODES: &str =
    "Exit codes: 0 all is well, 1 the content has problems, 2 wrong usage or the disk failed.";

#[derive(Debug, Subcommand)]
enum Command {
    /// Build the site.
    ///
    /// Nothing is published when there is an error: the site stays as the last good build left it. Files in the
    /// output folder that Dateline did not make are kept; a folder that it did not make is refused.
    #[command(after_help = EXIT_CODES)]
    Build(build::BuildArgs),
    /// Check the content without writing anything.
    ///
    /// Everything that `build` does, pages included, but nothing is written.
    #[command(after_help = EXIT_CODES)]
    Check(build::CheckArgs),
    /// Make a small site that builds, to begin with.
    ///
    /// Nothing that is there is overwritten.
    #[command(after_help = EXIT_CODES)]
    Init(init::InitArgs),
    /// Explain dates: what they say, what they cover, where they stand.
    ///
    /// Each date is told in words, with its level of EDTF, its bounds by day, what is doubtful about it and where it begins
    /// for the order; a drawing shows all of them on one scale of time. What is no date is an error that says what to
    /// write.
    #[command(after_help = date::EXAMPLES)]
    Date(date::DateArgs),
    /// Explain a rule: why it is there, an example, and how to set it.
    ///
    /// Every problem shows its rule in brackets: `error[unknown-place]`. Without a name all rules are listed.
    #[command(after_help = EXIT_CODES)]
    Rule(rule::RuleArgs),
    /// Print the JSON Schema of a kind of file, for editors.
    ///
    /// An editor that knows it completes keys and values, explains them, and marks what is wrong while it is written. The
    /// schemas are made from what the program itself reads. They know the form of one file; `check` knows the site.
    #[command(after_help = schema::EXAMPLES)]
    Schema(schema::SchemaArgs),
}

/// How much the program says.
#[derive(Debug, Clone, Copy, Args)]
struct Voice {
    /// Say only what is wrong
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say what is being done
    #[arg(long, short, global = true)]
    verbose: bool,
}

/// How a command ended.
enum Ended {
    Well,
    WithProblems,
}

/// Runs the program with its arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(date::guard(arguments)) {
        Ok(cli) => cli,
        Err(answer) => {
            // Help and version are results, everything else is wrong usage.
            let code = u8::from(answer.use_stderr()) * 2;
            let _ = answer.print();
            return ExitCode::from(code);
        }
    };
    let terminal = Terminal { voice: cli.voice };
    let ended = match cli.command {
        Command::Build(args) => build::build(&args, &terminal),
        Command::Check(args) => build::check(&args, &terminal),
        Command::Init(args) => init::init(&args, &terminal),
        Command::Date(args) => date::date(&args, &terminal),
        Command::Rule(args) => rule::rule(&args, &terminal),
        Command::Schema(args) => schema::schema(&args, &terminal),
    };
    match ended {
        Ok(Ended::Well) => ExitCode::SUCCESS,
        Ok(Ended::WithProblems) => ExitCode::from(1),
        Err(error) => {
            terminal.complain(&format!("error: {error:#}\n"));
            ExitCode::from(2)
        }
    }
}

/// Where the program speaks: results on stdout, everything else on stderr.
struct Terminal {
    voice: Voice,
}

impl Terminal {
    /// A result, unless it is to be quiet.
    fn say(&self, line: &str) {
        if !self.voice.quiet {
            // A reader that went away, as `head` does, is no mistake.
            let _ = writeln!(std::io::stdout().lock(), "{line}");
        }
    }

    /// A result that a program reads, whole, even where it is to be quiet.
    fn answer(&self, text: &str) {
        let _ = std::io::stdout().lock().write_all(text.as_bytes());
    }

    /// What people are told beside a result that a program reads.
    fn remark(&self, line: &str) {
        if !self.voice.quiet {
            self.complain(&format!("{line}\n"));
        }
    }

    /// What somebody who sits there may want to know.
    fn hint(&self, line: &str) {
        if !self.voice.quiet && std::io::stderr().is_terminal() {
            self.complain(&format!("{line}\n"));
        }
    }

    /// What is being done, if it is to be told.
    fn explain(&self, line: &str) {
        if self.voice.verbose {
            let _ = writeln!(std::io::stderr().lock(), "{line}");
        }
    }

    /// What is wrong.
    fn complain(&self, text: &str) {
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// How problems are shown here.
    fn style(&self) -> Style {
        let colour = std::io::stderr().is_terminal() && wants_colour();
        Style { colour, width: columns().unwrap_or(140) }
    }

    /// How results are drawn here.
    fn canvas(&self) -> Canvas {
        let stdout = std::io::stdout();
        let seen =
            || terminal_size::terminal_size_of(&stdout).map(|(width, _)| usize::from(width.0));
        Canvas {
            colour: stdout.is_terminal() && wants_colour(),
            width: columns().or_else(seen).unwrap_or(72).clamp(40, 120),
        }
    }
}

fn wants_colour() -> bool {
    std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The width that the environment asks for.
fn columns() -> Option<usize> {
    let columns = std::env::var("COLUMNS").ok()?.parse().ok()?;
    (columns >= 40).then_some(columns)
}

/// What results are drawn on.
#[derive(Debug, Clone, Copy)]
struct Canvas {
    /// Whether colours may be used.
    colour: bool,
    /// How many columns there are.
    width: usize,
}

impl Canvas {
    fn bold(self, text: &str) -> String {
        self.painted("1", text)
    }

    fn dim(self, text: &str) -> String {
        self.painted("2", text)
    }

    fn accent(self, text: &str) -> String {
        self.painted("36", text)
    }

    /// By the codes of ECMA-48, "Select graphic rendition".
    fn painted(self, code: &str, text: &str) -> String {
        match self.colour {
            true => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            false => text.to_owned(),
        }
    }
}
