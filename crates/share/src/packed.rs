//! zstd with a limit: what comes out is counted, whatever the frame declares.

use std::io::Read;

use crate::ShareError;

/// The level of zstd's own default.
const LEVEL: i32 = 3;

pub(crate) fn pack(bytes: &[u8]) -> Result<Vec<u8>, ShareError> {
    zstd::bulk::compress(bytes, LEVEL).map_err(ShareError::damaged)
}

/// Unpacks at most `limit` bytes.
pub(crate) fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<u8>, ShareError> {
    let decoder = zstd::stream::read::Decoder::new(bytes).map_err(ShareError::damaged)?;
    let mut out = Vec::new();
    decoder
        .take(limit + 1)
        .read_to_end(&mut out)
        .map_err(ShareError::damaged)?;
    if out.len() as u64 > limit {
        return Err(ShareError::TooLarge(format!("解压后超过 {limit} 字节")));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bomb_is_held_at_the_limit() {
        let packed = pack(&vec![0; 10 << 20]).unwrap();
        assert!(packed.len() < 10_000);
        assert!(matches!(
            unpack(&packed, 1 << 20),
            Err(ShareError::TooLarge(_))
        ));
        assert_eq!(
            unpack(&pack("学习".as_bytes()).unwrap(), 100).unwrap(),
            "学习".as_bytes()
        );
        assert!(unpack(b"nothing", 100).is_err());
    }
}
