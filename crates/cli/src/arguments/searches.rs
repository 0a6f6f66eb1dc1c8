//! Arguments of saved searches, the history, and the terms of the library.

use clap::{Args, Subcommand};

use super::SearchSort;

#[derive(Debug, Subcommand)]
pub(crate) enum Searches {
    /// 列出已存检索
    List,
    /// 保存检索
    Save {
        /// 名称
        name: String,
        /// 检索式
        query: String,
        #[arg(long, value_enum, default_value = "relevance")]
        sort: SearchSort,
    },
    /// 重命名
    Rename {
        /// 现在的名称
        name: String,
        /// 新名称
        to: String,
    },
    /// 删除
    Remove {
        /// 名称
        name: String,
    },
    /// 检索历史（窗口中检索过的）
    History {
        /// 最多多少条
        #[arg(long, default_value_t = 50)]
        limit: u32,
    },
    /// 清除检索历史；给出检索式时只清除这一条
    Forget {
        /// 检索式
        query: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Terms {
    /// 最多多少个
    #[arg(long, default_value_t = 30)]
    pub(crate) limit: usize,
    /// 把找到的全部加入用户词典
    #[arg(long)]
    pub(crate) add: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Suggest {
    /// 已输入的文字、拼音或首字母
    pub(crate) typed: String,
    /// 字母只当字母，不当拼音
    #[arg(long)]
    pub(crate) no_pinyin: bool,
    #[arg(long, default_value_t = 10)]
    pub(crate) limit: usize,
}
