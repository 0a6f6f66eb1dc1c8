//! Arguments of study groups.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::values::{day, export_format};

/// 自己的姓名，存储位置的用户名和密码
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct Login {
    /// 自己在小组中显示的姓名
    #[arg(long, value_name = "姓名")]
    pub(crate) name: Option<String>,
    /// 用户名（WebDAV）或访问密钥编号（S3）
    #[arg(long, default_value = "", value_name = "用户名")]
    pub(crate) user: String,
    /// 保存密码的文件，- 为标准输入；不写时读取环境变量 YANDU_GROUP_PASSWORD
    #[arg(long, value_name = "文件")]
    pub(crate) password_file: Option<PathBuf>,
}

/// 学习小组
#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    /// 在一个空文件夹、WebDAV 或 S3 上建立小组
    Create {
        /// 名称
        #[arg(value_name = "名称")]
        title: String,
        /// 文件夹路径、https://… 或 s3://桶/文件夹?endpoint=…
        #[arg(long, value_name = "位置")]
        at: String,
        #[command(flatten)]
        login: Login,
        /// 共享资料时连同正文（加密后放在存储上）
        #[arg(long)]
        texts: bool,
    },
    /// 生成邀请码，或写成邀请文件
    Invite {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 写入的文件（扩展名 .yandu-invite），- 为标准输出
        #[arg(short, long, value_name = "文件")]
        output: Option<PathBuf>,
    },
    /// 凭邀请码或邀请文件申请加入
    Join {
        /// 邀请码，或邀请文件；- 为标准输入
        #[arg(value_name = "邀请")]
        invitation: String,
        /// 本机上小组文件夹的位置，与邀请中的不同时写
        #[arg(long, value_name = "位置")]
        at: Option<String>,
        #[command(flatten)]
        login: Login,
    },
    /// 与小组交换新内容
    Sync {
        /// 小组名称或编号；不写时同步全部小组
        #[arg(value_name = "小组")]
        group: Option<String>,
        /// 连同被安全上限拦住的删除
        #[arg(long)]
        deletions: bool,
    },
    /// 成员和加入申请
    Members {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
    },
    /// 各小组的状态
    Status {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: Option<String>,
    },
    /// 接纳一份申请（管理员）
    Admit {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 申请人姓名或设备编号
        #[arg(value_name = "申请人")]
        request: String,
        /// 作为这位成员的另一台设备
        #[arg(long, value_name = "成员")]
        as_member: Option<String>,
    },
    /// 移出成员，或移除一台遗失的设备（管理员）
    Remove {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 成员姓名或编号
        #[arg(required_unless_present = "device", value_name = "成员")]
        member: Option<String>,
        /// 设备编号
        #[arg(long, conflicts_with = "member", value_name = "设备编号")]
        device: Option<String>,
    },
    /// 任命或免去管理员（创建者）
    Role {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 成员姓名或编号
        #[arg(value_name = "成员")]
        member: String,
        /// moderator 或 member
        #[arg(value_parser = ["moderator", "member"], value_name = "身份")]
        role: String,
    },
    /// 共享资料、批注、阅读清单，或自己的阅读进度
    Share {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 资料编号
        #[arg(long = "document", value_name = "资料编号")]
        documents: Vec<String>,
        /// 自己的批注编号
        #[arg(long = "annotation", value_name = "批注编号")]
        annotations: Vec<String>,
        /// 阅读清单
        #[arg(long = "reading-list", value_name = "清单")]
        lists: Vec<String>,
        /// 阅读清单，只告知进度
        #[arg(long, value_name = "清单")]
        progress: Vec<String>,
    },
    /// 不再共享自己的批注；本机的仍在
    Unshare {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 批注编号
        #[arg(value_name = "批注编号")]
        annotations: Vec<String>,
    },
    /// 小组的资料和其中的发言
    Session {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 资料编号
        #[arg(value_name = "资料编号")]
        document: Option<String>,
    },
    /// 标记已讨论
    Discussed {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 批注编号
        #[arg(value_name = "批注编号")]
        annotations: Vec<String>,
        /// 改回未讨论
        #[arg(long)]
        not: bool,
    },
    /// 隐藏不合适的批注，或恢复显示（管理员）
    Hide {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 批注编号
        #[arg(value_name = "批注编号")]
        annotation: String,
        /// 原因；不写时恢复显示
        #[arg(long, value_name = "原因")]
        reason: Option<String>,
    },
    /// 生成学习纪要（.docx、.md、.html 等）
    Minutes {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
        /// 写入的文件，- 为标准输出；格式由扩展名决定
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
        /// 格式：docx、md、html、txt、pdf；不写时由 -o 的扩展名决定
        #[arg(long, value_parser = export_format, value_name = "格式")]
        format: Option<yandu::ExportFormat>,
        /// 资料编号；不写时为有发言的全部资料
        #[arg(long = "document", value_name = "资料编号")]
        documents: Vec<String>,
        /// 日期，如 2026-11-24、2026年11月24日；不写时为今天
        #[arg(long, value_name = "日期", value_parser = day)]
        date: Option<yandu::Date>,
        /// 参加人员；不写时为发言的人
        #[arg(long, value_name = "姓名")]
        present: Vec<String>,
        /// 只写已讨论的内容和待研究的问题
        #[arg(long)]
        discussed: bool,
    },
    /// 退出小组；本机已有的内容仍在
    Leave {
        /// 小组名称或编号
        #[arg(value_name = "小组")]
        group: String,
    },
}
