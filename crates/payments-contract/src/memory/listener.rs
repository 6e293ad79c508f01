//! A local provider that keeps nothing of what it receives.

use std::hint::black_box;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

/// The maximum length of a request.
const LONGEST: usize = 64 * 1024;

/// Starts a listener that gives this response to every request, and returns its address. The bytes it reads are wiped at
/// once.
///
/// # Panics
///
/// There is no free port.
pub fn listen(content_type: &'static str, answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap_or_else(|error| panic!("no port: {error}"));
    let address = listener.local_addr().unwrap_or_else(|error| panic!("no address: {error}"));
    thread::spawn(move || {
        let mut buffer = vec![0; LONGEST];
        for stream in listener.incoming().flatten() {
            // A client that disconnects is not an error here.
            let _ = serve(stream, &mut buffer, content_type, answer);
            black_box(&mut buffer).fill(0);
        }
    });
    format!("http://{address}")
}

fn serve(mut stream: TcpStream, buffer: &mut [u8], content_type: &str, answer: &str) -> io::Result<()> {
    let mut length = 0;
    loop {
        let read = stream.read(buffer.get_mut(length..).unwrap_or_default())?;
        length += read;
        let request = buffer.get(..length).unwrap_or_default();
        if read == 0 {
            return Ok(());
        }
        if is_whole(request) {
            length = 0;
            black_box(&mut *buffer).fill(0);
            let head =
                format!("HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n", answer.len());
            stream.write_all(head.as_bytes())?;
            stream.write_all(answer.as_bytes())?;
        }
    }
}

/// Whether the request has all the bytes that its head announces.
fn is_whole(heard: &[u8]) -> bool {
    let Some(end) = heard.windows(4).position(|part| part == b"\r\n\r\n") else { return false };
    let name = b"content-length: ";
    let place = heard.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name));
    let digits = place.and_then(|place| heard.get(place + name.len()..)).unwrap_or_default();
    let digits = digits.iter().take_while(|byte| byte.is_ascii_digit());
    let promised = digits.fold(0, |number: usize, digit| number * 10 + usize::from(digit - b'0'));
    heard.len() >= end + 4 + promised
}
