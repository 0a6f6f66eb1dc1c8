//! The parts inside of packages: a mutated zip breaks at its checksums, so the input is the part and the package is made
//! around it. The first byte chooses the format.
#![no_main]

use std::io::{Cursor, Write};

use libfuzzer_sys::fuzz_target;
use yandu_import::{Limits, Options, import};
use zip::write::SimpleFileOptions;

fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, stored).expect("a short name");
        zip.write_all(bytes).expect("memory takes it");
    }
    zip.finish().expect("memory takes it").into_inner()
}

const OFD: &[u8] = b"<OFD><DocBody><DocRoot>D/Document.xml</DocRoot></DocBody></OFD>";
const OFD_DOCUMENT: &[u8] = br#"<Document><CommonData><PublicRes>R.xml</PublicRes><TemplatePage ID="2" BaseLoc="P.xml"/>
    </CommonData><Pages><Page BaseLoc="P.xml"/><Page BaseLoc="Q.xml"/></Pages></Document>"#;
const OFD_GRAPHIC: &[u8] = br#"<Res><CompositeGraphicUnit ID="5"><Content><CompositeObject ResourceID="5"/></Content>
    </CompositeGraphicUnit></Res>"#;
const OPF: &[u8] = br#"<package version="3.0" unique-identifier="i" xmlns="http://www.idpf.org/2007/opf">
    <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">1</dc:identifier><dc:title>t</dc:title>
    <dc:language>zh</dc:language></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
    </manifest><spine><itemref idref="a"/></spine></package>"#;
const CONTAINER: &[u8] = br#"<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
    <rootfile full-path="c.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;

fuzz_target!(|data: &[u8]| {
    let Some((kind, part)) = data.split_first() else {
        return;
    };
    let file = match kind % 4 {
        0 => package(&[
            ("OFD.xml", OFD),
            ("D/Document.xml", OFD_DOCUMENT),
            ("D/R.xml", OFD_GRAPHIC),
            ("D/P.xml", part),
            ("D/Q.xml", part),
        ]),
        1 => package(&[
            ("[Content_Types].xml", b"<Types/>"),
            ("word/document.xml", part),
            ("word/numbering.xml", part),
            ("word/styles.xml", part),
            ("word/footnotes.xml", part),
        ]),
        2 => package(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", part)]),
        _ => package(&[
            ("mimetype", b"application/epub+zip"),
            ("META-INF/container.xml", CONTAINER),
            ("c.opf", OPF),
            ("a.xhtml", part),
        ]),
    };
    let options = Options {
        limits: Limits::default(),
        ..Options::default()
    };
    let _ = import(&file, "fuzz", &options);
});
