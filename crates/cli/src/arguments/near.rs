//! Arguments about texts that are alike, and about reading a file again.

use clap::Subcommand;

/// 近似资料
#[derive(Debug, Subcommand)]
pub(crate) enum Duplicates {
    /// 查找并列出内容相近的资料：不同来源、不同版本、节选
    List,
    /// 合并为同一作品：两篇都保留，批注集中到前一篇
    Join {
        /// 批注集中到这一篇
        #[arg(value_name = "资料编号")]
        keep: String,
        /// 另一篇
        #[arg(value_name = "另一编号")]
        other: String,
    },
    /// 标为不同资料，不再列出
    Apart {
        /// 资料编号
        #[arg(value_name = "资料编号")]
        one: String,
        /// 资料编号
        #[arg(value_name = "另一编号")]
        other: String,
    },
    /// 把一篇移出它的作品
    Leave {
        /// 资料编号
        #[arg(value_name = "资料编号")]
        id: String,
    },
}
