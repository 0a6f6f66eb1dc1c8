//! The arguments.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use yandu::{Date, Kind};

/// 研读：离线检索、可信的学习资料库
#[derive(Debug, Parser)]
#[command(name = "yandu-cli", version, about, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// 资料库文件夹（默认：系统数据目录，或环境变量 YANDU_LIBRARY）
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) library: Option<PathBuf>,
    /// 标准输出只给一份 JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// 不显示进度和逐条信息
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// 界面语言
    #[arg(long, global = true, value_enum, default_value = "zh")]
    pub(crate) lang: Language,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// 导入文件、文件夹、压缩包
    Import(Import),
    /// 列出资料
    Documents(Documents),
    /// 显示一篇资料
    Show(Show),
    /// 检索
    Search(Search),
    /// 标签
    #[command(subcommand)]
    Tag(Tag),
    /// 专题
    #[command(subcommand)]
    Collection(Collection),
    /// 回收站
    #[command(subcommand)]
    Trash(Trash),
    /// 用户词典
    #[command(subcommand)]
    Word(Word),
    /// 撤销上一步操作；--import 撤销一次导入
    Undo(Undo),
    /// 备份到一个文件
    Backup {
        /// 备份文件
        file: PathBuf,
    },
    /// 从备份或快照恢复
    Restore {
        /// 备份文件或快照
        file: PathBuf,
    },
    /// 列出快照；--create 立即生成
    Snapshots {
        /// 立即生成一份快照
        #[arg(long)]
        create: bool,
    },
    /// 检查资料库
    Doctor {
        /// 修复能修复的问题
        #[arg(long)]
        repair: bool,
        /// 重建全文索引
        #[arg(long)]
        rebuild_index: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// 文件、文件夹或压缩包
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// 指定类型，代替自动识别
    #[arg(long, value_parser = kind)]
    pub(crate) kind: Option<Kind>,
    /// 放入专题
    #[arg(long, value_name = "NAME")]
    pub(crate) collection: Option<String>,
    /// 指定文本编码，代替自动识别
    #[arg(long)]
    pub(crate) encoding: Option<String>,
    /// 只说明会怎样，不改动资料库
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 本机可以存放标有密级的资料
    #[arg(long)]
    pub(crate) allow_classified: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Documents {
    #[arg(long, value_parser = kind)]
    pub(crate) kind: Option<Kind>,
    #[arg(long)]
    pub(crate) year: Option<u16>,
    #[arg(long)]
    pub(crate) issuer: Option<String>,
    #[arg(long)]
    pub(crate) speaker: Option<String>,
    #[arg(long)]
    pub(crate) tag: Option<String>,
    #[arg(long)]
    pub(crate) collection: Option<String>,
    #[arg(long, value_enum, default_value = "date")]
    pub(crate) sort: ListSort,
    #[arg(long, default_value_t = 50)]
    pub(crate) limit: u32,
    #[arg(long, default_value_t = 0)]
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
    /// 编号，可只写前几位（至少 4 位）
    pub(crate) id: String,
    /// 只看一部分
    #[arg(long, value_enum)]
    pub(crate) part: Option<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    Metadata,
    Text,
    Outline,
    Citations,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// 检索式
    #[arg(
        required_unless_present = "queries",
        conflicts_with = "queries",
        allow_hyphen_values = true
    )]
    pub(crate) query: Option<String>,
    /// 逐行读取检索式，每行给一行 JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
    /// 检索范围（目前只有资料）
    #[arg(long, value_enum, default_value = "documents")]
    pub(crate) scope: Scope,
    #[arg(long, value_parser = kind)]
    pub(crate) kind: Option<Kind>,
    /// 起始日期
    #[arg(long, value_parser = date)]
    pub(crate) from: Option<Date>,
    /// 截止日期
    #[arg(long, value_parser = date)]
    pub(crate) to: Option<Date>,
    #[arg(long, value_enum, default_value = "relevance")]
    pub(crate) sort: SearchSort,
    #[arg(long, default_value_t = 20)]
    pub(crate) limit: usize,
    #[arg(long, default_value_t = 0)]
    pub(crate) offset: usize,
    /// 每篇显示的命中数，0 为全部
    #[arg(long, default_value_t = 3)]
    pub(crate) hits: usize,
    /// 总是给出相近结果
    #[arg(long)]
    pub(crate) near: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Scope {
    Documents,
    All,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum SearchSort {
    Relevance,
    Date,
    Title,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Tag {
    /// 给资料加标签
    Add {
        tag: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 去掉标签
    Remove {
        tag: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 列出标签
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Collection {
    /// 新建专题
    Create { name: String },
    /// 把资料放入专题
    Add {
        name: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 把资料移出专题
    Remove {
        name: String,
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 删除专题，资料保留
    Delete { name: String },
    /// 列出专题
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Trash {
    /// 移入回收站
    Add {
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 移出回收站
    Restore {
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 列出回收站
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Word {
    /// 添加词语（只影响相近结果的排序）
    Add {
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// 列出词语
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// 撤销导入；可写批次号，默认最近一次
    #[arg(long, value_name = "BATCH", num_args = 0..=1, default_missing_value = "0")]
    pub(crate) import: Option<i64>,
}

fn kind(name: &str) -> Result<Kind, String> {
    let known: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
    Kind::from_name(name).ok_or_else(|| format!("未知的类型“{name}”，可用：{}", known.join("、")))
}

fn date(text: &str) -> Result<Date, String> {
    text.parse()
}
