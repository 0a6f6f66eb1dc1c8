use super::*;

#[test]
fn what_is_no_picture_is_read_as_always() {
    let recognizer = Recognizer {
        tesseract: PathBuf::from("/nowhere/tesseract"),
        pdftoppm: None,
    };
    let imported = recognizer.import(
        "正文。".as_bytes(),
        "a.txt",
        &Options::default(),
        &mut |_, _| true,
    );
    assert_eq!(imported.unwrap().format, Format::Plain);
    let error = recognizer.import(b"\x89PNG\r\n", "a.png", &Options::default(), &mut |_, _| {
        true
    });
    assert!(matches!(error, Err(ImportError::Recognition(_))));
}
