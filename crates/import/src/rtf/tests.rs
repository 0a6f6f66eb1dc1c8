use super::*;

fn lines(rtf: &[u8]) -> Vec<(String, LineRole)> {
    let imported = Rtf.import(rtf, &Options::default());
    let lines = imported.map(|i| i.source.lines).unwrap_or_default();
    let filled = lines.into_iter().filter(|l| !l.text.trim().is_empty());
    filled.map(|l| (l.text, l.role)).collect()
}

fn texts(rtf: &[u8]) -> Vec<String> {
    lines(rtf).into_iter().map(|l| l.0).collect()
}

#[test]
fn bytes_of_a_char_may_be_parted() {
    let rtf = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}\\f0 \\'ce\\'c4\\'d7\r\n\\'d6\\par \\'ce\\hich\\'c4}";
    assert_eq!(texts(rtf), ["文字", "文"]);
}

#[test]
fn unicode_with_its_fallback_and_pairs() {
    let rtf = b"{\\rtf1\\ansi\\uc1\\u25991?\\u-30719\\'3f{\\uc2\\u25991??}\\u-10178?\\u-8711?}";
    assert_eq!(texts(rtf)[0].chars().take(3).collect::<String>(), "文蠁文");
    assert_eq!(texts(rtf)[0].chars().count(), 4);
}

#[test]
fn destinations_hidden_text_and_fields() {
    let rtf = b"{\\rtf1{\\info{\\title T}}{\\header H}{\\*\\unknown U}A{\\v B}{\\field{\\*\\fldinst X}{\\fldrslt C}}\\par}";
    assert_eq!(texts(rtf), ["AC"]);
}

#[test]
fn tables_and_footnotes() {
    let rtf = b"{\\rtf1\\trowd\\intbl 1\\cell 2\\cell\\row\\pard A{\\footnote F}B\\par}";
    let row = ("1\t2".to_owned(), LineRole::TableRow);
    assert_eq!(lines(rtf)[0], row);
    assert!(lines(rtf).contains(&("F".to_owned(), LineRole::Footnote)));
    assert!(lines(rtf).contains(&("AB".to_owned(), LineRole::Text)));
}

#[test]
fn damaged_files_are_refused() {
    for rtf in [&b"{\\rtf1 A"[..], b"{\\rtf1\\'"] {
        assert!(Rtf.import(rtf, &Options::default()).is_err(), "{rtf:?}");
    }
    let deep = [b"{\\rtf1".to_vec(), vec![b'{'; 100_000]].concat();
    assert!(Rtf.import(&deep, &Options::default()).is_err());
}

#[test]
fn a_bracket_too_many_ends_nothing_early() {
    assert_eq!(texts(b"{\\rtf1 A\\par }}\n"), ["A"]);
    assert_eq!(texts(b"{\\rtf1 A\\par }B\\par }"), ["A", "B"]);
    assert_eq!(texts(b"\xEF\xBB\xBF{\\rtf1 A\\par}junk"), ["A"]);
}

#[test]
fn columns_notes_of_paragraphs_and_boxes() {
    let rtf = b"{\\rtf1 A\\column B{\\footnote F\\par G}\\par C{\\shp{\\*\\shpinst{\\sp{\\sn x}{\\sv y}}{\\shptxt D\\par E\\par}}{\\shprslt{\\*\\do{\\dptxbxtext D\\par E\\par}}}}c\\par}";
    let found = texts(rtf);
    assert_eq!(found, ["A", "F", "G", "B", "Cc", "D", "E"]);
}

#[test]
fn fields_show_results_objects_theirs_and_eq_its_base() {
    let rtf = b"{\\rtf1{\\field{\\*\\fldinst{ EQ \\\\o\\\\ac(O,A)}}{\\fldrslt}}{\\field{\\*\\fldinst PAGE}{\\fldrslt 3}}{\\object{\\*\\objdata 00}{\\result R}}\\par}";
    assert_eq!(texts(rtf), ["OA3R"]);
    let imported = Rtf.import(rtf, &Options::default()).unwrap();
    assert_eq!(imported.warnings.len(), 1);
}
