//! Arguments of tags, collections, trash, the user dictionary and undo.

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum Tag {
    /// 给资料加标签
    Add {
        /// 标签的名称
        #[arg(value_name = "标签")]
        tag: String,
        /// 资料编号，可以有几个
        #[arg(required = true, value_name = "资料编号")]
        ids: Vec<String>,
    },
    /// 去掉标签
    Remove {
        /// 标签的名称
        #[arg(value_name = "标签")]
        tag: String,
        /// 资料编号，可以有几个
        #[arg(required = true, value_name = "资料编号")]
        ids: Vec<String>,
    },
    /// 列出标签
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Collection {
    /// 新建专题
    Create {
        /// 专题的名称
        #[arg(value_name = "专题")]
        name: String,
    },
    /// 把资料放入专题
    Add {
        /// 专题的名称
        #[arg(value_name = "专题")]
        name: String,
        /// 资料编号，可以有几个
        #[arg(required = true, value_name = "资料编号")]
        ids: Vec<String>,
    },
    /// 把资料移出专题
    Remove {
        /// 专题的名称
        #[arg(value_name = "专题")]
        name: String,
        /// 资料编号，可以有几个
        #[arg(required = true, value_name = "资料编号")]
        ids: Vec<String>,
    },
    /// 删除专题，资料保留
    Delete {
        /// 专题的名称
        #[arg(value_name = "专题")]
        name: String,
    },
    /// 列出专题
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Trash {
    /// 移入回收站
    Add {
        /// 资料编号，可以有几个
        #[arg(required = true, value_name = "资料编号")]
        ids: Vec<String>,
    },
    /// 移出回收站
    Restore {
        /// 资料编号，可以有几个
        #[arg(required = true, value_name = "资料编号")]
        ids: Vec<String>,
    },
    /// 列出回收站
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Word {
    /// 添加词语（只影响相近结果的排序）
    Add {
        /// 词语，可以有几个
        #[arg(required = true, value_name = "词语")]
        words: Vec<String>,
    },
    /// 删除词语
    Remove {
        /// 词语，可以有几个
        #[arg(required = true, value_name = "词语")]
        words: Vec<String>,
    },
    /// 列出词语
    List,
}

#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// 撤销导入；可写批次号，默认最近一次
    #[arg(long, value_name = "批次", num_args = 0..=1, default_missing_value = "0")]
    pub(crate) import: Option<i64>,
    /// 只说明将撤销什么，不撤销
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 列出可以撤销和重做的操作，最近的在前
    #[arg(long, conflicts_with_all = ["import", "dry_run"])]
    pub(crate) list: bool,
}
