//! Packs: as they come, and with a manifest of any bytes under a signature that fits.

#![no_main]

use std::io::{Cursor, Write};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use yandu_share::{DeviceKey, Hash, Pack};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

static PUBLISHER: LazyLock<DeviceKey> = LazyLock::new(|| DeviceKey::from_secret(&[7; 32]));

/// The manifest, signed, and one content under the name of its hash.
fn signed(manifest: &[u8], content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let name = format!("content/{}", Hash::of(content));
    let files: [(&str, &[u8]); 3] = [
        ("manifest.json", manifest),
        ("manifest.sig", &PUBLISHER.sign(manifest)),
        (&name, content),
    ];
    for (name, bytes) in files {
        zip.start_file(name, stored).expect("a short name");
        zip.write_all(bytes).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

fn read(bytes: &[u8]) {
    if let Ok(mut pack) = Pack::open(Cursor::new(bytes)) {
        let _ = pack.verify();
    }
}

fuzz_target!(|bytes: &[u8]| {
    read(bytes);
    let key = serde_json::to_string(&PUBLISHER.public()).unwrap_or_default();
    // A seed says where the key goes; any other manifest is refused for it.
    let text = String::from_utf8_lossy(bytes).replace("\"KEY\"", &key);
    let (manifest, content) = text.split_once('\0').unwrap_or((&text, ""));
    read(&signed(manifest.as_bytes(), content.as_bytes()));
});
