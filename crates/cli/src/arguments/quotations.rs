//! Arguments of `check-quotes`.

use std::path::PathBuf;

use clap::Args;

/// `check-quotes`
#[derive(Debug, Args)]
pub(crate) struct CheckQuotes {
    /// 文稿：docx、txt、md 等；- 表示从标准输入读取
    #[arg(value_name = "文稿")]
    pub(crate) file: PathBuf,
    /// 标点不同也算有出入
    #[arg(long)]
    pub(crate) marks: bool,
    /// 把核对结果写成报告：.docx 或 .html
    #[arg(long, value_name = "文件")]
    pub(crate) report: Option<PathBuf>,
}
