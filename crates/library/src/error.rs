//! Errors of the library: a code to branch on, a message, the next step, and the detail apart.

mod english;

use std::path::{Path, PathBuf};

use thiserror::Error;
use yandu_import::{ImportError, MissingProgram};
use yandu_search::{QueryError, SearchError};
use yandu_share::{ShareError, StorageError, StorageProblem};

/// What a caller can branch on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    /// The request itself is wrong.
    Usage,
    /// Refused: not found, a name that exists, locked, a newer version.
    Refused,
    /// The library is damaged.
    Damaged,
    /// The disk or the operating system failed.
    Storage,
}

/// An error of the library.
#[derive(Debug, Error)]
pub enum LibraryError {
    /// No document with this id.
    #[error("没有找到资料：{0}")]
    NotFound(String),
    /// A shortened id that fits several.
    #[error("编号 {0} 对应多篇资料")]
    Ambiguous(String),
    /// A shortened id below four characters.
    #[error("编号太短：{0}")]
    ShortId(String),
    /// The last operation was an import.
    #[error("上一步是{name}（批次 {batch}），请用“撤销导入”撤销")]
    LastIsImport {
        /// What was done.
        name: String,
        /// The number of the import.
        batch: i64,
    },
    /// The last operation was taking in a pack.
    #[error("上一步是{name}，请在资料包中撤销")]
    LastIsPack {
        /// What was done.
        name: String,
        /// The id of the pack.
        id: String,
    },
    /// An operation to which nothing leads back any more.
    #[error("“{0}”已不能撤销或重做：相关内容后来又有变动")]
    CannotUndo(String),
    /// A name that is taken.
    #[error("名称已存在：{0}")]
    NameTaken(String),
    /// A name that is not there.
    #[error("没有找到：{0}")]
    NoSuchName(String),
    /// Another process has the library open.
    #[error("资料库正被另一个程序使用：{}", .0.display())]
    Locked(PathBuf),
    /// Written by a newer program.
    #[error("资料库由更新的版本创建（结构版本 {found}，本程序支持 {supported}）：{}", path.display())]
    Newer {
        /// Its schema version.
        found: u32,
        /// Ours.
        supported: u32,
        /// The database.
        path: PathBuf,
    },
    /// What a pack or log says of itself does not hold.
    #[error(transparent)]
    Share(#[from] ShareError),
    /// A publisher whose key is not pinned.
    #[error("发布者“{name}”的密钥尚未信任，指纹 {fingerprint}")]
    UnknownPublisher {
        /// As it calls itself.
        name: String,
        /// Eight groups of four digits.
        fingerprint: String,
    },
    /// A version of a pack that is not newer.
    #[error("资料包已是第 {here} 版，文件是第 {version} 版")]
    PackVersion {
        /// The version that is here.
        here: u32,
        /// The version of the file.
        version: u32,
    },
    /// An update without what it builds on.
    #[error("这是更新包，需要先导入第 {0} 版")]
    PackBase(u32),
    /// Nothing that may go into a pack.
    #[error("没有可以放入资料包的资料")]
    EmptyPack,
    /// The file with the key of this device is no key.
    #[error("设备密钥文件已损坏：{}", .0.display())]
    DeviceKey(PathBuf),
    /// A storage did not do what was asked.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A folder that belongs to another group already, or to one that is known here.
    #[error("这个位置已经有一个学习小组")]
    GroupExists,
    /// No group lies there, or not the one of the invitation.
    #[error("这个位置没有邀请所指的学习小组")]
    NotThisGroup,
    /// A request that waits for a moderator, or a membership that ended.
    #[error("你还不是这个小组的成员")]
    NotAdmitted,
    /// What only a founder or moderator may.
    #[error("只有{0}才能这样做")]
    NotAllowed(&'static str),
    /// A document with a classification mark, which is not shared.
    #[error("《{0}》标有密级，不能共享")]
    Classified(String),
    /// Something that the group does not have.
    #[error("小组里没有这条内容")]
    NotInGroup,
    /// A program that the user must install.
    #[error("本机没有需要的程序")]
    MissingProgram(MissingProgram),
    /// A place where a library is not safe.
    #[error("不能把资料库放在这里：{}（{reason}）", path.display())]
    UnsafePlace {
        /// The folder.
        path: PathBuf,
        /// Why.
        reason: &'static str,
    },
    /// A change of a library whose folder cannot be written.
    #[error("资料库所在的位置不能写入，只能检索和阅读")]
    ReadOnly,
    /// Nothing lies where a library should.
    #[error("这里没有资料库：{}", .0.display())]
    NoLibrary(PathBuf),
    /// Not a library.
    #[error("不是研读资料库：{}", .0.display())]
    NotALibrary(PathBuf),
    /// The database is damaged.
    #[error("资料库已损坏：{}（{detail}）", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// A value that a field cannot have.
    #[error("{field}不能是“{value}”")]
    InvalidValue {
        /// The field.
        field: &'static str,
        /// The value as typed.
        value: String,
    },
    /// A name that several things have.
    #[error("有 {} 个{noun}叫“{name}”，编号：{}", ids.len(), ids.join("、"))]
    SeveralNamed {
        /// 阅读清单, 小组, 笔记
        noun: &'static str,
        /// The name as given.
        name: String,
        /// The ids of all of them, shortened.
        ids: Vec<String>,
    },
    /// Nothing to undo.
    #[error("没有可以撤销的操作")]
    NothingToUndo,
    /// Nothing to do again.
    #[error("没有可以重做的操作")]
    NothingToRedo,
    /// Annotations would leave the machine before their author has a name.
    #[error("还没有填写您的姓名，别人会不知道批注是谁写的")]
    NoName,
    /// Nobody of this name has written anything.
    #[error("没有这个人的批注：{wanted}。{}", known_people(known))]
    NoSuchPerson {
        /// As asked.
        wanted: String,
        /// The names that are there.
        known: Vec<String>,
    },
    /// A name that several people have.
    #[error("有几个人都叫“{wanted}”：{}", several_people(ids))]
    SeveralPeople {
        /// As asked.
        wanted: String,
        /// Their names as shown, and the beginnings of their ids.
        ids: Vec<(String, String)>,
    },
    /// A quotation that does not stand in the document.
    #[error("《{title}》中没有这段文字：{quote}")]
    QuoteNotFound {
        /// Title of the document.
        title: String,
        /// The quotation as asked.
        quote: String,
    },
    /// A quotation that stands there several times.
    #[error("这段文字在《{title}》中出现 {count} 次：{quote}")]
    QuoteAmbiguous {
        /// Title of the document.
        title: String,
        /// The quotation as asked.
        quote: String,
        /// How often it stands there.
        count: usize,
    },
    /// A stretch that begins in one document and ends in the next one of the file.
    #[error("这段文字跨越了《{title}》和它后面的附件")]
    AcrossDocuments {
        /// Title of the document in which it begins.
        title: String,
    },
    /// Nothing was selected.
    #[error("没有选中文字")]
    EmptySelection,
    /// A colour, kind or state that is not known.
    #[error("不认识的{field}：{value}")]
    UnknownName {
        /// What it should name.
        field: &'static str,
        /// As given.
        value: String,
    },
    /// No annotation, reply or note with this id.
    #[error("没有找到{noun}：{id}")]
    NothingThere {
        /// 批注, 回复, 笔记, 图片
        noun: &'static str,
        /// As asked.
        id: String,
    },
    /// Written by another person.
    #[error("这是{0}写的，不能改动")]
    NotYours(String),
    /// A file of annotations that cannot be read.
    #[error("不是批注文件：{0}")]
    NotAnnotations(String),
    /// Bytes that are no picture that can be shown.
    #[error("不支持这种图片")]
    NotAPicture,
    /// A picture that is too large.
    #[error("图片有 {} MB，超过 {} MB 的上限", bytes >> 20, limit >> 20)]
    PictureTooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// A note that is too long.
    #[error("笔记有 {} 万字节，超过 {} 万字节的上限", bytes / 10_000, limit / 10_000)]
    NoteTooLong {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Too many documents at once.
    #[error("一次要删除 {0} 篇资料，超过安全上限")]
    MassDelete(usize),
    /// The query cannot be run.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The index.
    #[error(transparent)]
    Search(SearchError),
    /// A file that cannot be imported.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A file that cannot be written.
    #[error(transparent)]
    Export(#[from] yandu_export::ExportError),
    /// The disk is full; the reserve was given up, so what follows has some room.
    #[error("磁盘已满：{}", .0.display())]
    DiskFull(PathBuf),
    /// SQLite.
    #[error("数据库操作失败：{0}")]
    Sqlite(rusqlite::Error),
    /// The operating system, with path and operation.
    #[error("无法{operation}：{}（{}）", path.display(), reason(source))]
    Io {
        /// What was tried.
        operation: &'static str,
        /// Where.
        path: PathBuf,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A PDF could not be made.
    #[cfg(feature = "pdf")]
    #[error(transparent)]
    Pdf(#[from] yandu_pdf::PdfError),
    /// A list without items has nothing to export.
    #[error("阅读清单《{0}》还没有篇目")]
    EmptyList(String),
    /// A draft without text.
    #[error("文稿里没有文字")]
    EmptyDraft,
    /// A form that this program was built without.
    #[error("本程序没有 {0} 导出功能")]
    FormatMissing(&'static str),
    /// A stored value that cannot be read.
    #[error("资料库中的内容无法读取：{0}")]
    Content(String),
}

/// The common reasons in the user's language.
fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".to_owned(),
        ErrorKind::PermissionDenied => "没有权限".to_owned(),
        ErrorKind::IsADirectory => "这是文件夹，不是文件".to_owned(),
        ErrorKind::NotADirectory => "这是文件，不是文件夹".to_owned(),
        ErrorKind::ReadOnlyFilesystem => "这个位置是只读的".to_owned(),
        ErrorKind::AlreadyExists => "已有同名的文件或文件夹".to_owned(),
        _ => error.to_string(),
    }
}

impl LibraryError {
    /// The class of the error.
    pub fn code(&self) -> ErrorCode {
        match self {
            LibraryError::ShortId(_)
            | LibraryError::Query(_)
            | LibraryError::EmptySelection
            | LibraryError::UnknownName { .. }
            | LibraryError::InvalidValue { .. } => ErrorCode::Usage,
            LibraryError::Damaged { .. } | LibraryError::Content(_) => ErrorCode::Damaged,
            LibraryError::Storage(error) if error.problem == StorageProblem::BadAddress => {
                ErrorCode::Usage
            }
            LibraryError::DeviceKey(_) | LibraryError::Storage(_) | LibraryError::DiskFull(_) => {
                ErrorCode::Storage
            }
            LibraryError::Sqlite(error) => match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
                    ErrorCode::Damaged
                }
                _ => ErrorCode::Storage,
            },
            LibraryError::Io { .. } | LibraryError::Search(_) | LibraryError::Export(_) => {
                ErrorCode::Storage
            }
            LibraryError::Import(error) if !error.is_refusal() => ErrorCode::Storage,
            _ => ErrorCode::Refused,
        }
    }

    /// The next step for the user.
    pub fn hint(&self) -> Option<&'static str> {
        self.hint_of_sharing()
            .or_else(|| self.hint_of_the_library())
    }

    /// Of packs and groups.
    fn hint_of_sharing(&self) -> Option<&'static str> {
        Some(match self {
            LibraryError::Share(error) => error.hint(),
            LibraryError::Storage(error) => error.problem.hint(),
            LibraryError::GroupExists => "请换一个空文件夹；要加入已有的小组，请向管理员索取邀请",
            LibraryError::NotThisGroup => "请检查地址是否与管理员用的是同一个文件夹",
            LibraryError::NotAdmitted => "请等管理员接纳你，然后再同步一次",
            LibraryError::NotAllowed(_) => "请与小组的创建者或管理员联系",
            LibraryError::Classified(_) => "请按保密规定使用；标有密级的资料只留在本机",
            LibraryError::NotInGroup => "请先把它共享到小组并同步",
            LibraryError::UnknownPublisher { .. } => {
                "请用电话等方式与发布者核对指纹；一致时选择信任（命令行加 --trust）"
            }
            LibraryError::PackVersion { .. } => "不需要再导入",
            LibraryError::PackBase(_) => "请向发布者索取完整的资料包",
            LibraryError::EmptyPack => "请选择资料、专题或阅读清单；标有密级的资料不能放入资料包",
            LibraryError::DeviceKey(_) => {
                "请从备份恢复这个文件；没有备份时移走它，程序会生成新的密钥"
            }
            _ => return None,
        })
    }

    fn hint_of_the_library(&self) -> Option<&'static str> {
        Some(match self {
            LibraryError::LastIsImport { .. } => {
                "命令行：yandu-cli undo --import；窗口：导入结果中的“撤销这次导入”"
            }
            LibraryError::LastIsPack { .. } => {
                "命令行：yandu-cli pack undo；窗口：资料包列表中的“撤销”"
            }
            LibraryError::CannotUndo(_) => "这一步已从可撤销的步骤中去掉，其他步骤不受影响",
            LibraryError::NotFound(_) => "它可能已移入回收站；编号可在资料列表中查到",
            LibraryError::Ambiguous(_) => "请多输入几位编号",
            LibraryError::ShortId(_) => "编号至少输入 4 位",
            LibraryError::InvalidValue { field, .. } => match *field {
                "姓名" => "请输入真实姓名，例如：王芳",
                "回复" | "标题" => "请输入文字",
                "完成期限" => "日期写作 2026-12-01",
                "颜色名称" => "最多八个字",
                "文件" => "更新一篇资料时请只选一个文件",
                _ => "日期写作 2010-07-19；标题不能为空",
            },
            LibraryError::NoName => "请先运行 yandu-cli name 姓名，再重复这个命令",
            LibraryError::NoSuchPerson { .. } => "请检查姓名是否写对，也可以写人员编号的前几位",
            LibraryError::SeveralPeople { .. } => "请改用括号里的编号",
            LibraryError::NameTaken(_) => "请换一个名称",
            LibraryError::SeveralNamed { .. } => "请改用编号",
            LibraryError::NoSuchName(_) => "请检查名称是否写对",
            LibraryError::Locked(_) => "请先关闭研读窗口或等待另一个命令结束",
            LibraryError::Newer { .. } => "请升级研读后再打开；资料库没有被改动",
            LibraryError::UnsafePlace { .. } => "请换到本机磁盘上的文件夹，例如主目录下的 Yandu",
            LibraryError::MissingProgram(missing) => missing.hint(),
            LibraryError::ReadOnly => {
                "请取消写保护，或用 backup 备份到别处、再恢复到可以写入的文件夹"
            }
            LibraryError::NoLibrary(_) => "请检查文件夹是否写对；导入文件时会自动建立资料库",
            LibraryError::NotALibrary(_) => "请检查 --library 指定的文件夹",
            LibraryError::Damaged { .. } => {
                "请运行 doctor 检查，或用 snapshots 和 restore 恢复最近的快照"
            }
            LibraryError::MassDelete(_) => "确实要删除时请分批进行",
            LibraryError::Query(QueryError::TooLong(_)) => "请截取其中一段来检索",
            LibraryError::Query(QueryError::Empty) => "请输入要检索的文字",
            LibraryError::Search(_) => "请运行 doctor --rebuild-index 重建全文索引",
            LibraryError::Import(error) => error.hint(),
            LibraryError::Sqlite(_) | LibraryError::Io { .. } => "请检查磁盘空间和文件夹权限",
            LibraryError::DiskFull(_) => "已启用预留空间：请再保存一次，并尽快清理磁盘",
            LibraryError::Export(_) => "请换一种格式再试",
            LibraryError::Content(_) => "请运行 doctor 检查资料库",
            LibraryError::QuoteNotFound { .. } => "请从原文复制引文；标点、空格和繁简不必一致",
            LibraryError::QuoteAmbiguous { .. } => {
                "请用 --prefix 或 --suffix 写出前后文字，或引得更长些"
            }
            LibraryError::AcrossDocuments { .. } => "请在两篇资料中分别标注",
            #[cfg(feature = "pdf")]
            LibraryError::Pdf(_) => "请安装中文字体，如 fonts-noto-cjk，或先导出 DOCX",
            LibraryError::EmptyDraft => "请换一个文件，或直接粘贴文字",
            LibraryError::EmptyList(_) => "请先把资料或选段加入清单",
            LibraryError::FormatMissing(_) => "请先导出 DOCX，再用文字处理软件转换",
            LibraryError::EmptySelection => "请先选中要标注的文字",
            LibraryError::UnknownName { .. } => {
                "颜色：要点、疑问、金句、联系实际、待查；种类：划线、批注、提问"
            }
            LibraryError::NothingThere { .. } => "它可能已被删除；可以撤销上一步操作",
            LibraryError::NotYours(_) => "可以回复，或者另写一条",
            LibraryError::NotAnnotations(_) => {
                "请选择研读导出的批注文件，或 W3C Web Annotation 的 JSON-LD 文件"
            }
            LibraryError::NotAPicture => "可以粘贴 PNG、JPEG、GIF、WebP 图片",
            LibraryError::PictureTooLarge { .. } => "请先把图片缩小，再粘贴一次",
            LibraryError::NoteTooLong { .. } => "请把笔记分成几篇",
            // Packs and groups have theirs in `hint_of_sharing`; where there is nothing to undo, nothing helps.
            _ => return None,
        })
    }

    /// True if it says that the database is not whole.
    pub(crate) fn is_damage(&self) -> bool {
        self.code() == ErrorCode::Damaged
            || matches!(
                self,
                LibraryError::Sqlite(
                    rusqlite::Error::FromSqlConversionFailure(..)
                        | rusqlite::Error::InvalidColumnType(..)
                        | rusqlite::Error::Utf8Error(..)
                )
            )
    }

    /// True if the disk has no room for it.
    pub(crate) fn is_disk_full(&self) -> bool {
        match self {
            LibraryError::Sqlite(error) => {
                error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
            }
            LibraryError::Io { source, .. } => source.kind() == std::io::ErrorKind::StorageFull,
            _ => false,
        }
    }

    /// True if a row does not fit those that are there.
    pub(crate) fn is_constraint(&self) -> bool {
        let LibraryError::Sqlite(error) = self else {
            return false;
        };
        error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
    }

    pub(crate) fn io(operation: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| LibraryError::Io {
            operation,
            path,
            source,
        }
    }
}

fn known_people(known: &[String]) -> String {
    match known {
        [] => "资料库中还没有批注".to_owned(),
        known => format!("资料库中有：{}", known.join("、")),
    }
}

fn several_people(ids: &[(String, String)]) -> String {
    let one = |(name, id): &(String, String)| format!("{name}（编号 {id}）");
    ids.iter().map(one).collect::<Vec<_>>().join("、")
}

impl From<rusqlite::Error> for LibraryError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ReadOnly) => LibraryError::ReadOnly,
            _ => LibraryError::Sqlite(error),
        }
    }
}

impl From<SearchError> for LibraryError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => LibraryError::Query(error),
            other => LibraryError::Search(other),
        }
    }
}

impl From<serde_json::Error> for LibraryError {
    fn from(error: serde_json::Error) -> Self {
        LibraryError::Content(error.to_string())
    }
}
