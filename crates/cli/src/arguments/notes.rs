//! Arguments of `note`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Note {
    /// 新建笔记
    Add {
        #[command(flatten)]
        text: NoteText,
        /// 从模板开始
        #[arg(long, conflicts_with_all = ["body", "file"], value_name = "模板")]
        template: Option<String>,
    },
    /// 列出笔记
    List {
        /// 关于这篇资料的
        #[arg(long, value_name = "资料编号")]
        document: Option<String>,
        /// 带这个标签的
        #[arg(long, value_name = "标签")]
        tag: Option<String>,
        /// 已删除的
        #[arg(long)]
        trashed: bool,
    },
    /// 显示一篇笔记
    Show {
        /// 笔记编号，可只写前几位
        #[arg(value_name = "笔记编号")]
        id: String,
    },
    /// 修改笔记，没有写到的不变
    Edit {
        /// 笔记编号，可只写前几位
        #[arg(value_name = "笔记编号")]
        id: String,
        #[command(flatten)]
        text: NoteText,
    },
    /// 删除笔记（可以恢复）
    Remove {
        /// 笔记编号，可以有几个
        #[arg(required = true, value_name = "笔记编号")]
        ids: Vec<String>,
    },
    /// 恢复删除的笔记
    Restore {
        /// 笔记编号，可以有几个
        #[arg(required = true, value_name = "笔记编号")]
        ids: Vec<String>,
    },
    /// 列出历史版本；--version 与现在对照，--restore 恢复
    History {
        /// 笔记编号，可只写前几位
        #[arg(value_name = "笔记编号")]
        id: String,
        /// 与现在对照的版本
        #[arg(long, value_name = "版本")]
        version: Option<u32>,
        /// 恢复的版本
        #[arg(long, value_name = "版本", conflicts_with = "version")]
        restore: Option<u32>,
    },
    /// 列出模板
    Templates,
}

#[derive(Debug, Args)]
pub(crate) struct NoteText {
    /// 标题；不写则取正文的第一行
    #[arg(long, value_name = "标题")]
    pub(crate) title: Option<String>,
    /// 正文（Markdown）
    #[arg(long, conflicts_with = "file", value_name = "正文")]
    pub(crate) body: Option<String>,
    /// 从文件读正文，- 为标准输入
    #[arg(long, value_name = "文件")]
    pub(crate) file: Option<PathBuf>,
    /// 关于哪篇资料
    #[arg(long, value_name = "资料编号")]
    pub(crate) document: Option<String>,
    /// 标签，可以有几个
    #[arg(long = "tag", value_name = "标签")]
    pub(crate) tags: Vec<String>,
}
