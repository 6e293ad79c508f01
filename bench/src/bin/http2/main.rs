//! HTTP/2 against HTTP/1.1: bare reqwest over TLS 1.3 on loopback, the documented transfer and its answer. Prints JSON.
//!
//! It is built by itself, with `--cfg http2`: see bench/Cargo.toml.

#[cfg(http2)]
mod client;
#[cfg(http2)]
mod measure;
#[cfg(http2)]
mod server;

#[cfg(http2)]
fn main() -> Result<(), payments_bench::Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // One thread, so that the server has the other core to itself.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => payments_bench::print(&runtime.block_on(measure::all())?.to_string()),
        ["server", callers] => runtime.block_on(server::serve(callers.parse()?)),
        _ => Err("usage: http2 [server CALLERS]".into()),
    }
}

#[cfg(not(http2))]
fn main() -> Result<(), payments_bench::Failure> {
    Err("this program is built and run by `cargo xtask bench --part http2`".into())
}
