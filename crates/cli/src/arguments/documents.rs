//! Arguments of `documents`, `show` and `cite`.

use clap::{Args, ValueEnum};
use yandu::{Kind, Period};

use super::values::{citation_style, kind_of, period};

/// `documents`
#[derive(Debug, Args)]
pub(crate) struct Documents {
    /// 只列这个类型：讲话、公文、典型材料、法规、文章、其他
    #[arg(long, value_parser = kind_of, value_name = "类型")]
    pub(crate) kind: Option<Kind>,
    /// 只列这一年或这几年的：2015、2015-2018、二〇一五年、去年
    #[arg(long, value_parser = period, value_name = "年份")]
    pub(crate) year: Option<Period>,
    /// 从这一天起：2015、2015-03-09、2015年3月
    #[arg(long, value_parser = period, value_name = "日期")]
    pub(crate) from: Option<Period>,
    /// 到这一天止，含这一天；写年或月则到年末、月末
    #[arg(long, value_parser = period, value_name = "日期")]
    pub(crate) to: Option<Period>,
    /// 只列发文机关含有这些字的
    #[arg(long, value_name = "机关")]
    pub(crate) issuer: Option<String>,
    /// 只列讲话人含有这些字的
    #[arg(long, value_name = "姓名")]
    pub(crate) speaker: Option<String>,
    /// 只列带这个标签的
    #[arg(long, value_name = "标签")]
    pub(crate) tag: Option<String>,
    /// 只列这个专题中的
    #[arg(long, value_name = "专题")]
    pub(crate) collection: Option<String>,
    /// 次序：date 按日期，title 按标题，added 按导入先后
    #[arg(long, value_enum, default_value = "date", value_name = "次序")]
    pub(crate) sort: ListSort,
    /// 最多列出多少篇
    #[arg(long, default_value_t = 50, value_name = "篇数")]
    pub(crate) limit: u32,
    /// 跳过前面多少篇
    #[arg(long, default_value_t = 0, value_name = "篇数")]
    pub(crate) offset: u32,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ListSort {
    Date,
    Title,
    Added,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// 资料编号，可只写前几位（至少 4 位）
    #[arg(value_name = "资料编号")]
    pub(crate) id: String,
    /// 只看一部分：metadata 基本信息，text 正文，outline 提纲，citations 文中引用的文件
    #[arg(long, value_enum, value_name = "部分")]
    pub(crate) part: Option<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    Metadata,
    Text,
    Outline,
    Citations,
}

/// `cite`
#[derive(Debug, Args)]
pub(crate) struct Cite {
    /// 资料编号，可以有几个
    #[arg(required = true, value_name = "资料编号")]
    pub(crate) ids: Vec<String>,
    /// 格式：gb7714（2025 版）、gb7714-2015、footnote（脚注）、bibtex、ris、csl-json；不写时由 -o 的扩展名决定
    #[arg(long, value_parser = citation_style, value_name = "格式")]
    pub(crate) style: Option<yandu::CitationStyle>,
    /// 写入的文件，- 为标准输出
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<std::path::PathBuf>,
}
