//! The bytes of streams, within a limit. What is broken behind a good beginning is cut off, as every reader does.

use std::io::Read;

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::Stream;

use super::objects::{dictionary, number_of};

/// The content of a stream; `None` if it is larger than `limit` bytes or not packed in a way that texts are.
pub(super) fn decoded(stream: &Stream<'_>, limit: usize) -> Option<Vec<u8>> {
    let filters = stream.filters();
    // The usual case is unpacked here, where a bomb is stopped at the limit.
    let bytes = match filters[..] {
        [] => stream.raw_data().into_owned(),
        [Filter::FlateDecode] if !is_predicted(stream) => inflated(&stream.raw_data(), limit)?,
        _ => stream.decoded().ok()?.into_owned(),
    };
    (bytes.len() <= limit).then_some(bytes)
}

fn is_predicted(stream: &Stream<'_>) -> bool {
    let keys: [&[u8]; 2] = [b"DecodeParms", b"DP"];
    keys.iter().any(|key| {
        let list = stream.dict().get::<hayro_syntax::object::Array<'_>>(*key);
        let about = dictionary(stream.dict(), key).or_else(|| list?.iter().next());
        about.is_some_and(|d| number_of(&d, b"Predictor").unwrap_or(1.0) > 1.0)
    })
}

fn inflated(packed: &[u8], limit: usize) -> Option<Vec<u8>> {
    let with_header = unpack(ZlibDecoder::new(packed), limit);
    // A header that is wrong is not a reason to lose the text.
    if with_header.is_empty() {
        let raw = unpack(DeflateDecoder::new(packed), limit);
        let after = unpack(
            DeflateDecoder::new(packed.get(2..).unwrap_or_default()),
            limit,
        );
        let longer = if raw.len() > after.len() { raw } else { after };
        return (longer.len() <= limit).then_some(longer);
    }
    (with_header.len() <= limit).then_some(with_header)
}

fn unpack(decoder: impl Read, limit: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What came before an error is kept.
    let _ = decoder.take(limit as u64 + 1).read_to_end(&mut bytes);
    bytes
}
