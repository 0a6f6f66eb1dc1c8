//! What invented texts are taken for: kinds, dates, titles and speakers of forms that no corpus taught, and bad input.

use yandu_document::{Document, Kind, Origin, SourceText, is_made_title, parse};

fn read(path: &str, text: &str) -> Document {
    let source = SourceText {
        origin: Origin::of_path(path),
        ..SourceText::from_plain(text)
    };
    parse(&source)
}

fn date(document: &Document) -> Option<String> {
    document
        .fields
        .issue_date
        .as_ref()
        .map(|d| d.value.to_string())
}

fn title(document: &Document) -> &str {
    document
        .fields
        .title
        .as_ref()
        .map_or("", |t| t.value.as_str())
}

const SPEECH: &str = "在全县乡村振兴工作推进会上的讲话\n（2021年3月12日）\n周明远\n同志们：\n　　今天，我们召开这次会议，主要任务是总结去年工作，安排今年任务。刚才，几位同志作了很好的发言，我都赞成。下面，我讲三点意见。\n　　一、提高认识，增强紧迫感\n　　我们要看到成绩，更要看到差距。\n　　二、突出重点\n　　要抓好产业，抓好人才。\n　　三、加强领导\n　　各级各部门要把责任扛起来。同志们，任务艰巨，让我们一起努力。\n";
const NEWS: &str = "我市召开春季防火工作会议\n　　本报讯（记者 王晓东）3月12日，我市召开春季防火工作会议。副市长陈国栋出席会议并讲话，他强调，要压实责任，做好值班值守。会议指出，今年气温偏高，各县区要提前安排。据了解，全市已设立检查点三百余处。\n　　会议要求，要加强宣传，严格管理火源。市应急局、市林业局负责同志参加会议。\n";
const EXAMPLE: &str = "扎根山村的好支书\n——记石桥村党支部书记刘长河\n　　刘长河，男，1968年出生，中共党员，石桥村党支部书记。二十多年来，他带领乡亲修路引水，发展果园，先后荣获全市优秀共产党员、全省劳动模范等荣誉称号。\n　　“群众的事再小也是大事。”这是刘长河常说的一句话。2009年冬天，村里的水渠垮了，他第一个跳进冰冷的水里。村民们说，有他在，心里就踏实。\n　　如今，石桥村家家通了自来水，人均收入翻了两番。\n";
const PRACTICE: &str = "东山镇推行“一站式”服务的做法与启示\n　　东山镇地处两县交界，群众办事路远事繁。近年来，该镇从群众需求出发，推行“一站式”服务，取得明显成效。\n　　一、主要做法\n　　（一）整合窗口。将十二个部门的窗口合为一个。\n　　（二）下放权限。三十项事项下放到村。\n　　二、取得成效\n　　群众办事平均时间缩短一半。\n　　三、经验启示\n　　只有把群众放在心上，改革才有生命力。\n";
const CASE: &str = "某物业公司诉李某物业服务合同案\n　　基本案情\n　　2020年3月，某物业公司与李某签订物业服务合同。后李某以服务不到位为由拒交物业费，物业公司诉至法院。\n　　裁判结果\n　　法院判决李某支付物业费一千二百元。\n　　典型意义\n　　本案明确了业主不得以未享受服务为由拒交物业费。\n";
const NOTICE: &str = "青河市教育局关于做好2022年暑期学校安全工作的通知\n各县区教育局，市直各学校：\n　　暑期将至，为切实做好学校安全工作，现将有关事项通知如下：\n　　一、加强教育。各学校要开展防溺水教育。\n　　二、排查隐患。要对校舍进行检查。\n　　请各单位认真贯彻执行。\n青河市教育局\n2022年6月20日\n";
const LAW: &str = "青河市停车管理办法\n（2019年4月2日市人民政府第30次常务会议通过　2021年6月1日修订）\n第一章　总则\n第一条　为了加强停车管理，根据有关法律法规，制定本办法。\n第二条　本办法适用于本市行政区域内的停车场。\n第三条　停车管理遵循统筹规划的原则。\n第四条　违反本办法的，依法处理。\n第五条　本办法自2021年8月1日起施行。\n";
const ESSAY: &str = "论基层治理的温度\n王晓东\n　　基层治理是国家治理的基石。有人认为，治理只要有制度就够了，其实不然。制度是骨架，温度才是血肉。\n　　首先，治理要看见人。一项政策好不好，群众的感受是最好的尺子。其次，治理要有耐心。许多矛盾不是一天形成的，也不可能一天化解。\n　　由此可见，所谓温度，就是把人放在中心的位置。这既是理论的要求，也是实践的逻辑。\n";

#[test]
fn each_form_is_taken_for_what_it_is() {
    for (text, kind) in [
        (SPEECH, Kind::Speech),
        (NEWS, Kind::News),
        (EXAMPLE, Kind::Example),
        (PRACTICE, Kind::Example),
        (CASE, Kind::Example),
        (NOTICE, Kind::Official),
        (LAW, Kind::Law),
        (ESSAY, Kind::Article),
    ] {
        let document = read("a.txt", text);
        assert_eq!(
            document.kind,
            kind,
            "{} {:.2}",
            title(&document),
            document.kind_confidence
        );
    }
}

#[test]
fn persons_are_where_they_belong() {
    let speech = read("a.txt", SPEECH);
    assert_eq!(speech.fields.speaker.as_ref().unwrap().value, "周明远");
    assert!(read("a.txt", NEWS).fields.speaker.is_none());
    let essay = read("a.txt", ESSAY);
    assert!(essay.fields.speaker.is_none());
    assert_eq!(essay.fields.authors.as_ref().unwrap().value, ["王晓东"]);
}

#[test]
fn a_law_is_of_its_last_amendment() {
    let law = read("a.txt", LAW);
    assert_eq!(date(&law).as_deref(), Some("2021-06-01"));
    assert_eq!(
        law.fields.adoption_date.as_ref().unwrap().value.to_string(),
        "2019-04-02"
    );
    assert_eq!(
        law.fields
            .effective_date
            .as_ref()
            .unwrap()
            .value
            .to_string(),
        "2021-08-01"
    );
    // An edition says its day in its name.
    let edition = read("法规/青河市停车管理办法(2023-09-27).md", LAW);
    assert_eq!(date(&edition).as_deref(), Some("2023-09-27"));
}

#[test]
fn the_day_of_a_scan_is_not_the_day_of_the_text() {
    let notice = read("scan_20240423.pdf", &NOTICE.replace("2022年", "1998年"));
    assert_eq!(date(&notice).as_deref(), Some("1998-06-20"));
    assert!(notice.fields.rival_date.is_none());
    assert!(notice.fields.issue_date.unwrap().confidence > 0.9);
}

#[test]
fn two_days_that_fight_are_both_kept() {
    let speech = read("2015-05-04 在推进会上的讲话.txt", SPEECH);
    assert_eq!(date(&speech).as_deref(), Some("2021-03-12"));
    assert!(speech.fields.issue_date.as_ref().unwrap().confidence < 0.7);
    assert_eq!(
        speech.fields.rival_date.unwrap().value.to_string(),
        "2015-05-04"
    );
}

#[test]
fn news_takes_the_day_of_its_name() {
    for path in [
        "新闻/20220312.md",
        "2022-03/12/一.txt",
        "2022-03-12 我市召开会议.txt",
    ] {
        assert_eq!(
            date(&read(path, NEWS)).as_deref(),
            Some("2022-03-12"),
            "{path}"
        );
    }
    // A month and a day without any year are no date.
    assert_eq!(date(&read("a.txt", NEWS)), None);
}

#[test]
fn a_year_is_kept_as_a_year() {
    let text =
        "全会讨论了形势和任务，通过了有关决定，号召全党同志团结一致，为实现今年的计划而奋斗。\n"
            .repeat(4);
    assert_eq!(date(&read("公报/1961.txt", &text)).as_deref(), Some("1961"));
    assert_eq!(
        date(&read("公报/1961-05.txt", &text)).as_deref(),
        Some("1961-05")
    );
}

#[test]
fn a_title_is_never_a_sentence_cut_off() {
    let session = "青河市第五届代表大会第三次全体会议，于2003年10月11日至14日在青河召开。出席会议的代表二百人。会议听取和审议了工作报告，审议通过了有关决议。\n会议指出，要坚持发展不动摇。\n会议号召全市人民团结奋斗。\n";
    let made = read("2003.txt", session);
    assert!(
        title(&made).starts_with("青河市第五届代表大会第三次全体会议"),
        "{}",
        title(&made)
    );
    assert!(is_made_title(made.fields.title.as_ref().unwrap()));
    assert_eq!(date(&made).as_deref(), Some("2003-10-14"));
    let named = read(
        "在全市教育工作会议上的讲话.txt",
        "同志们：\n　　今天，我们召开全市教育工作会议，很有必要。我讲两点意见，供大家参考。第一，要重视教育。第二，要办好教育。\n",
    );
    assert_eq!(title(&named), "在全市教育工作会议上的讲话");
    assert!(!is_made_title(named.fields.title.as_ref().unwrap()));
    let clause = read(
        "3028.txt",
        "春天来了，院子里的杏花开得正好，引得邻居们都来看，孩子们在树下跑来跑去，笑声传得很远很远，一直传到河对岸的那条老街上去了。\n",
    );
    assert!(
        title(&clause).chars().count() >= 4 && !title(&clause).ends_with('的'),
        "{}",
        title(&clause)
    );
}

#[test]
fn paragraphs_that_were_run_together_are_still_read() {
    let text = format!(
        "在全市科技大会上的讲话（2020年9月4日，青河）青河市市长 周明远同志们：今天，我们召开全市科技大会。{}",
        "我们要坚持创新驱动，加快建设创新型城市，让科技成果更好造福人民。".repeat(12)
    );
    let document = read("007.txt", &text);
    assert_eq!(document.kind, Kind::Speech);
    assert_eq!(title(&document), "在全市科技大会上的讲话");
    assert_eq!(date(&document).as_deref(), Some("2020-09-04"));
    assert_eq!(document.fields.speaker.as_ref().unwrap().value, "周明远");
}

#[test]
fn the_title_of_a_report_is_its_main_line() {
    let text = "周明远在会见全市文明家庭代表时强调\n动员全社会参与家庭文明建设\n陈国栋刘长河参加会见\n　　本报青河12月12日讯 全市文明家庭表彰大会12日举行。市委书记周明远会见代表并讲话。他强调，要重视家庭文明建设。他指出，家庭是社会的细胞。\n　　会见时，周明远同大家亲切握手，出席会议的还有有关部门负责同志。\n";
    let document = read("a.txt", text);
    assert_eq!(document.kind, Kind::News);
    assert_eq!(title(&document), "动员全社会参与家庭文明建设");
    assert!(document.fields.speaker.is_none());
}

#[test]
fn bad_input_gives_no_invented_certainty() {
    for text in [
        "",
        "\n\n",
        "标题",
        "关于",
        "一二三四五六七八九十",
        "讲话",
        "（2014年3月24日）",
        "通知：",
        "。。。。。",
    ] {
        let document = read("a.txt", text);
        assert!(
            document.kind_confidence < 0.7,
            "{text}: {:?} {}",
            document.kind,
            document.kind_confidence
        );
    }
    // A note that quotes a notice is none.
    let note = "今天收到了局里的文件，题目是《关于做好暑期学校安全工作的通知》，里面说：“各县区教育局，市直各学校：现将有关事项通知如下。”我想下周先开个小会，把分工定下来，再去两所学校看看。晚上给小王打电话，问问他们那边怎么安排。\n";
    let document = read("日记.txt", note);
    assert!(
        document.kind != Kind::Official || document.kind_confidence < 0.7,
        "{:?}",
        document.kind_confidence
    );
    let traditional = "臺灣鐵路的歷史始於清朝，當時巡撫決定興建鐵路，從基隆到新竹，全長約一百公里。日本時代，鐵路繼續延長，並且於一九〇八年全線通車，對於島內的運輸與經濟有很大的影響。\n";
    let document = read("1.txt", traditional);
    assert!(
        document.kind == Kind::Other || document.kind_confidence < 0.7,
        "{:?} {}",
        document.kind,
        document.kind_confidence
    );
}

#[test]
fn asking_again_gives_the_same() {
    let source = SourceText::from_plain(NOTICE);
    let again = yandu_document::recognise(&source, "通知/2022.txt");
    let first = read("通知/2022.txt", NOTICE);
    assert_eq!((again.kind, again.fields), (first.kind, first.fields));
}
