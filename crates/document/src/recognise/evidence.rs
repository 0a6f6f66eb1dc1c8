//! What a text shows of its own kind: the words of its title, datelines, salutations, headings, how it speaks.
//!
//! Facts only; [`super::kind`] and the classifier judge them. Looks at the head and the tail of a text, not at all of it,
//! so that a book costs no more than a notice.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Block, BlockKind, Document};
use crate::parse::strip_parenthesis;

/// Chars of the text that are looked at from its start.
const HEAD: usize = 1500;
/// Blocks that are searched for datelines.
const DATELINE_BLOCKS: usize = 40;

/// Words for something said or written to somebody, at the end of a title.
pub(crate) static SAID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(讲话|讲话稿|演讲|演讲稿|致辞|致词|贺词|贺信|贺电|回信|慰问信|慰问电|一封信|公开信|发言|发言稿|讲话提纲|讲话要点|工作报告|述职报告|致答词|开幕词|开幕辞|闭幕词|闭幕辞|祝酒辞|祝酒词|欢迎辞|欢迎词|献词|献辞|讲稿|党课|党课稿|新年贺词|倡议书|的说明|答谢词|主持词|谈话|表态发言|就职演说|演说)(?:[（(].{0,12}[）)]|全文|摘要|提纲|实录|节选|稿)?$")
        .expect("constant")
});
static SPOKEN_AT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("在.{2,60}(?:上|时|期间)?的(?:书面|视频|重要|主旨|开幕|闭幕|总结|即席)*(?:讲话|演讲|致辞|致词|发言|报告|谈话|贺词|贺信)").expect("constant")
});
static TELLS_OF_SPEECH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:发表|作|致|并)(?:了)?(?:重要|主旨|视频|书面|开幕式|热情洋溢的)*(?:讲话|演讲|致辞|致词|报告|说明|贺词|开幕辞)$")
        .expect("constant")
});
static LAW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(法|条例|规定|办法|细则|规则|解释|章程|准则|修正案|法典|规程|守则|规范)$")
        .expect("constant")
});
static HONOURED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(事迹|模范|楷模|劳模|标兵|榜样|风采|奋斗者|最美|工匠|获得者|先锋|好人|英雄|英模|烈士|功臣|优秀共产党员|优秀党务工作者|先进个人|先进集体|先进典型|三八红旗手|记.{2,20}(?:书记|同志|队员|民警|教师|医生|干部))")
        .expect("constant")
});
static CASE_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(典型案例|指导性?案例|参考案例|案例选|案例[一二三四五六七八九十0-9]|纠纷案|公益诉讼案|诉.{2,40}案|[^方草预提议档图立备个]案$|典型材料|典型经验|经验材料|经验做法|先进经验|做法与(?:成效|启示|经验)|的(?:实践与探索|探索与实践|做法|经验|启示)$|调研报告|蹲点)")
        .expect("constant")
});
static HAPPENED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(举行|召开|会见|出席|强调|指出|考察|调研|开幕|闭幕|揭晓|视察|慰问|座谈|参加|抵达|当选|启动|签署|颁授|通话|访问|会谈|看望|主持|印发|发布|公布|突破|增长|开通|成功|完成|即将|今起|今天|今日|近日|持续|外交部|发言人|快讯|联播|要闻|消息|热烈反响|感谢|讲话|致辞)")
        .expect("constant")
});
static ARGUED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(论|评|社论|评论|评论员|述评|浅谈|试论|思考|初探|研究|探析|辨析|启示|随想|随笔|札记|有感|心得|体会|笔记|纵横谈|时评|短评|锐评|理论|逻辑|内涵|路径|何以|为什么|读懂|学习.{0,10}精神)")
        .expect("constant")
});
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[（(【\[]?(?:\p{Han}{2,12}?(?:社|网|报|台|客户端|频道)|[本我][报台网站社刊]|综合)?[^\p{Han}，。；]{0,3}(?:\p{Han}{0,10}?)\s?[0-9０-９]{1,2}\s?月\s?[0-9０-９]{1,2}\s?日\s?(?:\p{Han}{0,4}?)(?:电|讯|消息|专电|报道)|^[（(【\[]?\p{Han}{0,10}(?:社|网|报|台|客户端)\s?(?:讯|消息|电|报道)|^(?:本报|本台|本网|本社|本刊)(?:讯|消息|.{0,12}电)|^【?(?:\p{Han}{2,8}(?:社|网|报|台))\p{Han}{0,8}[0-9０-９]{1,2}日(?:电|讯)")
        .expect("constant")
});
static WIRED_TAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[（(](?:\\p{Han}{2,10}(?:社|报|网|台)[^（）()]{0,30}(?:电|讯|消息|报道)|(?:本报)?(?:记者|通讯员)[^（）()]{1,60}|完)[）)]\\s*$").expect("constant")
});
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[^，。；]{0,40}(?:主席|总理|书记|部长|省长|市长|区长|县长|主任|总统|首相|外长|委员长|局长)[\\p{Han}·]{2,12}?(?:[0-9０-９]{1,2}日|近日|今天|今日|日前|昨日|当天)|^(?:[0-9０-９]{1,2}月)?[0-9０-９]{1,2}日(?:上午|下午|晚|，)|^(?:近日|日前|连日来|记者从|据\\p{Han}{2,8}(?:介绍|了解|统计|报道))")
        .expect("constant")
});
static SPEAKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(今天，我们|刚才，|很高兴(?:能|有|在|和|与|同|来|出席|参加)|首先，我|我谨|在此，我|今天的会议|这次会议的主要任务|下面，我|我讲.{1,4}点|我先|我就.{2,30}(?:讲|谈)|借此机会)")
        .expect("constant")
});
static LETTER_HEAD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:回信|复信|贺信|贺电|贺词|慰问信|慰问电|唁电|公开信|倡议书|致辞|讲话)|^[^，。]{2,40}[：:].{0,6}(?:你们好|您好|来信)|^值此")
        .expect("constant")
});
static AMENDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:修改为|增加[一二三四五六七八九十]*[条款项]|删去第|作为第.{1,8}[条款])")
        .expect("constant")
});
static REPORTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:记者|通讯员|特约记者|见习记者)[\\s:：/]?[ \\u{3000}]*\\p{Han}{1,4}|[（(]记者|摄影报道|\\p{Han}\\s?摄$|责任编辑|编辑[：:]")
        .expect("constant")
});
static CASE_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[（(【]?[一二三四五六七八九十0-9、.（）()【】\\s]{0,6}(基本案情|案情|案情简介|案情回顾|案件事实|裁判结果|裁判理由|裁判要旨|裁判要点|处理结果|处理结论|申请人请求|诉讼过程|履职过程|法院判决|法院审理|审理结果|办案过程|案例分析|案例简介|案例评析|法官说法|以案释法|典型意义|指导意义|启示意义|关键词|法条链接|法官提示|仲裁结果)")
        .expect("constant")
});
static PRACTICE_HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(主要做法|具体做法|基本做法|经验做法|主要成效|取得成效|工作成效|经验启示|几点启示|典型经验|背景情况|基本情况|案例背景|主要事迹|先进事迹|事迹简介|人物简介|个人简介)")
        .expect("constant")
});
static PROFILE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(荣获|获得|被评为|被授予|荣誉称号|先进个人|优秀共产党员|劳动模范|三八红旗手|五一劳动奖章|道德模范|时代楷模|最美|他说|她说|扎根|坚守|几十年如一日|[0-9一二三四五六七八九十]+年来|从小|出生|毕业|乡亲|村民|群众都|带领|这位|徒弟|共产党员)")
        .expect("constant")
});
static MEETING_SUBJECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[^，。；：！？]{2,40}(?:全体会议|代表大会|会议|全会)[，,]?\\s?(?:于|在|自)?[^，。；]{0,24}(?:召开|举行|开幕|闭幕)")
        .expect("constant")
});
static REPORTS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:现在|下面|受.{2,30}委托)，?.{0,12}(?:我|由我).{0,6}(?:代表|向).{2,40}(?:报告|作说明|说明)|请予审议|请.{0,20}提出意见|我.{0,4}就《.{2,80}》.{0,40}作.{0,4}说明")
        .expect("constant")
});
static THANKS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(谢谢大家|谢谢各位|谢谢[！。]|谢谢你们|谢谢主席|我的讲话完了|讲到这里|预祝.{2,40}圆满成功|此致|敬礼|祝大家)")
        .expect("constant")
});
static LETTER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(来信收悉|来信[已均]?收到|你们好[！，]|您好[！，]|致以.{0,20}(?:问候|祝贺|慰问|敬意)|表示.{0,8}(?:祝贺|欢迎|感谢|慰问)|值此)")
        .expect("constant")
});
static RULED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(本法|本条例|本办法|本规定|本细则|本规则|本解释|本章程|本规程|本准则)(?:所称|自|规定|由|适用|第|中|的|施行)|制定本|(?:作出?如下|作出以下)(?:规定|解释)|(?:规定|解释)如下|公约如下")
        .expect("constant")
});
static DIRECTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:通知|批复|答复|函复|决定|公告|通告|通报|报告|请示|意见|修改|部署|安排|要求|纪要|事项)(?:通知|通报|公告)?如下|作(?:出)?如下(?:决定|修改|批复|决议|答复)|特此(?:通知|公告|通告|函复|通报|批复|请示|报告|决定)|请(?:认真)?(?:贯彻执行|遵照执行|贯彻落实|结合实际)|经研究，(?:批复|答复|决定)|(?:现就|现将|现予).{2,60}(?:如下|印发|公布|发布)|收悉。|《.{2,60}的请示》")
        .expect("constant")
});
static FULL_TEXT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(全文如下|全文：|现全文|全文刊发|原文如下)").expect("constant"));
static ENCYCLOPEDIA: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^[^，。；：]{1,30}(?:[（(][^）)]{1,80}[）)])?[，,]?(?:又[称名稱]|是(?:一[种個个座位條条名]|[位中美英法日德]|[^，。]{2,20}的)|為|为|英文|簡稱|简称|位於|位于|生於|生于|原名|即)")
        .expect("constant")
});
static BYLINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:作者|文|撰文)\\s?[：:／/丨|]|作者(?:单位|系|为|：)|[（(]作者.{2,40}[）)]")
        .expect("constant")
});

macro_rules! signs {
    ($($field:ident $doc:literal),* $(,)?) => {
        /// The facts, each true or false.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub(crate) struct Signs {
            $(#[doc = $doc] pub(crate) $field: bool),*
        }

        impl Signs {
            /// Calls `add` with the name of every true sign.
            pub(crate) fn each(&self, mut add: impl FnMut(&'static str)) {
                $(if self.$field { add(stringify!($field)); })*
            }
        }
    };
}

signs! {
    numbered "发文字号",
    addressed "主送机关",
    masthead "发文机关标志",
    signed "署名",
    of_type "One of the fifteen types ends the title.",
    adopted "题注",
    articles "Three articles or more.",
    many_articles "Ten articles or more.",
    law_title "法、条例、规定 … ends the title.",
    issuer_title "The title begins with its issuer.",
    about_title "关于 in the title.",
    spoken_at "在…上的讲话 in the title or the line under it.",
    said_title "讲话、致辞、报告 … ends the title or the line under it.",
    honoured_title "楷模、先进事迹、获得者 … in the title.",
    case_title "案例、纠纷案、典型经验 … in the title.",
    happened_title "The title tells what happened.",
    argued_title "论、评、思考 … in the title.",
    communique "公报 ends the title.",
    asked_title "The title asks something.",
    bracketed_title "The title begins with a column name in 【】.",
    quoted_title "The title names a person, a colon, and a slogan.",
    broadcast_title "A day's broadcast: 新闻联播, 早新闻, 要闻 in the title.",
    speaker "讲话人",
    occasion "场合",
    date_line "日期行 of a speech",
    saluted "称呼",
    dateline "The first paragraph begins with an agency's dateline.",
    late_dateline "A later paragraph begins with a dateline.",
    many_datelines "Five datelines or more.",
    reporter "记者、通讯员 with a name near the start.",
    reports_told "强调、指出 … of a third person, often.",
    first_person "我、我们 often.",
    we_address "同志们、各位 in the running text.",
    reports_to "现在，我代表…作报告",
    wired_tail "An agency or a reporter is named in brackets at the end.",
    told "The first sentence tells of somebody on some day.",
    speaks "今天，我们 …; 刚才, …; 我谨 …",
    letter_head "回信, 贺信, 值此 … begins the text.",
    amends "修改为, 增加一条 …",
    thanks "Thanks or wishes at the end.",
    letter "Words of a letter.",
    case_headings "基本案情、裁判结果、典型意义 …",
    practice_headings "主要做法、经验启示、主要事迹 …",
    profile "Words of a profile, often.",
    meeting_subject "The first sentence says that a meeting was held.",
    plenary "全会、全体会议 is the subject again and again.",
    ruled "本法、本条例, 制定本, 规定如下 …",
    directed "通知如下, 批复如下, 请贯彻执行 …",
    full_text "全文如下",
    encyclopedia "The first sentence defines its subject.",
    byline "作者",
    paper "A newspaper or site is named.",
    published "The page names its day.",
    traditional "Traditional characters.",
    short "Less than 120 chars.",
    long "More than 8,000 chars.",
    run_together "One paragraph of more than 400 chars begins the text.",
    no_title "No title line.",
    carries "Attached documents.",
    tabular "Many table rows.",
}

/// What was found, with the texts that the classifier reads.
pub(crate) struct Evidence {
    pub(crate) signs: Signs,
    /// The title without a parenthesis at its end.
    pub(crate) title: String,
    /// The first chars of the text, paragraphs joined by line breaks.
    pub(crate) head: String,
    /// The last chars of the text.
    pub(crate) tail: String,
}

impl Evidence {
    /// Collects the facts of a parsed document.
    pub(crate) fn of(document: &Document) -> Evidence {
        let fields = &document.fields;
        let read = fields
            .title
            .as_ref()
            .filter(|t| !super::naming::is_made_title(t));
        let full = read.map(|t| t.value.clone()).unwrap_or_default();
        let title = strip_parenthesis(&full).to_owned();
        let running: Vec<&Block> = document.blocks.iter().filter(|b| is_running(b)).collect();
        let head = joined(&running, HEAD);
        let tail: String = {
            let all: Vec<char> = running
                .iter()
                .rev()
                .take(4)
                .rev()
                .flat_map(|b| b.text.chars())
                .collect();
            all[all.len().saturating_sub(200)..].iter().collect()
        };
        let mut signs = Signs::default();
        read_elements(&mut signs, document);
        read_title(&mut signs, document, &title);
        read_text(&mut signs, &running, &head, &tail);
        Evidence {
            signs,
            title,
            head,
            tail,
        }
    }
}

fn is_running(block: &Block) -> bool {
    matches!(
        block.kind,
        BlockKind::Text
            | BlockKind::Heading
            | BlockKind::Salutation
            | BlockKind::Speaker
            | BlockKind::TableRow
    )
}

fn joined(blocks: &[&Block], chars: usize) -> String {
    let mut text = String::new();
    let mut left = chars;
    for block in blocks {
        if left == 0 {
            break;
        }
        let before = text.len();
        text.extend(block.text.chars().take(left));
        left -= text[before..].chars().count().min(left);
        text.push('\n');
    }
    text
}

fn read_elements(signs: &mut Signs, document: &Document) {
    let fields = &document.fields;
    let articles = document
        .outline
        .iter()
        .filter(|n| n.numbering.ends_with('条'))
        .take(10)
        .count();
    let has = |kind: BlockKind| document.blocks.iter().take(80).any(|b| b.kind == kind);
    signs.numbered = fields.document_number.is_some();
    signs.addressed = fields.recipients.is_some();
    signs.masthead = fields.issuer_mark.is_some();
    signs.signed = fields.issuer_signature.is_some();
    signs.adopted = has(BlockKind::Adoption);
    signs.articles = articles >= 3;
    signs.many_articles = articles >= 10;
    signs.speaker = fields.speaker.as_ref().is_some_and(|s| s.confidence >= 0.8);
    signs.occasion = fields.occasion.is_some();
    let run_together = fields
        .issue_date
        .as_ref()
        .is_some_and(|d| d.rule == "run-together");
    signs.date_line = has(BlockKind::DateLine) || run_together;
    let first = document.blocks.iter().find(|b| b.kind == BlockKind::Text);
    let opening: String = first
        .map(|b| b.text.trim_start().chars().take(6).collect())
        .unwrap_or_default();
    signs.saluted = has(BlockKind::Salutation) || crate::parse::is_salutation_text(&opening);
    signs.byline = fields.authors.is_some();
    signs.paper = fields.publisher.is_some();
    signs.published = fields.publish_date.is_some();
    signs.carries = !document.attachments.is_empty();
    let rows = document
        .blocks
        .iter()
        .take(60)
        .filter(|b| b.kind == BlockKind::TableRow)
        .count();
    signs.tabular = rows > 20;
}

fn read_title(signs: &mut Signs, document: &Document, title: &str) {
    let under = document
        .fields
        .subtitle
        .as_ref()
        .map(|s| s.value.as_str())
        .unwrap_or_default();
    signs.of_type =
        document.document_type.is_some() || crate::DocumentType::of_title(title).is_some();
    signs.law_title = LAW.is_match(title);
    signs.issuer_title = crate::parse::issuer_of_title(title).is_some();
    signs.about_title = title.contains("关于");
    signs.said_title = SAID.is_match(title) || SAID.is_match(strip_parenthesis(under));
    signs.honoured_title = HONOURED.is_match(title) || HONOURED.is_match(under);
    signs.case_title = CASE_TITLE.is_match(title) || CASE_TITLE.is_match(under);
    // 某某主持座谈会并发表重要讲话 tells that somebody spoke; 某某在座谈会上的讲话 is what was said.
    let told = TELLS_OF_SPEECH.is_match(title);
    signs.said_title &= !told;
    signs.spoken_at = SPOKEN_AT.is_match(title) || SPOKEN_AT.is_match(under);
    signs.happened_title = told || !signs.said_title && HAPPENED.is_match(title);
    signs.argued_title = ARGUED.is_match(title);
    signs.communique = title.ends_with("公报");
    signs.asked_title =
        title.ends_with(['？', '?']) || title.contains("如何") || title.contains("是否");
    signs.bracketed_title = title.starts_with(['【', '[', '［']);
    signs.quoted_title = title.split_once(['：', ':']).is_some_and(|(who, what)| {
        let tail: String = who
            .chars()
            .rev()
            .take(3)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        let two: String = tail.chars().skip(1).collect();
        (crate::surname::is_name(&tail) || crate::surname::is_name(&two))
            && what.chars().count() >= 4
    });
    signs.broadcast_title = [
        "新闻联播",
        "早新闻",
        "晚间新闻",
        "新闻播报",
        "新闻摘要",
        "要闻",
        "每日新闻",
        "新闻简报",
        "快报",
        "联播",
    ]
    .iter()
    .any(|w| title.contains(w));
    signs.no_title = title.is_empty();
}

fn read_text(signs: &mut Signs, running: &[&Block], head: &str, tail: &str) {
    let mut texts = running.iter().filter(|b| b.kind != BlockKind::Salutation);
    let first = texts.next().map(|b| b.text.trim()).unwrap_or_default();
    let opening: String = first.chars().take(60).collect();
    let start: String = head.chars().take(500).collect();
    signs.reporter = REPORTER.is_match(&start);
    signs.reports_to = REPORTS.is_match(&start);
    signs.wired_tail = WIRED_TAIL.is_match(tail);
    signs.told = TOLD.is_match(&opening);
    signs.speaks = SPEAKS.is_match(&start);
    signs.letter_head = LETTER_HEAD.is_match(&opening);
    signs.amends = AMENDS.is_match(&start);
    signs.thanks = THANKS.is_match(tail);
    signs.letter = LETTER.is_match(&start);
    signs.meeting_subject = MEETING_SUBJECT.is_match(&opening);
    signs.ruled = RULED.is_match(&start);
    signs.directed = DIRECTED.is_match(&start);
    signs.full_text = FULL_TEXT.is_match(&start);
    signs.encyclopedia = ENCYCLOPEDIA.is_match(&opening);
    signs.run_together = first.chars().take(401).count() > 400;
    let all: usize = running.iter().take(400).map(|b| b.text.len() / 3).sum();
    signs.short = all < 120;
    signs.long = all > 8000;
    read_paragraphs(signs, running);
    read_frequencies(signs, head);
}

/// Datelines, headings and bylines, paragraph by paragraph.
fn read_paragraphs(signs: &mut Signs, running: &[&Block]) {
    let mut datelines = 0;
    for (n, block) in running.iter().take(DATELINE_BLOCKS).enumerate() {
        let start: String = block.text.trim_start().chars().take(40).collect();
        if DATELINE.is_match(&start) {
            datelines += 1;
            signs.dateline |= n < 4;
            signs.late_dateline |= n >= 4;
        }
        if block.text.chars().take(25).count() > 24 {
            continue;
        }
        signs.case_headings |= CASE_HEADING.is_match(&block.text);
        signs.practice_headings |= PRACTICE_HEADING.is_match(&block.text);
        let bare = block.text.trim().trim_matches('※');
        let named = BYLINE.is_match(&block.text) || crate::surname::is_name(bare);
        signs.byline |= n < 3 && named;
    }
    signs.many_datelines = datelines >= 5;
}

/// Words that tell by how often they come.
const REPORTING: [&str; 12] = [
    "强调，",
    "指出，",
    "表示，",
    "强调：",
    "他说，",
    "她说，",
    "指出：",
    "介绍，",
    "告诉记者",
    "了解到",
    "主持会议",
    "出席",
];
const FIRST_PERSON: [&str; 9] = [
    "我们",
    "我想",
    "我国要",
    "我代表",
    "我谨",
    "我很",
    "我对",
    "我认为",
    "我讲",
];
const ADDRESS: [&str; 6] = ["同志们", "各位", "大家", "女士们", "朋友们", "同学们"];
const TRADITIONAL: [&str; 10] = ["國", "會", "這", "個", "為", "們", "來", "時", "與", "後"];

fn read_frequencies(signs: &mut Signs, head: &str) {
    let chars = head.chars().count().max(1);
    let often = |words: &[&str], per: usize| {
        let count: usize = words.iter().map(|w| head.matches(w).count()).sum();
        count > 0 && count * per >= chars
    };
    signs.reports_told = often(&REPORTING, 300);
    signs.first_person = often(&FIRST_PERSON, 200);
    signs.we_address = often(&ADDRESS, 400);
    signs.plenary = often(&["全会", "全体会议"], 300);
    signs.traditional = often(&TRADITIONAL, 60);
    let profile = PROFILE.find_iter(head).take(6).count();
    signs.profile = profile >= 3 && profile * 250 >= chars;
}

/// Returns the bytes of `text` that an agency's dateline takes at its start, if there is one.
pub(crate) fn dateline(text: &str) -> Option<usize> {
    let start = text.char_indices().nth(40).map_or(text.len(), |(at, _)| at);
    DATELINE.find(&text[..start]).map(|m| m.end())
}
