//! Arguments in, exit code out.

// What one thread reads another renders and frees: the system's allocator makes them wait for each other. Without huge pages: the
// program takes half the memory, and no page is slower for it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    guildhall::cli::main()
}
