//! Surnames: is a run of Han characters a person's name?

use crate::shadow::is_han;

/// The common single-character surnames.
const SINGLE: &str = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公岳闫肖覃付代苟兰原麦冼阳佟揭仝官苑晋扎布娜帕艾洛格尼买努斯雪";

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
    fn names_and_other_words() {
        for name in ["李源潮", "李鹏", "欧阳修", "阿沛·阿旺晋美", "习近平"] {
            assert!(is_name(name), "{name}");
        }
        for word in ["国务院", "总则", "一二三", "李源潮同志", "ABC", "目录"] {
            assert!(!is_name(word), "{word}");
        }
    }
}
