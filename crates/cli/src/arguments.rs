//! The arguments, one file a noun.

mod annotations;
mod documents;
mod export;
mod group;
mod import;
mod labels;
mod near;
mod notes;
mod pack;
mod quotations;
mod reading_lists;
mod search;
mod searches;
mod terms;
mod values;
mod watch;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

pub(crate) use annotations::{Annotate, AnnotationForm, Annotations};
pub(crate) use documents::{Cite, Documents, ListSort, Part, Show};
pub(crate) use export::Export;
pub(crate) use group::{Group, Login};
pub(crate) use import::Import;
pub(crate) use labels::{Collection, Tag, Trash, Undo, Word};
pub(crate) use near::Duplicates;
pub(crate) use notes::{Note, NoteText};
pub(crate) use pack::Pack;
pub(crate) use quotations::CheckQuotes;
pub(crate) use reading_lists::ReadingList;
pub(crate) use search::{Scope, Search, SearchSort};
pub(crate) use searches::{Searches, Suggest};
pub(crate) use terms::{Concordance, ConcordanceForm, Term, Terms};
pub(crate) use values::BadValue;
pub(crate) use watch::Watch;

/// 研读：离线检索、可信的学习资料库
#[derive(Debug, Parser)]
#[command(name = "yandu-cli", version)]
pub(crate) struct Arguments {
    /// 资料库文件夹（默认：系统数据目录，或环境变量 YANDU_LIBRARY）
    #[arg(long, global = true, value_name = "文件夹")]
    pub(crate) library: Option<PathBuf>,
    /// 标准输出只给一份 JSON
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// 不显示进度和逐条信息
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// 语言：zh 中文，en 英文；不写时按系统语言，系统语言不是英文的用中文
    #[arg(long, global = true, value_enum, value_name = "语言")]
    pub(crate) lang: Option<Language>,
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
    /// 显示帮助；写了命令则显示这个命令的帮助
    Help {
        /// 命令，如 search 或 note add
        #[arg(value_name = "命令")]
        command: Vec<String>,
    },
    /// 在 --library 指定的文件夹新建一个空的资料库
    Init,
    /// 导入文件、文件夹、压缩包
    Import(Import),
    /// 列出资料
    Documents(Documents),
    /// 显示一篇资料
    Show(Show),
    /// 检索
    Search(Search),
    /// 已存检索和检索历史
    #[command(subcommand)]
    Searches(Searches),
    /// 按已输入的文字、拼音或首字母给出检索建议
    Suggest(Suggest),
    /// 相似资料（谈同类内容），以及内容近似的资料（同一篇的不同版本、节选）
    Similar {
        /// 资料编号
        #[arg(value_name = "资料编号")]
        id: String,
        /// 最多多少篇相似资料
        #[arg(long, default_value_t = 10, value_name = "篇数")]
        limit: usize,
    },
    /// 对照两篇资料的不同
    Compare {
        /// 左边的资料编号
        #[arg(value_name = "资料编号")]
        left: String,
        /// 右边的资料编号
        #[arg(value_name = "另一编号")]
        right: String,
    },
    /// 近似资料：列出、合并、区分
    #[command(subcommand)]
    Duplicates(Duplicates),
    /// 资料包：制作、检查、导入
    #[command(subcommand)]
    Pack(Pack),
    /// 学习小组：建立、邀请、加入、同步
    #[command(subcommand)]
    Group(Group),
    /// 监视文件夹，新文件自动导入
    #[command(subcommand)]
    Watch(Watch),
    /// 用另一种文字编码重读原文件
    ReadAgain {
        /// 资料编号
        #[arg(value_name = "资料编号")]
        id: String,
        /// 编码；不填时列出各编码下的开头
        #[arg(long, value_name = "编码")]
        encoding: Option<String>,
    },
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
    /// 新词发现：资料库中常见而词典没有的提法
    Terms(Terms),
    /// 引文著录
    Cite(Cite),
    /// 提法：首次出现和出现次数
    Term(Term),
    /// 提法的每一处，连同前后文
    Concordance(Concordance),
    /// 引文核对：检查文稿中的引文
    CheckQuotes(CheckQuotes),
    /// 把资料或阅读清单导出为一个文件
    Export(Export),
    /// 阅读清单
    #[command(subcommand)]
    ReadingList(ReadingList),
    /// 标注一段文字
    Annotate(Annotate),
    /// 列出、导出、导入批注
    Annotations(Annotations),
    /// 显示或填写您的姓名；导出批注、加入小组前需要
    Name {
        /// 姓名
        name: Option<String>,
    },
    /// 笔记
    #[command(subcommand)]
    Note(Note),
    /// 命令行补全脚本
    Completions {
        /// bash、zsh、fish、powershell、elvish
        #[arg(value_name = "外壳")]
        shell: clap_complete::Shell,
    },
    /// 手册页
    Man {
        /// 写入这个文件夹，每个命令一页；不填时打印总页
        #[arg(value_name = "文件夹")]
        folder: Option<PathBuf>,
    },
    /// 撤销上一步操作；--import 撤销一次导入
    Undo(Undo),
    /// 重做刚撤销的操作
    Redo,
    /// 备份到一个文件
    Backup {
        /// 备份文件，- 为标准输出
        #[arg(value_name = "文件")]
        file: PathBuf,
    },
    /// 从备份或快照恢复
    Restore {
        /// 备份文件或快照，- 为标准输入
        #[arg(value_name = "文件")]
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
