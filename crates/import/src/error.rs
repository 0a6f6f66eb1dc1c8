//! Why a file could not be imported: message and next step apart.

use std::io;

use thiserror::Error;

use crate::ForeignFormat;

/// One file's failure. The caller knows the path and names it.
#[derive(Debug, Error)]
pub enum ImportError {
    /// Not a single byte in it.
    #[error("文件是空的")]
    Empty,
    /// The file was read, and there is no text in it: white space, or pictures only.
    #[error("文件里没有文字")]
    NoText,
    /// Not a text in any encoding that is known here.
    #[error("内容不是文本（二进制文件）")]
    Binary,
    /// A format without an importer.
    #[error("暂不支持这种格式：{0}")]
    Unsupported(&'static str),
    /// As [`ImportError::Unsupported`], for formats that have a way out of their own.
    #[error("暂不支持这种格式：{}", .0.name())]
    Foreign(ForeignFormat),
    /// Beyond a limit; both in bytes.
    #[error("文件过大：{size} 字节，上限 {limit} 字节")]
    TooLarge {
        /// Size of the file.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// Needs a password.
    #[error("文件已加密，无法读取内容")]
    Encrypted,
    /// Reading took longer than [`crate::Limits::time`].
    #[error("读取超过 {seconds} 秒，已停止")]
    TooSlow {
        /// The limit, in seconds.
        seconds: u64,
    },
    /// Reading took more memory than a file may have, or ended the process that read it.
    #[error("读取需要的内存超过 {megabytes} MB，已停止")]
    TooMuchMemory {
        /// The limit, in MiB.
        megabytes: u64,
    },
    /// The program that reads pictures did not do its work.
    #[error("文字识别失败：{0}")]
    Recognition(String),
    /// The user ended the work on this file.
    #[error("已取消")]
    Cancelled,
    /// Pages that are pictures, or whose fonts do not say which chars they show.
    #[error("{}", needs_ocr(*.pages, *.garbled))]
    NeedsOcr {
        /// How many pages.
        pages: usize,
        /// There is a text layer, but its chars cannot be known.
        garbled: bool,
    },
    /// The format is known, the content is broken.
    #[error("{format} 文件已损坏：{detail}")]
    Damaged {
        /// Name of the format.
        format: &'static str,
        /// What the reader found.
        detail: String,
    },
    /// The bytes are not text in the encoding that the user gave.
    #[error("用指定编码 {0} 无法正确解码")]
    WrongEncoding(&'static str),
    /// A text in an encoding that cannot be read or told.
    #[error("不支持这种文字编码：{0}")]
    UnsupportedEncoding(&'static str),
    /// An encoding name that is not known.
    #[error("未知的编码：{0}")]
    UnknownEncoding(String),
    /// An archive that unpacks to far more than it holds, or nests too deep.
    #[error("压缩包超出限制：{0}")]
    ArchiveLimit(String),
    /// An archive without a file that is wanted: empty, or programs and icons only.
    #[error("压缩包里没有可以导入的材料")]
    NoMaterial,
    /// A path inside an archive that points outside it.
    #[error("压缩包中的路径不安全：{0}")]
    UnsafePath(String),
    /// The operating system refused.
    #[error("无法{operation}：{}", reason(source))]
    Io {
        /// What was tried, as 读取文件.
        operation: &'static str,
        /// Why it failed.
        source: io::Error,
    },
}

fn needs_ocr(pages: usize, garbled: bool) -> String {
    if garbled {
        format!("文字层无法识别：字体缺少字符对照表（共 {pages} 页）")
    } else {
        format!("没有文字层，是扫描件或图片（共 {pages} 页）")
    }
}

/// The common reasons in the user's language.
fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "找不到文件".to_owned(),
        io::ErrorKind::PermissionDenied => "没有读取权限".to_owned(),
        io::ErrorKind::IsADirectory => "这是一个文件夹".to_owned(),
        _ => error.to_string(),
    }
}

impl ImportError {
    /// What the user can do next.
    pub fn hint(&self) -> &'static str {
        match self {
            ImportError::Empty => "请确认文件已保存完整",
            ImportError::NoText => {
                "请打开文件确认；如果内容是图片，请转成 PDF 或 JPG 后用文字识别导入"
            }
            ImportError::Foreign(format) => format.hint(),
            ImportError::Binary => {
                "请导入 PDF、OFD、DOCX、DOC、WPS、RTF、ODT、EPUB、网页、文本或压缩包（zip、rar、7z、tar、gz）"
            }
            ImportError::Unsupported(_) => "请先另存为 docx、html 或 txt 再导入",
            ImportError::TooLarge { .. } => "请把文件拆分后再导入",
            ImportError::Encrypted => {
                "请用原软件取消密码保护后再导入；PDF 也可以在命令行加 --password 给出密码"
            }
            ImportError::TooSlow { .. } | ImportError::TooMuchMemory { .. } => {
                "请用原软件打开，拆分或另存为新文件后再导入"
            }
            ImportError::Recognition(_) => "请确认图片清晰、没有损坏，或换一份扫描件再试",
            ImportError::Cancelled => "可以再次导入这个文件",
            ImportError::NeedsOcr { .. } => {
                "可以用文字识别（OCR）导入：命令行加 --ocr，窗口中点“识别文字”"
            }
            ImportError::Damaged { .. } => "请用原软件打开并重新保存后再导入",
            ImportError::WrongEncoding(_) => "请去掉 --encoding 让程序自动识别，或换一种编码",
            ImportError::UnsupportedEncoding(_) => {
                "请用原软件或文本编辑器另存为 UTF-8 后再导入；知道编码时也可以加 --encoding 指定"
            }
            ImportError::UnknownEncoding(_) => {
                "可用：utf-8、utf-16le、utf-16be、gb18030、gbk、big5"
            }
            ImportError::NoMaterial => "请打开压缩包确认；程序、样式和图标文件不会导入",
            ImportError::ArchiveLimit(_) => "请解压后分批导入",
            ImportError::UnsafePath(_) => "已跳过这一项；请检查压缩包来源",
            ImportError::Io { .. } => "请检查文件是否存在、是否有读取权限",
        }
    }

    /// True for a file that is whole but not wanted: it is refused, it did not fail.
    pub fn is_refusal(&self) -> bool {
        !matches!(self, ImportError::Damaged { .. } | ImportError::Io { .. })
    }

    pub(crate) fn damaged(format: &'static str, detail: impl ToString) -> Self {
        ImportError::Damaged {
            format,
            detail: detail.to_string(),
        }
    }
}
