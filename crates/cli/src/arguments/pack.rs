//! Arguments of packs.

use std::path::PathBuf;

use clap::Subcommand;

/// 资料包
#[derive(Debug, Subcommand)]
pub(crate) enum Pack {
    /// 把资料、专题或阅读清单做成签名的资料包
    Create {
        /// 标题；同名的资料包会做成新版本
        #[arg(value_name = "标题")]
        title: String,
        /// 资料编号
        #[arg(value_name = "资料编号")]
        ids: Vec<String>,
        /// 专题
        #[arg(long, value_name = "专题")]
        collection: Option<String>,
        /// 阅读清单，可以有几个；其中的资料一并放入
        #[arg(long = "reading-list", value_name = "清单")]
        lists: Vec<String>,
        /// 连同批注
        #[arg(long)]
        annotations: bool,
        /// 更新包：只带上一版没有的内容
        #[arg(long)]
        update: bool,
        /// 写入的文件（扩展名 .yandu），- 为标准输出
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
    },
    /// 检查资料包的签名和内容，不改动资料库
    Verify {
        /// 资料包文件，- 为标准输入
        #[arg(value_name = "资料包")]
        file: PathBuf,
    },
    /// 导入资料包
    Import {
        /// 资料包文件，- 为标准输入
        #[arg(value_name = "资料包")]
        file: PathBuf,
        /// 已与发布者核对指纹，从此信任这个密钥
        #[arg(long)]
        trust: bool,
    },
    /// 列出已导入的资料包
    List,
    /// 撤回一个资料包带来的内容
    Undo {
        /// 资料包编号，见 pack list
        #[arg(value_name = "资料包编号")]
        id: String,
    },
    /// 本机的名称、密钥和指纹
    Identity,
}
