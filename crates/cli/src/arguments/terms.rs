//! Arguments of `term`, `concordance` and `terms`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::values::term_grouping;

/// `term`
#[derive(Debug, Args)]
pub(crate) struct Term {
    /// 提法
    #[arg(value_name = "提法")]
    pub(crate) text: String,
    /// 分组：year 年份、kind 类型、speaker 讲话人、issuer 发文机关
    #[arg(long, default_value = "year", value_parser = term_grouping, value_name = "分组")]
    pub(crate) by: yandu::TermGrouping,
}

/// `concordance`
#[derive(Debug, Args)]
pub(crate) struct Concordance {
    /// 提法
    #[arg(value_name = "提法")]
    pub(crate) text: String,
    /// 前后各多少字
    #[arg(long, default_value_t = 20, value_name = "字数")]
    pub(crate) width: u32,
    /// 最多多少处；CSV 总是给出全部
    #[arg(long, default_value_t = 200, value_name = "处数")]
    pub(crate) limit: usize,
    /// 格式：text、csv；不写时由 -o 的扩展名决定
    #[arg(long, value_enum, value_name = "格式")]
    pub(crate) format: Option<ConcordanceForm>,
    /// 写入的文件，- 为标准输出
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ConcordanceForm {
    Text,
    Csv,
}

/// `terms`
#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// 最多多少个
    #[arg(long, default_value_t = 30, value_name = "个数")]
    pub(crate) limit: usize,
    /// 把找到的全部加入用户词典
    #[arg(long)]
    pub(crate) add: bool,
}
