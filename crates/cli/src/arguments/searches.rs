//! Arguments of saved searches, the history and suggestions.

use clap::{Args, Subcommand};

use super::search::SearchSort;

#[derive(Debug, Subcommand)]
pub(crate) enum Searches {
    /// 列出已存检索
    List,
    /// 保存检索
    Save {
        /// 名称
        #[arg(value_name = "名称")]
        name: String,
        /// 检索式
        #[arg(value_name = "检索式")]
        query: String,
        /// 次序：relevance 最相关的在前，date 新的在前，oldest 旧的在前，title 按标题
        #[arg(long, value_enum, default_value = "relevance", value_name = "次序")]
        sort: SearchSort,
    },
    /// 重命名
    Rename {
        /// 现在的名称
        #[arg(value_name = "名称")]
        name: String,
        /// 新名称
        #[arg(value_name = "新名称")]
        to: String,
    },
    /// 删除
    Remove {
        /// 名称
        #[arg(value_name = "名称")]
        name: String,
    },
    /// 检索历史（窗口中检索过的）
    History {
        /// 最多多少条
        #[arg(long, default_value_t = 50, value_name = "条数")]
        limit: u32,
    },
    /// 清除检索历史；给出检索式时只清除这一条
    Forget {
        /// 检索式
        #[arg(value_name = "检索式")]
        query: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Suggest {
    /// 已输入的文字、拼音或首字母
    #[arg(value_name = "文字")]
    pub(crate) typed: String,
    /// 字母只当字母，不当拼音
    #[arg(long)]
    pub(crate) no_pinyin: bool,
    /// 最多多少条
    #[arg(long, default_value_t = 10, value_name = "条数")]
    pub(crate) limit: usize,
}
