//! Why something that came from outside is not taken in: message and next step apart.

use thiserror::Error;

/// A refusal.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum ShareError {
    /// Not a pack at all.
    #[error("不是资料包文件")]
    NotAPack,
    /// Something in it is broken or was changed on the way.
    #[error("内容已损坏：{0}")]
    Damaged(String),
    /// Signed by nobody, or changed since.
    #[error("签名不符：内容在签名之后被改动过，或签名不是这个密钥的")]
    BadSignature,
    /// Made by a newer program.
    #[error("由更新版本的研读生成（格式 {0}）")]
    Newer(u32),
    /// Beyond a limit; in bytes or entries.
    #[error("超出限制：{0}")]
    TooLarge(String),
    /// A key that is none.
    #[error("密钥无法识别")]
    BadKey,
    /// Sealed for others, or changed since.
    #[error("无法解开：没有对应的密钥，或内容被改动过")]
    NotForUs,
    /// An invitation that can't be read.
    #[error("邀请无法识别")]
    NotAnInvitation,
    /// The operating system gave no random numbers.
    #[error("系统未能生成密钥")]
    NoRandomness,
}

impl ShareError {
    /// What the user can do next.
    pub fn hint(&self) -> &'static str {
        match self {
            ShareError::NotAPack => "请选择扩展名为 .yandu 的文件",
            ShareError::Damaged(_) => "请向发布者重新索取，或换一个存储介质再复制一次",
            ShareError::BadSignature => "请不要使用，并向发布者核对密钥指纹",
            ShareError::Newer(_) => "请升级研读后再导入",
            ShareError::TooLarge(_) => "请向发布者索取分成几份的资料包",
            ShareError::BadKey => "请向对方重新索取",
            ShareError::NotForUs => "请与小组管理员联系，确认已被接纳",
            ShareError::NotAnInvitation => {
                "请复制完整的邀请码，或选择扩展名为 .yandu-invite 的文件"
            }
            ShareError::NoRandomness => "请稍后重试",
        }
    }

    pub(crate) fn damaged(detail: impl ToString) -> Self {
        ShareError::Damaged(detail.to_string())
    }
}
