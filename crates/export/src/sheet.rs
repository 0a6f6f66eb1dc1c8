//! CSV as Excel and WPS in Chinese Windows open it: byte order mark, lines of Windows.

use crate::ExportError;

/// Writes headings and rows; cells are as they shall stand.
pub(crate) fn write_csv<R>(
    headings: &[String],
    rows: impl Iterator<Item = R>,
) -> Result<Vec<u8>, ExportError>
where
    R: Iterator<Item = String>,
{
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let failed = |e: csv::Error| ExportError::of("CSV")(&e);
    writer.write_record(headings).map_err(failed)?;
    for row in rows {
        writer.write_record(row).map_err(failed)?;
    }
    writer.into_inner().map_err(|e| ExportError::of("CSV")(&e))
}
