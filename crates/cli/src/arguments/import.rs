//! Arguments of `import`.

use std::path::PathBuf;

use clap::Args;
use yandu::Kind;

use super::values::kind_of;

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// 文件、文件夹或压缩包；- 表示从标准输入读取一个文件
    #[arg(required = true, value_name = "路径")]
    pub(crate) paths: Vec<PathBuf>,
    /// 指定类型，代替自动识别：讲话、公文、典型材料、法规、文章、其他
    #[arg(long, value_parser = kind_of, value_name = "类型")]
    pub(crate) kind: Option<Kind>,
    /// 放入专题
    #[arg(long, value_name = "名称")]
    pub(crate) collection: Option<String>,
    /// 指定文本编码，代替自动识别：utf-8、gb18030、big5、utf-16le 等
    #[arg(long, value_name = "编码")]
    pub(crate) encoding: Option<String>,
    /// 加密 PDF 的打开密码
    #[arg(long, value_name = "密码")]
    pub(crate) password: Option<String>,
    /// 用文字识别（OCR）读扫描件和图片，需要 tesseract
    #[arg(long)]
    pub(crate) ocr: bool,
    /// 把导入报告另存为 CSV 文件，- 为标准输出
    #[arg(long, value_name = "文件")]
    pub(crate) report: Option<PathBuf>,
    /// 只说明会怎样，不改动资料库
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// 本机可以存放标有密级的资料
    #[arg(long)]
    pub(crate) allow_classified: bool,
    /// 作为这篇资料的新版本导入（一个文件）
    #[arg(long, value_name = "资料编号")]
    pub(crate) replace: Option<String>,
}
