//! The sample library that the product ships, inside the program: it is there on every platform.

use include_dir::{Dir, include_dir};

use crate::{ApiError, ApiErrorCode, Session};

static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/sample");

impl Session {
    /// Writes the sample files into a folder beside the library and answers with it; the next step is
    /// an ordinary import.
    ///
    /// # Errors
    /// What the disk says.
    pub fn sample_folder(&self) -> Result<String, ApiError> {
        let folder = self
            .places
            .library
            .clone()
            .unwrap_or_default()
            .join("sample");
        let written = std::fs::create_dir_all(&folder).and_then(|()| SAMPLE.extract(&folder));
        written.map_err(|error| {
            let message = format!("无法写出示例资料：{}（{error}）", folder.display());
            ApiError::new(
                ApiErrorCode::Storage,
                &message,
                "请检查磁盘空间和文件夹权限",
            )
        })?;
        Ok(folder.display().to_string())
    }
}
