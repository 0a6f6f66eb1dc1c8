//! Archives: as they come, and made around a name of any bytes (GBK or not) and a content that is a file again.

#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use yandu_import::{Limits, Options, archive, import};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

fn visit(bytes: &[u8]) {
    let limits = Limits::default();
    let _ = archive::visit(bytes, &limits, &mut |entry| {
        if let Ok(content) = entry.content {
            let leads_out = entry.name.starts_with('/') || entry.name.split(['/', '\\']).any(|part| part == "..");
            assert!(!leads_out, "{}", entry.name);
            let _ = import(&content, &entry.name, &Options::default());
        }
        true
    });
}

fuzz_target!(|bytes: &[u8]| {
    visit(bytes);
    let Some((length, rest)) = bytes.split_first() else {
        return;
    };
    let (name, content) = rest.split_at(usize::from(*length).min(rest.len()));
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let method = match length % 2 {
        0 => CompressionMethod::Stored,
        _ => CompressionMethod::Deflated,
    };
    let options = SimpleFileOptions::default().compression_method(method);
    let name = String::from_utf8_lossy(name);
    if zip.start_file(name, options).is_ok()
        && zip.write_all(content).is_ok()
        && let Ok(file) = zip.finish()
    {
        visit(&file.into_inner());
    }
});
