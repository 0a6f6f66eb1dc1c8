use std::io::{Cursor, Write};

use super::*;

/// A compound file with these streams.
fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, bytes) in streams {
        file.create_stream(name).unwrap().write_all(bytes).unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

fn put(stream: &mut [u8], at: usize, bytes: &[u8]) {
    stream[at..at + bytes.len()].copy_from_slice(bytes);
}

/// A file of Word 97 with one Unicode piece; `stories` in chars.
fn word_97(text: &str, stories: &[u32], flags: u16) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let mut stream = vec![0; 1024];
    put(&mut stream, 0, &[0xEC, 0xA5, 0xC1, 0]);
    put(&mut stream, 0x0A, &(flags | 0x0200).to_le_bytes());
    for (n, story) in stories.iter().enumerate() {
        put(&mut stream, 0x4C + 4 * n, &story.to_le_bytes());
    }
    let mut table = vec![2, 16, 0, 0, 0];
    table.extend(0_u32.to_le_bytes());
    table.extend((units.len() as u32 / 2).to_le_bytes());
    table.extend([0, 0]);
    table.extend(1024_u32.to_le_bytes());
    table.extend([0, 0]);
    put(&mut stream, 0x1A6, &(table.len() as u32).to_le_bytes());
    stream.extend(units);
    compound(&[("WordDocument", &stream), ("1Table", &table)])
}

fn lines(bytes: &[u8]) -> Vec<String> {
    assert!(Doc.sniff(bytes, ""));
    let imported = Doc.import(bytes, &Options::default()).unwrap();
    imported.source.lines.into_iter().map(|l| l.text).collect()
}

#[test]
fn fields_give_their_results_and_headers_stay_out() {
    let main = "关于\x13 HYPERLINK \"x\" \x14读书\x15的通知\r第一行\x0b第二行\r";
    let notes = "\x02注释一\r";
    let headers = "页眉\r";
    let len = |s: &str| s.encode_utf16().count() as u32;
    let file = word_97(
        &format!("{main}{notes}{headers}"),
        &[len(main), len(notes), len(headers)],
        0,
    );
    assert_eq!(
        lines(&file),
        ["关于读书的通知", "第一行", "第二行", "注释一"]
    );
}

#[test]
fn a_password_is_said_to_be_one() {
    let file = word_97("正文\r", &[3], 0x0100);
    let error = Doc.import(&file, &Options::default()).unwrap_err();
    assert!(matches!(error, ImportError::Encrypted));
}

#[test]
fn before_word_97_the_language_names_the_code_page() {
    let (text, _, _) = encoding_rs::GBK.encode("关于读书的通知\r姓名\x07年龄\x07\x07正文。\r");
    let mut stream = vec![0; 0x300];
    put(&mut stream, 0, &[0xDC, 0xA5, 0x68, 0]);
    put(&mut stream, 6, &0x0804_u16.to_le_bytes());
    put(&mut stream, 0x18, &0x300_u32.to_le_bytes());
    put(
        &mut stream,
        0x1C,
        &(0x300 + text.len() as u32).to_le_bytes(),
    );
    put(&mut stream, 0x34, &(text.len() as u32).to_le_bytes());
    stream.extend_from_slice(&text);
    let file = compound(&[("WordDocument", &stream)]);
    assert_eq!(lines(&file), ["关于读书的通知", "姓名\t年龄", "正文。"]);
}

#[test]
fn a_cut_file_is_damaged_not_short() {
    let file = word_97("正文\r", &[3], 0);
    for len in [600, 1000, file.len() / 2] {
        assert!(crate::import(&file[..len], "a.doc", &Options::default()).is_err());
    }
}

#[test]
fn word_95_of_the_far_east_has_two_bytes_a_char() {
    let text: Vec<u8> = "关于防汛的小结\r守堤\r"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut stream = vec![0; 0x300];
    put(&mut stream, 0, &[0x99, 0xA6, 0x68, 0]);
    put(&mut stream, 6, &0x0804_u16.to_le_bytes());
    put(&mut stream, 0x0A, &0x1000_u16.to_le_bytes());
    put(&mut stream, 0x18, &0x300_u32.to_le_bytes());
    put(
        &mut stream,
        0x1C,
        &(0x300 + text.len() as u32).to_le_bytes(),
    );
    put(&mut stream, 0x34, &(text.len() as u32 / 2).to_le_bytes());
    stream.extend_from_slice(&text);
    let file = compound(&[("WordDocument", &stream)]);
    assert_eq!(lines(&file), ["关于防汛的小结", "守堤"]);
}

#[test]
fn the_base_of_a_pinyin_field_is_the_text() {
    let text = "保\x13 EQ \\o\\ad(\\s\\up 9(mì),密)\x15级\r";
    let file = word_97(text, &[text.encode_utf16().count() as u32], 0);
    let imported = crate::import(&file, "a.doc", &Options::default()).unwrap();
    assert_eq!(imported.source.plain(), "保密级\n注音：密（mì）");
}
