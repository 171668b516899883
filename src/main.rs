//! The program: hands the command line over, and its answer to the system.

fn main() -> std::process::ExitCode {
    dateline::run(std::env::args_os())
}
