//! Arguments of `reading-list`.

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum ReadingList {
    /// 新建清单；--from 复制已有的清单
    Create {
        /// 清单的名称
        #[arg(value_name = "名称")]
        title: String,
        /// 前言
        #[arg(long, default_value = "", value_name = "文字")]
        introduction: String,
        /// 复制这份清单
        #[arg(long, value_name = "清单", conflicts_with = "introduction")]
        from: Option<String>,
    },
    /// 加入资料或段落
    Add {
        /// 清单的名称或编号
        #[arg(value_name = "清单")]
        list: String,
        /// 资料编号，可以有几个
        #[arg(required = true, value_name = "资料编号")]
        ids: Vec<String>,
        /// 只读这一段文字（一篇资料）
        #[arg(long, value_name = "原文")]
        quote: Option<String>,
        /// 放入栏目，没有就新建
        #[arg(long, value_name = "栏目")]
        section: Option<String>,
        /// 选读
        #[arg(long)]
        optional: bool,
    },
    /// 移动一个条目
    Move {
        /// 清单的名称或编号
        #[arg(value_name = "清单")]
        list: String,
        /// 条目的序号或编号
        #[arg(value_name = "条目")]
        item: String,
        /// 移到这个栏目（默认：原栏目）
        #[arg(long, value_name = "栏目")]
        section: Option<String>,
        /// 移到第几个，从 1 数起
        #[arg(long, default_value_t = 1, value_name = "序号")]
        to: u32,
    },
    /// 删除清单，或移出条目
    Remove {
        /// 清单的名称或编号
        #[arg(value_name = "清单")]
        list: String,
        /// 条目的序号或编号；不写时删除整份清单
        #[arg(value_name = "条目")]
        items: Vec<String>,
    },
    /// 显示清单
    Show {
        /// 清单的名称或编号
        #[arg(value_name = "清单")]
        list: String,
    },
    /// 列出清单
    List,
    /// 显示进度；写了条目则标为已读
    Progress {
        /// 清单的名称或编号
        #[arg(value_name = "清单")]
        list: String,
        /// 条目的序号或编号
        #[arg(value_name = "条目")]
        items: Vec<String>,
        /// 标为未读
        #[arg(long)]
        unread: bool,
    },
}
