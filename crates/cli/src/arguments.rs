//! The arguments.

mod group;
mod near;
mod pack;
mod searches;
mod watch;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use yandu::{Date, Kind};

pub(crate) use group::{Group, Login};
pub(crate) use near::Duplicates;
pub(crate) use pack::Pack;
pub(crate) use searches::{Searches, Suggest, Terms};
pub(crate) use watch::Watch;

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
    /// 已存检索和检索历史
    #[command(subcommand)]
    Searches(Searches),
    /// 按已输入的文字、拼音或首字母给出检索建议
    Suggest(Suggest),
    /// 相似资料（谈同类内容），以及内容近似的资料（同一篇的不同版本、节选）
    Similar {
        /// 资料编号
        id: String,
        /// 最多多少篇相似资料
        #[arg(long, default_value_t = 10)]
        limit: usize,
    },
    /// 对照两篇资料的不同
    Compare {
        /// 资料编号
        left: String,
        /// 资料编号
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
        id: String,
        /// 编码；不填时列出各编码下的开头
        #[arg(long)]
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
    Cite {
        /// 资料编号，可以有几个
        #[arg(required = true)]
        ids: Vec<String>,
        /// 格式：gb7714（2025 版）、gb7714-2015、footnote、bibtex、ris、csl-json
        #[arg(long, default_value = "gb7714", value_parser = citation_style)]
        style: yandu::CitationStyle,
    },
    /// 提法：首次出现和出现次数
    Term {
        /// 提法
        text: String,
        /// 分组：year、kind、speaker、issuer
        #[arg(long, default_value = "year", value_parser = term_grouping)]
        by: yandu::TermGrouping,
    },
    /// 提法的每一处，连同前后文
    Concordance {
        /// 提法
        text: String,
        /// 前后各多少字
        #[arg(long, default_value_t = 20)]
        width: u32,
        /// 最多多少处
        #[arg(long, default_value_t = 200)]
        limit: usize,
        /// 格式：text、csv（全部）
        #[arg(long, default_value = "text", value_parser = ["text", "csv"])]
        format: String,
        /// 写入文件，不打印
        #[arg(short, long)]
        output: Option<PathBuf>,
    },
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
    /// 笔记
    #[command(subcommand)]
    Note(Note),
    /// 命令行补全脚本
    Completions {
        /// bash、zsh、fish、powershell、elvish
        shell: clap_complete::Shell,
    },
    /// 手册页
    Man {
        /// 写入这个文件夹，每个命令一页；不填时打印总页
        folder: Option<PathBuf>,
    },
    /// 撤销上一步操作；--import 撤销一次导入
    Undo(Undo),
    /// 重做刚撤销的操作
    Redo,
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
    /// 加密 PDF 的打开密码
    #[arg(long)]
    pub(crate) password: Option<String>,
    /// 用文字识别（OCR）读扫描件和图片，需要 tesseract
    #[arg(long)]
    pub(crate) ocr: bool,
    /// 把导入报告另存为 CSV 文件
    #[arg(long, value_name = "FILE")]
    pub(crate) report: Option<PathBuf>,
    /// 只说明会怎样，不改动资料库
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 本机可以存放标有密级的资料
    #[arg(long)]
    pub(crate) allow_classified: bool,
    /// 作为这篇资料的新版本导入（一个文件）
    #[arg(long, value_name = "ID")]
    pub(crate) replace: Option<String>,
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
        required_unless_present_any = ["queries", "saved"],
        conflicts_with_all = ["queries", "saved"],
        allow_hyphen_values = true
    )]
    pub(crate) query: Option<String>,
    /// 逐行读取检索式，每行给一行 JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) queries: Option<PathBuf>,
    /// 检索范围
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
    /// 字母只当字母，不当拼音
    #[arg(long)]
    pub(crate) no_pinyin: bool,
    /// 执行一个已存检索
    #[arg(long, value_name = "NAME")]
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
    /// Oldest first; undated last.
    Oldest,
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
    /// 删除词语
    Remove {
        #[arg(required = true)]
        words: Vec<String>,
    },
    /// 列出词语
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Annotate {
    /// 资料编号
    pub(crate) id: String,
    /// 要标注的文字；标点、空格和繁简不必与原文一致
    #[arg(long)]
    pub(crate) quote: String,
    /// 它前面的文字，用来区分几处相同的文字
    #[arg(long, default_value = "")]
    pub(crate) prefix: String,
    /// 它后面的文字
    #[arg(long, default_value = "")]
    pub(crate) suffix: String,
    /// 颜色：要点、疑问、金句、联系实际、待查，或 1 到 5
    #[arg(long, alias = "color", default_value = "1")]
    pub(crate) colour: String,
    /// 批注的话
    #[arg(long, default_value = "")]
    pub(crate) comment: String,
    /// 作为提问
    #[arg(long)]
    pub(crate) question: bool,
    /// 标签，可以有几个
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Annotations {
    /// 资料编号；不写则为全部资料
    pub(crate) id: Option<String>,
    /// 导出格式
    #[arg(long, value_enum)]
    pub(crate) format: Option<AnnotationForm>,
    /// 写入文件，格式可由扩展名得知
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// 导入批注文件（JSON-LD）；写了编号则都归到这篇资料
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "output", "remove"])]
    pub(crate) import: Option<PathBuf>,
    /// 删除这些批注
    #[arg(long, value_name = "ANNOTATION", num_args = 1.., conflicts_with = "id")]
    pub(crate) remove: Vec<String>,
    /// 只要这种颜色
    #[arg(long, alias = "color")]
    pub(crate) colour: Vec<String>,
    /// 只要带这个标签的
    #[arg(long)]
    pub(crate) tag: Option<String>,
    /// 只要这个人的：姓名
    #[arg(long)]
    pub(crate) person: Option<String>,
    /// 只要位置需要核对的
    #[arg(long)]
    pub(crate) unsettled: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AnnotationForm {
    Json,
    Md,
    Html,
    Csv,
    Jsonld,
    Docx,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Note {
    /// 新建笔记
    Add {
        #[command(flatten)]
        text: NoteText,
        /// 从模板开始
        #[arg(long, conflicts_with_all = ["body", "file"])]
        template: Option<String>,
    },
    /// 列出笔记
    List {
        /// 关于这篇资料的
        #[arg(long)]
        document: Option<String>,
        /// 带这个标签的
        #[arg(long)]
        tag: Option<String>,
        /// 已删除的
        #[arg(long)]
        trashed: bool,
    },
    /// 显示一篇笔记
    Show { id: String },
    /// 修改笔记，没有写到的不变
    Edit {
        id: String,
        #[command(flatten)]
        text: NoteText,
    },
    /// 删除笔记（可以恢复）
    Remove {
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 恢复删除的笔记
    Restore {
        #[arg(required = true)]
        ids: Vec<String>,
    },
    /// 列出历史版本；--version 与现在对照，--restore 恢复
    History {
        id: String,
        #[arg(long)]
        version: Option<u32>,
        #[arg(long, value_name = "VERSION", conflicts_with = "version")]
        restore: Option<u32>,
    },
    /// 列出模板
    Templates,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReadingList {
    /// 新建清单；--from 复制已有的清单
    Create {
        title: String,
        /// 前言
        #[arg(long, default_value = "")]
        introduction: String,
        /// 复制这份清单
        #[arg(long, value_name = "LIST", conflicts_with = "introduction")]
        from: Option<String>,
    },
    /// 加入资料或段落
    Add {
        list: String,
        #[arg(required = true)]
        ids: Vec<String>,
        /// 只读这一段文字（一篇资料）
        #[arg(long)]
        quote: Option<String>,
        /// 放入栏目，没有就新建
        #[arg(long)]
        section: Option<String>,
        /// 选读
        #[arg(long)]
        optional: bool,
    },
    /// 移动一个条目
    Move {
        list: String,
        item: String,
        /// 移到这个栏目（默认：原栏目）
        #[arg(long)]
        section: Option<String>,
        /// 移到第几个，从 1 数起
        #[arg(long, default_value_t = 1)]
        to: u32,
    },
    /// 删除清单，或移出条目
    Remove { list: String, items: Vec<String> },
    /// 显示清单
    Show { list: String },
    /// 列出清单
    List,
    /// 显示进度；写了条目则标为已读
    Progress {
        list: String,
        items: Vec<String>,
        /// 标为未读
        #[arg(long)]
        unread: bool,
    },
}

#[derive(Debug, Args)]
pub(crate) struct NoteText {
    /// 标题；不写则取正文的第一行
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// 正文（Markdown）
    #[arg(long, conflicts_with = "file")]
    pub(crate) body: Option<String>,
    /// 从文件读正文，- 为标准输入
    #[arg(long, value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// 关于哪篇资料
    #[arg(long, value_name = "ID")]
    pub(crate) document: Option<String>,
    /// 标签，可以有几个
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// 撤销导入；可写批次号，默认最近一次
    #[arg(long, value_name = "BATCH", num_args = 0..=1, default_missing_value = "0")]
    pub(crate) import: Option<i64>,
}

/// `check-quotes`
#[derive(Debug, Args)]
pub(crate) struct CheckQuotes {
    /// 文稿：docx、txt、md 等；- 表示从标准输入读取
    pub(crate) file: PathBuf,
    /// 标点不同也算有出入
    #[arg(long)]
    pub(crate) marks: bool,
    /// 把核对结果写成报告：.docx 或 .html
    #[arg(long)]
    pub(crate) report: Option<PathBuf>,
}

/// `export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// 资料编号
    #[arg(
        required_unless_present = "reading_list",
        conflicts_with = "reading_list"
    )]
    pub(crate) id: Option<String>,
    /// 阅读清单的编号或名称
    #[arg(long)]
    pub(crate) reading_list: Option<String>,
    /// 格式：docx、pdf、html、md、txt、xlsx、csv、bibtex、ris、csl-json
    #[arg(long, value_parser = export_format)]
    pub(crate) format: yandu::ExportFormat,
    /// 版式：official（公文）、booklet（书册）
    #[arg(long, default_value = "official", value_parser = layout)]
    pub(crate) layout: yandu::Layout,
    /// 内容，用逗号分隔：text、annotations、notes、questions
    #[arg(long, value_delimiter = ',', default_value = "text,questions", value_parser = ["text", "annotations", "notes", "questions", "none"])]
    pub(crate) with: Vec<String>,
    /// 批注的位置：footnotes（脚注）、appendix（文后）
    #[arg(long, default_value = "footnotes", value_parser = annotation_place)]
    pub(crate) annotations: yandu::AnnotationPlace,
    /// 写入的文件；已有的文件会被替换
    #[arg(short, long)]
    pub(crate) output: PathBuf,
}

fn term_grouping(name: &str) -> Result<yandu::TermGrouping, String> {
    yandu::TermGrouping::from_name(name)
        .ok_or_else(|| format!("未知的分组“{name}”，可用：year、kind、speaker、issuer"))
}

fn export_format(name: &str) -> Result<yandu::ExportFormat, String> {
    let known: Vec<&str> = yandu::ExportFormat::ALL.iter().map(|f| f.name()).collect();
    yandu::ExportFormat::from_name(name)
        .ok_or_else(|| format!("未知的格式“{name}”，可用：{}", known.join("、")))
}

fn layout(name: &str) -> Result<yandu::Layout, String> {
    yandu::Layout::from_name(name)
        .ok_or_else(|| format!("未知的版式“{name}”，可用：official、booklet"))
}

fn annotation_place(name: &str) -> Result<yandu::AnnotationPlace, String> {
    yandu::AnnotationPlace::from_name(name)
        .ok_or_else(|| format!("未知的位置“{name}”，可用：footnotes、appendix"))
}

fn citation_style(name: &str) -> Result<yandu::CitationStyle, String> {
    let known: Vec<&str> = yandu::CitationStyle::ALL.iter().map(|s| s.name()).collect();
    yandu::CitationStyle::from_name(name)
        .ok_or_else(|| format!("未知的格式“{name}”，可用：{}", known.join("、")))
}

fn kind(name: &str) -> Result<Kind, String> {
    let known: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
    Kind::from_name(name).ok_or_else(|| format!("未知的类型“{name}”，可用：{}", known.join("、")))
}

fn date(text: &str) -> Result<Date, String> {
    text.parse()
}
