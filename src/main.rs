//! The program: hands the command line over, and its answer to the system.

/// Pages are made of many small strings, and the system's allocator takes half of the time for them.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    dateline::run(std::env::args_os())
}
