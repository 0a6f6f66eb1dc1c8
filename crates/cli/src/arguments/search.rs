//! Arguments of `search`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use yandu::{Kind, Period};

use super::values::{kind_of, period};

/// `search`
#[derive(Debug, Args)]
pub(crate) struct Search {
    /// 检索式，写法见 docs/manual/search.md
    #[arg(
        required_unless_present_any = ["queries", "saved"],
        conflicts_with_all = ["queries", "saved"],
        allow_hyphen_values = true,
        value_name = "检索式"
    )]
    pub(crate) query: Option<String>,
    /// 从文件逐行读取检索式，每行给一行 JSON；- 为标准输入
    #[arg(long, value_name = "文件")]
    pub(crate) queries: Option<PathBuf>,
    /// 检索范围：documents 资料，notes 笔记，annotations 批注，all 全部
    #[arg(long, value_enum, default_value = "documents", value_name = "范围")]
    pub(crate) scope: Scope,
    /// 只要这个类型：讲话、公文、典型材料、法规、文章、其他
    #[arg(long, value_parser = kind_of, value_name = "类型")]
    pub(crate) kind: Option<Kind>,
    /// 起始日期，含这一天：2015、2015-03-09、2015年3月、去年；没有日期的资料不列入
    #[arg(long, value_parser = period, value_name = "日期")]
    pub(crate) from: Option<Period>,
    /// 截止日期，含这一天；写年或月则到年末、月末
    #[arg(long, value_parser = period, value_name = "日期")]
    pub(crate) to: Option<Period>,
    /// 次序：relevance 最相关的在前，date 新的在前，oldest 旧的在前，title 按标题
    #[arg(long, value_enum, default_value = "relevance", value_name = "次序")]
    pub(crate) sort: SearchSort,
    /// 最多列出多少篇；0 只计数
    #[arg(long, default_value_t = 20, value_name = "篇数")]
    pub(crate) limit: usize,
    /// 跳过前面多少篇
    #[arg(long, default_value_t = 0, value_name = "篇数")]
    pub(crate) offset: usize,
    /// 每篇显示的命中数，0 为全部
    #[arg(long, default_value_t = 3, value_name = "处数")]
    pub(crate) hits: usize,
    /// 总是给出相近结果
    #[arg(long)]
    pub(crate) near: bool,
    /// 字母只当字母，不当拼音
    #[arg(long)]
    pub(crate) no_pinyin: bool,
    /// 执行一个已存检索
    #[arg(long, value_name = "名称")]
    pub(crate) saved: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    Documents,
    Notes,
    Annotations,
    All,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SearchSort {
    Relevance,
    Date,
    Oldest,
    Title,
}
