//! Surnames: is a run of Han characters a person's name?

use crate::shadow::is_han;

/// The common single-character surnames.
const SINGLE: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳闫肖覃付代苟兰原麦冼阳佟揭仝官苑晋扎布娜帕艾洛格尼买努斯雪";

/// Two-character surnames that are in use, in both scripts (百家姓, and the names of the census).
const COMPOUND: &str = "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 司徒 夏侯 轩辕 軒轅 \
呼延 太史 端木 独孤 獨孤 南宫 南宮 万俟 闻人 聞人 公羊 赫连 赫連 澹台 澹臺 宗政 濮阳 濮陽 公冶 太叔 申屠 仲孙 \
仲孫 钟离 鍾離 长孙 長孫 宇文 鲜于 鮮于 司空 闾丘 閭丘 亓官 司寇 巫马 巫馬 公西 颛孙 顓孫 壤驷 壤駟 公良 漆雕 \
乐正 樂正 宰父 谷梁 榖梁 拓跋 夹谷 夾谷 段干 百里 东郭 東郭 南门 南門 羊舌 微生 梁丘 左丘 西门 西門 南荣 南榮 \
东里 東里 即墨 达奚 達奚 褚师 褚師 纳兰 納蘭 完颜 完顏 叶赫 葉赫 那拉 爱新 愛新 富察 第五 贺兰 賀蘭 贺若 賀若 \
宿勤 沙陀 斛律 屈突 豆卢 豆盧 哥舒 叱干 仆固 僕固 阿史 侯莫 长谷 長谷 佐藤 铃木 鈴木 高桥 高橋 田中 渡边 渡邊 \
伊藤 山本 中村 小林 加藤 吉田 山田 佐佐 山口 松本 井上 木村 安倍 岸田 石破 小泉 福田 麻生 鸠山 鳩山 野田 菅直";

/// Family and given name of a person who is written in Han characters: 诸葛平 → 诸葛, 平. `None` for a
/// name that is not made like this: a foreign or minority name, an office.
///
/// A name of four characters without a known surname of two has a double surname (范徐丽泰).
pub fn split_name(name: &str) -> Option<(&str, &str)> {
    let count = name.chars().count();
    if !name.chars().all(is_han) || !(2..=5).contains(&count) {
        return None;
    }
    let at = |chars: usize| {
        name.char_indices()
            .nth(chars)
            .map_or(name.len(), |(n, _)| n)
    };
    let compound = count > 2 && COMPOUND.split(' ').any(|known| known == &name[..at(2)]);
    match (count, compound) {
        (_, true) | (4, false) => Some(name.split_at(at(2))),
        (5, false) => None,
        _ => Some(name.split_at(at(1))),
    }
}

/// True when a text has the shape of a person's name: a surname and one or two characters, or a name with ·.
pub fn is_person(text: &str) -> bool {
    is_name(text)
}

/// The common two-character surnames.
const DOUBLE: [&str; 14] = [
    "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯",
    "轩辕", "呼延",
];

/// Words that look like names but are not.
const NOT_NAMES: [&str; 20] = [
    "全国",
    "国务院",
    "文件",
    "广东",
    "广西",
    "江苏",
    "云南",
    "山东",
    "山西",
    "江西",
    "安徽",
    "宁夏",
    "国家",
    "公司",
    "时间",
    "来源",
    "目录",
    "通知",
    "党组",
    "党委",
];

/// True when `text` (no spaces) has the shape of a person's name: a surname and one or two given
/// characters, or a name with ·.
pub(crate) fn is_name(text: &str) -> bool {
    let count = text.chars().count();
    if text.contains('·') {
        return (4..=16).contains(&count) && text.chars().all(|c| is_han(c) || c == '·');
    }
    let han = text.chars().all(is_han);
    if !han || !(2..=4).contains(&count) || NOT_NAMES.contains(&text) {
        return false;
    }
    match DOUBLE.iter().any(|s| text.starts_with(s)) {
        true => (3..=4).contains(&count),
        false => count <= 3 && text.chars().next().is_some_and(|c| SINGLE.contains(c)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compound_surnames_are_whole() {
        for (name, family, given) in [
            ("诸葛平", "诸葛", "平"),
            ("歐陽中石", "歐陽", "中石"),
            ("欧阳", "欧", "阳"),
            ("李源潮", "李", "源潮"),
            ("李静", "李", "静"),
            ("范徐丽泰", "范徐", "丽泰"),
            ("小泉纯一郎", "小泉", "纯一郎"),
        ] {
            assert_eq!(split_name(name), Some((family, given)), "{name}");
        }
        for name in ["国务院办公厅", "阿沛·阿旺晋美", "Smith", "南坪乡委会", "李"]
        {
            assert_eq!(split_name(name), None, "{name}");
        }
    }

    #[test]
    fn names_and_other_words() {
        for name in ["李源潮", "李鹏", "欧阳修", "阿沛·阿旺晋美", "习近平"] {
            assert!(is_name(name), "{name}");
        }
        for word in ["国务院", "总则", "一二三", "李源潮同志", "ABC", "目录"] {
            assert!(!is_name(word), "{word}");
        }
    }
}
