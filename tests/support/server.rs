//! A small HTTP server that misbehaves on demand.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was asked.
pub(crate) struct Asked {
    /// Path and query.
    pub target: String,
    /// All header lines.
    pub headers: String,
    /// How often this target was asked, this time included.
    pub number: usize,
}

/// What is answered.
pub(crate) struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    promised: Option<u64>,
    delay: Duration,
    drip: Option<Duration>,
    cut: bool,
}

impl Answer {
    pub(crate) fn ok(body: &str) -> Self {
        Self::bytes(body.as_bytes().to_vec())
    }

    pub(crate) fn bytes(body: Vec<u8>) -> Self {
        let (headers, delay) = (Vec::new(), Duration::ZERO);
        Answer { status: 200, headers, body, promised: None, delay, drip: None, cut: false }
    }

    pub(crate) fn status(status: u16, body: &str) -> Self {
        Answer { status, ..Self::ok(body) }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Promises a length and sends zeros until the other side has enough.
    pub(crate) fn endless(self, promised: u64) -> Self {
        Answer { promised: Some(promised), ..self }
    }

    pub(crate) fn after(self, delay: Duration) -> Self {
        Answer { delay, ..self }
    }

    /// Promises a length and sends one byte each time this has passed.
    pub(crate) fn drip(self, each: Duration) -> Self {
        Answer { promised: Some(1 << 20), drip: Some(each), ..self }
    }

    /// Promises more than it sends.
    pub(crate) fn cut(self) -> Self {
        Answer { cut: true, ..self }
    }
}

/// A server on a port of its own.
pub(crate) struct Server {
    /// `http://127.0.0.1:port`
    pub address: String,
    counts: Arc<Mutex<HashMap<String, usize>>>,
    stop: Arc<AtomicBool>,
}

impl Server {
    /// Starts it; `answer` is given the request and the server's address.
    pub(crate) fn start(answer: impl Fn(&Asked, &str) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("an address"));
        let counts = Arc::new(Mutex::new(HashMap::new()));
        let stop = Arc::new(AtomicBool::new(false));
        let (here, counted, stopped) = (address.clone(), Arc::clone(&counts), Arc::clone(&stop));
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                if stopped.load(Ordering::SeqCst) {
                    return;
                }
                let (answer, here, counted) =
                    (Arc::clone(&answer), here.clone(), Arc::clone(&counted));
                std::thread::spawn(move || serve(stream, &*answer, &here, &counted));
            }
        });
        Server { address, counts, stop }
    }

    /// How often it was asked anything.
    pub(crate) fn asked_at_all(&self) -> usize {
        self.counts.lock().expect("counts").values().sum()
    }

    /// How often a target was asked.
    pub(crate) fn asked(&self, target: &str) -> usize {
        self.counts.lock().expect("counts").get(target).copied().unwrap_or(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // One more call wakes the listener, so that the port is closed.
        let _ = TcpStream::connect(self.address.trim_start_matches("http://"));
    }
}

fn serve(
    mut stream: TcpStream,
    answer: &dyn Fn(&Asked, &str) -> Answer,
    here: &str,
    counts: &Mutex<HashMap<String, usize>>,
) {
    let mut head = Vec::new();
    let mut byte = [0_u8; 1];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let (line, headers) = head.split_once("\r\n").unwrap_or((&head, ""));
    let target = line.split(' ').nth(1).unwrap_or("/").to_string();
    let number = {
        let mut counts = counts.lock().expect("counts");
        let count = counts.entry(target.clone()).or_default();
        *count += 1;
        *count
    };
    let answer = answer(&Asked { target, headers: headers.to_string(), number }, here);
    std::thread::sleep(answer.delay);
    let length = answer.promised.unwrap_or(answer.body.len() as u64 + u64::from(answer.cut));
    let mut text = format!("HTTP/1.1 {} x\r\nConnection: close\r\n", answer.status);
    text += &format!("Content-Length: {length}\r\n");
    for (name, value) in &answer.headers {
        text += &format!("{name}: {value}\r\n");
    }
    text += "\r\n";
    if stream.write_all(text.as_bytes()).and_then(|()| stream.write_all(&answer.body)).is_err() {
        return;
    }
    while let Some(each) = answer.drip {
        std::thread::sleep(each);
        if stream.write_all(b" ").and_then(|()| stream.flush()).is_err() {
            return;
        }
    }
    let zeros = [b' '; 16 * 1024];
    let mut left = answer.promised.unwrap_or(0);
    while left > 0 && stream.write_all(&zeros).is_ok() {
        left = left.saturating_sub(zeros.len() as u64);
    }
}
