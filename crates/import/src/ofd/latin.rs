//! Widths of Latin letters: OFD gives the distance to the next char but no width, so a word that ends without a blank
//! shows only by a distance that is wider than its last letter.

/// Widths from the space to the tilde in thousandths of the font's height: those of Times, which the fonts of offices
/// are near enough to (Adobe's metrics of the 14 standard fonts).
const WIDTHS: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500,
    500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611,
    556, 722, 722, 333, 389, 722, 611, 889, 722, 722, 556, 722, 667, 556, 611, 722, 722, 944, 722,
    722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500,
    278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
];

/// Distances that differ by less, in heights of the font, are even.
const EVEN: f32 = 0.04;

/// The width that all letters have if they stand at even distances, as in Chinese fonts; in heights of the font.
pub(super) fn even_width(chars: &[char], across: &[f32], unit: f32) -> Option<f32> {
    let letters = chars
        .iter()
        .zip(across)
        .filter(|(c, _)| c.is_ascii_alphanumeric());
    let mut widths: Vec<f32> = letters.map(|(_, d)| d / unit.max(0.01)).collect();
    widths.sort_by(f32::total_cmp);
    let usual = *widths.get(widths.len() / 2)?;
    let even = widths.iter().filter(|w| (*w - usual).abs() < EVEN).count();
    (widths.len() >= 2 && even * 5 >= widths.len() * 4).then_some(usual.clamp(0.2, 1.0))
}

/// The width of a char in heights of the font; `even` is what [`even_width`] found.
pub(super) fn width(c: char, even: Option<f32>) -> f32 {
    let at = u32::from(c).checked_sub(0x20).map(|n| n as usize);
    match at.and_then(|n| WIDTHS.get(n)) {
        Some(own) => even.unwrap_or(f32::from(*own) / 1000.0),
        None => 1.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn even_distances_are_the_width_and_others_are_not() {
        let chars: Vec<char> = "GitHub".chars().collect();
        assert_eq!(even_width(&chars, &[5.0; 6], 10.0), Some(0.5));
        assert_eq!(even_width(&chars, &[7.2, 2.8, 2.8, 7.2, 5.0], 10.0), None);
        assert!(width('W', None) > 0.9 && width('i', None) < 0.3 && width('中', None) == 1.0);
    }
}
