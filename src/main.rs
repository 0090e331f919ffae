//! Arguments in, exit code out.

fn main() -> std::process::ExitCode {
    guildhall::cli::main()
}
