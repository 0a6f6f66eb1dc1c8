//! Prints what OCR makes of scans: `cargo run -p yandu-import --example recognize -- FILE…`

#![expect(clippy::print_stdout)]

fn main() -> std::io::Result<()> {
    let recognizer = match yandu_import::Recognizer::find() {
        Ok(recognizer) => recognizer,
        Err(missing) => {
            println!("{}", missing.hint());
            return Ok(());
        }
    };
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let options = yandu_import::Options::default();
        let start = std::time::Instant::now();
        let imported = recognizer.import(&bytes, &path, &options, &mut |done, total| {
            println!("{done}/{total}");
            true
        });
        println!("== {path} {} ms", start.elapsed().as_millis());
        match imported {
            Ok(imported) => {
                println!("{}\n{:?}", imported.source.plain(), imported.warnings);
            }
            Err(error) => println!("{error}；{}", error.hint()),
        }
    }
    Ok(())
}
