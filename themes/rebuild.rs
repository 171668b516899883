//! Tells cargo to build the program anew when a file of the built-in theme, of the starter or of the rules' base site comes or goes.
#![expect(clippy::print_stdout, reason = "it is how a build script speaks to cargo")]

fn main() {
    for folder in ["themes/default", "src/cli/starter", "src/cli/rule/base"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
