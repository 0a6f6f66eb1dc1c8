use super::*;

fn assert_one(texts: &[&str]) {
    for text in texts {
        assert_eq!(fold(text), fold(texts[0]), "{text} is not {}", texts[0]);
    }
}

#[test]
fn marks_width_case_and_script() {
    assert_one(&[
        "“十四五”规划",
        "十四五规划",
        "〝十四五〞规划",
        "«十四五»规划",
        "„十四五‟规划",
    ]);
    assert_eq!(fold("關於加強閱讀"), "关于加强阅读");
    assert_eq!(fold("ＡＰＥＣ　２０１４"), "apec2014");
    assert_one(&["创先办〔2010〕2号", "创先办[2010]2号", "创先办﹝2010﹞2号"]);
    assert_eq!(fold("第一，二"), "第一，二");
    assert_one(&["a,b", "a，b", "a﹐b", "a︐b"]);
    assert_eq!(fold_loose(&fold("不忘初心、牢记使命")), "不忘初心牢记使命");
    assert_eq!(fold_strict_loose("8:30，开会"), "8：30开会");
}

#[test]
fn presentation_forms_and_radicals() {
    assert_one(&["增长11.1%", "增长１１．１％", "增长11﹒1﹪", "增长11․1％"]);
    assert_one(&["dangan@np.cn", "ｄａｎｇａｎ＠ｎｐ．ｃｎ", "dangan﹫np﹒cn"]);
    assert_one(&["把人民放在首位，长期坚持", "把人⺠放在⾸位，⻓期坚持"]);
    assert_one(&[
        "卡尔·马克思",
        "卡尔･马克思",
        "卡尔﹒马克思",
        "卡尔․马克思",
        "卡尔⸱马克思",
        "卡尔.马克思",
        "卡尔．马克思",
    ]);
    assert_one(&[
        "甲——乙",
        "甲─乙",
        "甲━━乙",
        "甲⸺乙",
        "甲⸻乙",
        "甲︱乙",
        "甲﹘乙",
        "甲乙",
    ]);
    assert_one(&["第Ⅲ类", "第III类", "第ⅲ类"]);
    assert_one(&["㎡", "m²", "m2", "Ｍ２"]);
    assert_one(&["finance office", "ﬁnance oﬃce"]);
    assert_one(&["￥350", "¥350"]);
    assert_one(&["甲：乙", "甲∶乙", "甲︰乙", "甲﹕乙", "甲︓乙"]);
    assert_one(&["ガパ", "ｶﾞﾊﾟ"]);
    assert_one(&[
        "二〇一〇年",
        "二О一О年",
        "二O一o年",
        "二○一○年",
        "二零一零年",
        "二ＯＩ〇年".replace('Ｉ', "一").as_str(),
    ]);
    assert_one(&["二〇〇〇年", "二OOO年"]);
    assert_eq!(fold("O型血"), "o型血");
    assert_eq!(fold("第一Office"), "第一office");
    assert_one(&[
        "1.总体要求",
        "⒈总体要求",
        "1．总体要求",
        "（1）总体要求",
        "⑴总体要求",
    ]);
    assert_one(&["①", "❶", "➀", "⓵"]);
    assert_ne!(fold("①"), fold("1"));
}

#[test]
fn what_has_no_shape_is_dropped() {
    for c in "\u{202a}\u{202c}\u{2066}\u{2069}\u{fe0f}\u{e0100}\u{180e}\u{34f}\u{3164}\u{2800}\u{200b}\u{feff}\u{ad}\u{61c}\u{115f}\u{ffa0}".chars() {
        assert_eq!(fold(&format!("南坪{c}乡")), "南坪乡", "{:x}", u32::from(c));
    }
}

#[test]
fn one_character_has_several_counterparts() {
    assert_one(&["随着", "隨著", "隨着"]);
    assert_one(&["了解", "瞭解"]);
    assert_one(&["答复", "答覆", "答復"]);
    assert_one(&["借此", "藉此"]);
    assert_one(&["只能", "祇能", "衹能", "隻能"]);
    assert_one(&["背负", "揹負"]);
    assert_one(&["苏醒", "甦醒", "蘇醒"]);
    assert_one(&["国略效邻户净", "囯畧効隣戸浄"]);
}

#[test]
fn origins_point_back() {
    let folded = fold_with_origin("“一 带”一路");
    assert_eq!(folded.text, "一带一路");
    assert_eq!(folded.origin, [1, 3, 5, 6]);
    let folded = fold_with_origin("2㎡的ﬁ");
    assert_eq!(folded.text, "2m2的fi");
    assert_eq!(folded.origin, [0, 1, 1, 2, 3, 3]);
    assert_eq!(trailing_marks("\u{fe0f}超"), 1);
}

#[test]
fn folding_twice_changes_nothing() {
    for c in (0..=0x10ffff).filter_map(char::from_u32) {
        let once = fold(&c.to_string());
        assert_eq!(fold(&once), once, "{c:?}");
        let shapes = fold_shapes(&c.to_string());
        assert_eq!(fold(&shapes), once, "{c:?}");
        assert_eq!(shapes.chars().count(), once.chars().count(), "{c:?}");
    }
}

#[test]
fn a_cut_of_a_text_folds_to_a_cut_of_its_fold() {
    let text = "增长１１．１％，卡尔．马克思 v1.2（㎡）ｶﾞ1.总体…2010．5．6隨著dangan@np.cn";
    let whole = fold(text);
    let chars: Vec<char> = text.chars().collect();
    for from in 0..chars.len() {
        for to in from..=chars.len() {
            let cut: String = chars[from..to].iter().collect();
            assert!(whole.contains(&fold(&cut)), "{cut}");
        }
    }
}

#[test]
fn the_strict_fold_keeps_what_changes_the_sense() {
    for (a, b) in [
        ("下降-5%", "下降5%"),
        ("下降−5%", "下降5%"),
        ("3—5人", "35人"),
        ("12 34万", "1234万"),
        ("（不）同意", "不同意"),
        ("12.5", "125"),
        ("10²", "102"),
        ("3½", "31/2"),
        ("5·12", "512"),
        ("（一）", "一"),
        ("the rapist", "therapist"),
    ] {
        assert_ne!(fold_strict(a), fold_strict(b), "{a} {b}");
        assert_ne!(fold_strict_loose(a), fold_strict_loose(b), "{a} {b}");
    }
    for (a, b) in [
        ("下降-5%", "下降－５％"),
        ("下降−5%", "下降－５％"),
        ("3—5人", "3-5人"),
        ("3––5人", "3──5人"),
        ("(不)同意", "〔不〕同意"),
        ("１２．５", "12.5"),
        ("“十四五”规划", "十四五规划"),
        ("《通知》——甲", "通知甲"),
        ("2010 年 5 月", "2010年5月"),
        ("20\n10年", "2010年"),
        ("12\u{202f}345", "12345"),
        ("——5人", "5人"),
        ("- 5月", "5月"),
        ("COVID-19", "COVID19"),
        ("（不）同意", "（不）同意"),
    ] {
        assert_eq!(fold_strict(a), fold_strict(b), "{a} {b}");
    }
    assert_eq!(fold_strict("隨著 形勢"), fold("随着形势"));
}

#[test]
fn a_stretch_takes_in_the_whole_number() {
    let cut = |text: &str, from, to| {
        let (from, to) = whole_number(text, from, to);
        text.chars()
            .skip(from as usize)
            .take((to - from) as usize)
            .collect::<String>()
    };
    assert_eq!(cut("下降-5%的", 3, 6), "-5%的");
    assert_eq!(cut("增长35.6%", 0, 4), "增长35.6");
    assert_eq!(cut("共1,235人", 4, 7), "1,235人");
    assert_eq!(cut("第一，5人", 3, 5), "5人");
    assert_eq!(cut("共——5人", 3, 5), "5人");
    assert_eq!(cut("没有数字", 1, 3), "有数");
}
