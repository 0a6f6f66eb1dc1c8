//! Arguments of watched folders.

use std::path::PathBuf;

use clap::Subcommand;

/// 监视文件夹
#[derive(Debug, Subcommand)]
pub(crate) enum Watch {
    /// 监视一个文件夹
    Add {
        /// 文件夹
        #[arg(value_name = "文件夹")]
        path: PathBuf,
        /// 新资料放入的专题
        #[arg(long, value_name = "专题")]
        collection: Option<String>,
    },
    /// 列出监视的文件夹
    List,
    /// 不再监视；已导入的资料保留
    Remove {
        /// 序号，见 watch list
        #[arg(value_name = "序号")]
        id: i64,
    },
    /// 立即检查一遍，导入新增和改动的文件
    Run,
}
