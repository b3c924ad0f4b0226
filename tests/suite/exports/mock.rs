//! A mock made from the exported contract answers as the contract says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::samples::worked;
use crate::tools::Written;

/// A mock server that ends with the test.
struct Mock {
    process: Child,
    port: u16,
}

impl Drop for Mock {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Mock {
    fn of(contract: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let prism = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("validators/node_modules/@stoplight/prism-cli/dist/index.js");
        assert!(
            prism.exists(),
            "prism is not installed: run `npm ci` in tests/validators"
        );
        let mut process = Command::new("node")
            .arg(prism)
            .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()])
            .arg(contract)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut said = lines.map_while(Result::ok);
        assert!(
            said.any(|line| line.contains("listening")),
            "the mock did not start"
        );
        // What it says of each request goes nowhere, but must be taken from it.
        std::thread::spawn(move || said.for_each(drop));
        Self { process, port }
    }

    /// The status of the answer to a request.
    fn asked(&self, method: &str, path: &str, headers: &str, body: &str) -> u16 {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: mock\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {length}\r\n{headers}\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().parse().unwrap()
    }
}

#[test]
fn a_mock_of_the_contract_answers_as_it_says() {
    let written = Written::new(&worked().plan());
    let mock = Mock::of(&written.files("unit.openapi.yaml")[0]);
    let token = "Authorization: Bearer token\r\n";
    let job = "/jobs/6f1c2d3e-4b5a-4c6d-8e7f-9a0b1c2d3e4f";
    assert_eq!(mock.asked("GET", "/health/ready", "", ""), 200);
    assert_eq!(mock.asked("GET", job, token, ""), 200);
    assert_eq!(mock.asked("GET", job, "", ""), 401, "no token");
    assert!((400..500).contains(&mock.asked("GET", "/jobs/no-uuid", token, "")));
    assert!((400..500).contains(&mock.asked("GET", "/nowhere", token, "")));
}
