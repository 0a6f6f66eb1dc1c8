//! Prints what the importers make of files, for whoever works on them:
//! `cargo run -p yandu-import --example text -- FILE…`

#![expect(clippy::print_stdout)]

use std::time::Instant;

fn main() -> std::io::Result<()> {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path)?;
        let start = Instant::now();
        let imported = yandu_import::import(&bytes, &path, &yandu_import::Options::default());
        println!("== {path} {} ms", start.elapsed().as_millis());
        match imported {
            Ok(imported) => {
                for line in &imported.source.lines {
                    println!("{:?}\t{}", line.role, line.text);
                }
                println!("{:?}", imported.source.claims);
                println!("{:?}", imported.warnings);
            }
            Err(error) => println!("{error}；{}", error.hint()),
        }
    }
    Ok(())
}
