//! Arguments of `annotate` and `annotations`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Annotate {
    /// 资料编号
    #[arg(value_name = "资料编号")]
    pub(crate) id: String,
    /// 要标注的文字；标点、空格和繁简不必与原文一致
    #[arg(long, value_name = "原文")]
    pub(crate) quote: String,
    /// 它前面的文字，用来区分几处相同的文字
    #[arg(long, default_value = "", value_name = "文字")]
    pub(crate) prefix: String,
    /// 它后面的文字
    #[arg(long, default_value = "", value_name = "文字")]
    pub(crate) suffix: String,
    /// 颜色：要点、疑问、金句、联系实际、待查，或 1 到 5
    #[arg(long, alias = "color", default_value = "1", value_name = "颜色")]
    pub(crate) colour: String,
    /// 批注的话
    #[arg(long, default_value = "", value_name = "文字")]
    pub(crate) comment: String,
    /// 作为提问
    #[arg(long)]
    pub(crate) question: bool,
    /// 标签，可以有几个
    #[arg(long = "tag", value_name = "标签")]
    pub(crate) tags: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Annotations {
    /// 资料编号；不写则为全部资料
    #[arg(value_name = "资料编号")]
    pub(crate) id: Option<String>,
    /// 导出格式：md、html、csv、jsonld、docx、json；不写时由 -o 的扩展名决定
    #[arg(long, value_enum, value_name = "格式")]
    pub(crate) format: Option<AnnotationForm>,
    /// 写入的文件，- 为标准输出
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: Option<PathBuf>,
    /// 导入批注文件（JSON-LD），- 为标准输入；写了编号则都归到这篇资料
    #[arg(long, value_name = "文件", conflicts_with_all = ["format", "output", "remove"])]
    pub(crate) import: Option<PathBuf>,
    /// 删除这些批注
    #[arg(long, value_name = "批注编号", num_args = 1.., conflicts_with = "id")]
    pub(crate) remove: Vec<String>,
    /// 只要这种颜色：要点、疑问、金句、联系实际、待查，或 1 到 5
    #[arg(long, alias = "color", value_name = "颜色")]
    pub(crate) colour: Vec<String>,
    /// 只要带这个标签的
    #[arg(long, value_name = "标签")]
    pub(crate) tag: Option<String>,
    /// 只要这个人的：姓名，或人员编号的前几位
    #[arg(long, value_name = "姓名")]
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
