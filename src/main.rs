//! The program: hands the command line over, and its answer to the system.

/// Pages are made of many small strings, which cost the system's allocator more time.
#[cfg(all(feature = "jemalloc", not(target_env = "msvc")))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> std::process::ExitCode {
    dateline::run(std::env::args_os())
}
