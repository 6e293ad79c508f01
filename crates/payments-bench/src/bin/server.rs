//! The server that the other programs call: `server answer TEXT` or `server hold NUMBER`.

use payments_bench::Failure;
use payments_bench::server::{Manner, serve};
use tokio::runtime::Builder;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let manner = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["answer", text] => Manner::Response(text.to_owned()),
        ["hold", all] => Manner::Hold(all.parse()?),
        _ => return Err("usage: server answer TEXT | server hold NUMBER".into()),
    };
    payments_bench::limits::allow_many_files()?;
    Builder::new_current_thread().enable_io().build()?.block_on(serve(manner))
}
