//! A number as a list shows it: the formats of ECMA-376 part 1, 17.18.59.
//!
//! Unknown formats, and values that a format has no sign for, are decimal, as in Word. Where Word's own notes
//! ([MS-OI29500] 2.1.540) differ from the standard, Word is followed.

/// Writes a value in a format that is named as in `w:numFmt`; `none` and `bullet` are empty.
pub(crate) fn written(value: u32, format: &str) -> String {
    let sign = |first: char, last: u32| in_row(value, first, last);
    match format {
        "none" | "bullet" => String::new(),
        "chineseCounting" | "taiwaneseCounting" => counting(value),
        "chineseCountingThousand" => chinese(value, &SIMPLIFIED),
        "taiwaneseCountingThousand" => chinese(value, &TRADITIONAL),
        "chineseLegalSimplified" => chinese(value, &LEGAL_SIMPLIFIED),
        "ideographLegalTraditional" => chinese(value, &LEGAL_TRADITIONAL),
        "japaneseCounting" | "koreanCounting2" => japanese(value, &JAPANESE),
        "japaneseLegal" => japanese(value, &JAPANESE_LEGAL),
        "ideographDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => {
            by_digit(value, "〇一二三四五六七八九")
        }
        "taiwaneseDigital" => by_digit(value, "○一二三四五六七八九"),
        "koreanDigital" => by_digit(value, "영일이삼사오육칠팔구"),
        "ideographTraditional" => nth(value, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => nth(value, "子丑寅卯辰巳午未申酉戌亥"),
        "ideographZodiacTraditional" => sexagenary(value),
        "ideographEnclosedCircle" => sign('㊀', 10),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(value),
        "decimalEnclosedParen" => sign('⑴', 20),
        "decimalEnclosedFullstop" => sign('⒈', 20),
        "decimalFullWidth" | "decimalFullWidth2" => by_digit(value, "０１２３４５６７８９"),
        "aiueo" => again(value, "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"),
        "aiueoFullWidth" => again(
            value,
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
        ),
        "iroha" => again(value, "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ"),
        "irohaFullWidth" => again(
            value,
            "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
        ),
        "ganada" => nth(value, "가나다라마바사아자차카타파하"),
        "chosung" => nth(value, "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
        "lowerLetter" => letters(value, b'a'),
        "upperLetter" => letters(value, b'A'),
        "upperRoman" => roman(value),
        "lowerRoman" => roman(value).to_lowercase(),
        "decimalZero" => format!("{value:02}"),
        "numberInDash" => format!("- {value} -"),
        "hex" => format!("{value:X}"),
        "chicago" => chicago(value),
        "ordinal" => ordinal(value),
        "cardinalText" => capital(&english(value)),
        "ordinalText" => capital(&english_ordinal(value)),
        _ => padded(value, format),
    }
}

/// The name of a format by its number in binary files ([MS-OSHARED] 2.2.1.3).
pub(crate) fn format_of_code(code: u16) -> &'static str {
    const NAMES: [&str; 45] = [
        "decimal",
        "upperRoman",
        "lowerRoman",
        "upperLetter",
        "lowerLetter",
        "ordinal",
        "cardinalText",
        "ordinalText",
        "hex",
        "chicago",
        "ideographDigital",
        "japaneseCounting",
        "aiueo",
        "iroha",
        "decimalFullWidth",
        "decimalHalfWidth",
        "japaneseLegal",
        "japaneseDigitalTenThousand",
        "decimalEnclosedCircle",
        "decimalFullWidth2",
        "aiueoFullWidth",
        "irohaFullWidth",
        "decimalZero",
        "bullet",
        "ganada",
        "chosung",
        "decimalEnclosedFullstop",
        "decimalEnclosedParen",
        "decimalEnclosedCircleChinese",
        "ideographEnclosedCircle",
        "ideographTraditional",
        "ideographZodiac",
        "ideographZodiacTraditional",
        "taiwaneseCounting",
        "ideographLegalTraditional",
        "taiwaneseCountingThousand",
        "taiwaneseDigital",
        "chineseCounting",
        "chineseLegalSimplified",
        "chineseCountingThousand",
        "decimal",
        "koreanDigital",
        "koreanCounting",
        "koreanLegal",
        "koreanDigital2",
    ];
    match code {
        57 => "numberInDash",
        255 => "none",
        _ => NAMES.get(usize::from(code)).copied().unwrap_or("decimal"),
    }
}

/// `001, 002, 003, ...` of an own format ([MS-DOCX] 2.4) says how many digits there are at least.
fn padded(value: u32, format: &str) -> String {
    let first = format.split(',').next().unwrap_or_default().trim();
    let zeros = first.len() > 1 && first.bytes().all(|b| b.is_ascii_digit());
    let width = if zeros { first.len().min(8) } else { 0 };
    format!("{value:0width$}")
}

fn decimal(value: u32) -> String {
    value.to_string()
}

/// The `value`th of a row of signs in Unicode that begins at `first` and has `count`.
fn in_row(value: u32, first: char, count: u32) -> String {
    let sign = (1..=count)
        .contains(&value)
        .then(|| char::from_u32(first as u32 + value - 1));
    sign.flatten().map_or_else(|| decimal(value), String::from)
}

/// ① to ⑳, ㉑ to ㉟, ㊱ to ㊿.
fn circled(value: u32) -> String {
    match value {
        0 => "⓪".to_owned(),
        21..=35 => in_row(value - 20, '㉑', 15),
        36..=50 => in_row(value - 35, '㊱', 15),
        _ => in_row(value, '①', 20),
    }
}

/// The `value`th of these; decimal behind the last.
fn nth(value: u32, signs: &str) -> String {
    let at = (value as usize).checked_sub(1);
    at.and_then(|n| signs.chars().nth(n))
        .map_or_else(|| decimal(value), String::from)
}

/// The same, beginning again behind the last.
fn again(value: u32, signs: &str) -> String {
    let count = signs.chars().count() as u32;
    if value == 0 {
        decimal(value)
    } else {
        nth((value - 1) % count + 1, signs)
    }
}

fn sexagenary(value: u32) -> String {
    if !(1..=60).contains(&value) {
        return decimal(value);
    }
    let stem = nth((value - 1) % 10 + 1, "甲乙丙丁戊己庚辛壬癸");
    stem + &nth((value - 1) % 12 + 1, "子丑寅卯辰巳午未申酉戌亥")
}

/// Each decimal digit by its sign.
fn by_digit(value: u32, digits: &str) -> String {
    let sign = |c: char| digits.chars().nth(c.to_digit(10).unwrap_or(0) as usize);
    decimal(value).chars().filter_map(sign).collect()
}

/// z is followed by aa and bb: the letter is repeated.
fn letters(value: u32, first: u8) -> String {
    if value == 0 {
        return String::new();
    }
    let letter = char::from(first + ((value - 1) % 26) as u8);
    let times = ((value - 1) / 26 + 1).min(30) as usize;
    std::iter::repeat_n(letter, times).collect()
}

/// * † ‡ §, then each twice.
fn chicago(value: u32) -> String {
    if value == 0 {
        return decimal(value);
    }
    let sign = nth((value - 1) % 4 + 1, "*†‡§");
    sign.repeat(((value - 1) / 4 + 1).min(30) as usize)
}

/// Signs of a way of counting by tens, hundreds, thousands.
struct Numerals {
    digits: &'static str,
    /// Tens, hundreds, thousands.
    units: [&'static str; 3],
    ten_thousand: &'static str,
    hundred_million: &'static str,
    /// 十 without 一 before it, from 10 to 19.
    bare_ten: bool,
}

const SIMPLIFIED: Numerals = Numerals {
    digits: "零一二三四五六七八九",
    units: ["十", "百", "千"],
    ten_thousand: "万",
    hundred_million: "亿",
    bare_ten: true,
};
const TRADITIONAL: Numerals = Numerals {
    ten_thousand: "萬",
    hundred_million: "億",
    ..SIMPLIFIED
};
const LEGAL_SIMPLIFIED: Numerals = Numerals {
    digits: "零壹贰叁肆伍陆柒捌玖",
    units: ["拾", "佰", "仟"],
    bare_ten: false,
    ..SIMPLIFIED
};
const LEGAL_TRADITIONAL: Numerals = Numerals {
    digits: "零壹貳參肆伍陸柒捌玖",
    ten_thousand: "萬",
    hundred_million: "億",
    ..LEGAL_SIMPLIFIED
};
const JAPANESE: Numerals = Numerals {
    digits: "〇一二三四五六七八九",
    ..SIMPLIFIED
};
const JAPANESE_LEGAL: Numerals = Numerals {
    digits: "零壱弐参四伍六七八九",
    units: ["拾", "百", "阡"],
    ten_thousand: "萬",
    hundred_million: "億",
    bare_ten: false,
};

impl Numerals {
    fn digit(&self, n: u32) -> &'static str {
        let start = self.digits.char_indices().nth(n as usize % 10);
        let (at, c) = start.unwrap_or((0, '零'));
        &self.digits[at..at + c.len_utf8()]
    }
}

/// 一 to 九十九 as they are counted; from 100 on digit by digit.
fn counting(value: u32) -> String {
    if value < 100 {
        chinese(value, &SIMPLIFIED)
    } else {
        by_digit(value, "○一二三四五六七八九")
    }
}

/// 一千零一十: a gap between two signs is one 零.
fn chinese(value: u32, with: &Numerals) -> String {
    if value == 0 {
        return with.digit(0).to_owned();
    }
    let mut text = String::new();
    let groups = [
        (value / 100_000_000, with.hundred_million),
        (value / 10_000 % 10_000, with.ten_thousand),
        (value % 10_000, ""),
    ];
    for (group, unit) in groups {
        if group == 0 {
            continue;
        }
        if !text.is_empty() && group < 1000 {
            text.push_str(with.digit(0));
        }
        text.push_str(&below_ten_thousand(group, with));
        text.push_str(unit);
    }
    let one_ten = format!("{}{}", with.digit(1), with.units[0]);
    match text.strip_prefix(&one_ten) {
        Some(rest) if with.bare_ten && value < 20 => format!("{}{rest}", with.units[0]),
        _ => text,
    }
}

fn below_ten_thousand(value: u32, with: &Numerals) -> String {
    let mut text = String::new();
    let mut gap = false;
    let places = [
        (value / 1000, with.units[2]),
        (value / 100 % 10, with.units[1]),
        (value / 10 % 10, with.units[0]),
        (value % 10, ""),
    ];
    for (digit, unit) in places {
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push_str(with.digit(0));
        }
        text.push_str(with.digit(digit));
        text.push_str(unit);
    }
    text
}

/// 百一, 千: no 零 in gaps; 一 before a unit only in the legal way.
fn japanese(value: u32, with: &Numerals) -> String {
    if value == 0 {
        return with.digit(0).to_owned();
    }
    let mut text = String::new();
    if value >= 10_000 {
        text.push_str(&japanese(value / 10_000, with));
        text.push_str(with.ten_thousand);
    }
    let places = [
        (value / 1000 % 10, with.units[2]),
        (value / 100 % 10, with.units[1]),
        (value / 10 % 10, with.units[0]),
        (value % 10, ""),
    ];
    for (digit, unit) in places.into_iter().filter(|(digit, _)| *digit > 0) {
        if digit > 1 || unit.is_empty() || !with.bare_ten {
            text.push_str(with.digit(digit));
        }
        text.push_str(unit);
    }
    text
}

fn roman(mut value: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut text = String::new();
    for (n, letters) in PARTS {
        while value >= n && text.len() < 32 {
            text.push_str(letters);
            value -= n;
        }
    }
    text
}

fn ordinal(value: u32) -> String {
    let ending = match (value % 100, value % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{value}{ending}")
}

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] = [
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

fn english(value: u32) -> String {
    let joined = |head: String, rest: u32, by: &str| {
        if rest == 0 {
            head
        } else {
            format!("{head}{by}{}", english(rest))
        }
    };
    match value {
        0..=19 => SMALL[value as usize].to_owned(),
        20..=99 => joined(TENS[(value / 10) as usize].to_owned(), value % 10, "-"),
        100..=999 => joined(
            format!("{} hundred", english(value / 100)),
            value % 100,
            " ",
        ),
        1000..=999_999 => joined(
            format!("{} thousand", english(value / 1000)),
            value % 1000,
            " ",
        ),
        _ => decimal(value),
    }
}

fn english_ordinal(value: u32) -> String {
    let text = english(value);
    let at = text.rfind([' ', '-']).map_or(0, |n| n + 1);
    let (head, last) = text.split_at(at);
    let last = match last {
        "one" => "first".to_owned(),
        "two" => "second".to_owned(),
        "three" => "third".to_owned(),
        "five" => "fifth".to_owned(),
        "eight" => "eighth".to_owned(),
        "nine" => "ninth".to_owned(),
        "twelve" => "twelfth".to_owned(),
        other => match other.strip_suffix('y') {
            Some(stem) => format!("{stem}ieth"),
            None => format!("{other}th"),
        },
    };
    format!("{head}{last}")
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_chinese_format_has_its_signs() {
        let cases = [
            (1, "chineseCounting", "一"),
            (20, "chineseCounting", "二十"),
            (105, "chineseCounting", "一○五"),
            (10, "chineseCountingThousand", "十"),
            (101, "chineseCountingThousand", "一百零一"),
            (110, "chineseCountingThousand", "一百一十"),
            (1001, "chineseCountingThousand", "一千零一"),
            (1010, "chineseCountingThousand", "一千零一十"),
            (2345, "chineseCountingThousand", "二千三百四十五"),
            (10_010, "chineseCountingThousand", "一万零一十"),
            (100_000, "taiwaneseCountingThousand", "一十萬"),
            (11, "chineseLegalSimplified", "壹拾壹"),
            (2306, "chineseLegalSimplified", "贰仟叁佰零陆"),
            (23, "ideographLegalTraditional", "貳拾參"),
            (10, "ideographDigital", "一〇"),
            (105, "taiwaneseDigital", "一○五"),
            (11, "ideographTraditional", "11"),
            (12, "ideographZodiac", "亥"),
            (11, "ideographZodiacTraditional", "甲戌"),
            (60, "ideographZodiacTraditional", "癸亥"),
            (10, "ideographEnclosedCircle", "㊉"),
            (11, "ideographEnclosedCircle", "11"),
        ];
        for (value, format, text) in cases {
            assert_eq!(written(value, format), text, "{value} {format}");
        }
    }

    #[test]
    fn signs_letters_and_words() {
        let cases = [
            (3, "decimalEnclosedCircle", "③"),
            (21, "decimalEnclosedCircle", "㉑"),
            (2, "decimalEnclosedParen", "⑵"),
            (20, "decimalEnclosedFullstop", "⒛"),
            (12, "decimalFullWidth", "１２"),
            (7, "decimalZero", "07"),
            (7, "001, 002, 003, ...", "007"),
            (28, "upperLetter", "BB"),
            (4, "upperRoman", "IV"),
            (22, "ordinal", "22nd"),
            (13, "ordinal", "13th"),
            (45, "cardinalText", "Forty-five"),
            (20, "ordinalText", "Twentieth"),
            (6, "chicago", "††"),
            (47, "aiueoFullWidth", "ア"),
            (111, "japaneseCounting", "百十一"),
            (123, "japaneseLegal", "壱百弐拾参"),
            (5, "bullet", ""),
            (5, "unheard of", "5"),
        ];
        for (value, format, text) in cases {
            assert_eq!(written(value, format), text, "{value} {format}");
        }
    }

    #[test]
    fn counting_agrees_with_another_writer_of_numbers() {
        // Each is read back sign by sign: what a reader would make of it.
        for value in 1..=12_000_u32 {
            let text = written(value, "chineseCountingThousand");
            assert_eq!(read_back(&text), value, "{text}");
        }
    }

    fn read_back(text: &str) -> u32 {
        let (mut total, mut group, mut digit) = (0, 0, 0);
        for c in text.chars() {
            let unit = match c {
                '十' => 10,
                '百' => 100,
                '千' => 1000,
                '万' => 10_000,
                other => {
                    digit = "零一二三四五六七八九"
                        .chars()
                        .position(|d| d == other)
                        .unwrap() as u32;
                    continue;
                }
            };
            if unit == 10_000 {
                total += (group + digit) * unit;
                group = 0;
            } else {
                group += digit.max(1) * unit;
            }
            digit = 0;
        }
        total + group + digit
    }
}
