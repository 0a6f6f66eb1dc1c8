//! Arguments of `export`.

use std::path::PathBuf;

use clap::Args;

use super::values::{annotation_place, export_format, layout};

/// `export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// 资料编号
    #[arg(
        required_unless_present = "reading_list",
        conflicts_with = "reading_list",
        value_name = "资料编号"
    )]
    pub(crate) id: Option<String>,
    /// 阅读清单的编号或名称
    #[arg(long, value_name = "清单")]
    pub(crate) reading_list: Option<String>,
    /// 格式：docx、pdf、html、md、txt、xlsx、csv、bibtex、ris、csl-json；不写时由 -o 的扩展名决定
    #[arg(long, value_parser = export_format, value_name = "格式")]
    pub(crate) format: Option<yandu::ExportFormat>,
    /// 版式：official（公文）、booklet（书册）
    #[arg(long, default_value = "official", value_parser = layout, value_name = "版式")]
    pub(crate) layout: yandu::Layout,
    /// 内容，用逗号分隔：text 正文、annotations 批注、notes 笔记、questions 思考题、none 都不要
    #[arg(long, value_delimiter = ',', default_value = "text,questions", value_parser = ["text", "annotations", "notes", "questions", "none"], value_name = "内容")]
    pub(crate) with: Vec<String>,
    /// 批注的位置：footnotes（脚注）、appendix（文后）
    #[arg(long, default_value = "footnotes", value_parser = annotation_place, value_name = "位置")]
    pub(crate) annotations: yandu::AnnotationPlace,
    /// 只导出资料本身，不带它的附件（通知所印发的办法、讲话等）
    #[arg(long)]
    pub(crate) no_attachments: bool,
    /// 写入的文件，- 为标准输出；已有的文件会被替换
    #[arg(short, long, value_name = "文件")]
    pub(crate) output: PathBuf,
}
