//! Affine maps, as PDF (ISO 32000-1, 8.3.3) and OFD (GB/T 33190 7.3) write them.

/// The numbers a b c d e f: x' = ax + cy + e, y' = bx + dy + f.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Matrix(pub(crate) [f32; 6]);

impl Matrix {
    /// Leaves everything where it is.
    pub(crate) const ONE: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub(crate) fn apply(&self, x: f32, y: f32) -> (f32, f32) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }

    /// First `self`, then `outer`.
    pub(crate) fn then(&self, outer: &Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let [oa, ob, oc, od, ..] = outer.0;
        let (x, y) = outer.apply(e, f);
        Matrix([
            a * oa + b * oc,
            a * ob + b * od,
            c * oa + d * oc,
            c * ob + d * od,
            x,
            y,
        ])
    }

    /// How much areas grow.
    pub(crate) fn area(&self) -> f32 {
        let [a, b, c, d, ..] = self.0;
        (a * d - b * c).abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_follow_each_other_outwards() {
        let half = Matrix([0.5, 0.0, 0.0, 0.5, 1.0, 0.0]);
        let moved = Matrix([1.0, 0.0, 0.0, 1.0, 10.0, 20.0]);
        assert_eq!(half.then(&moved).apply(4.0, 4.0), (13.0, 22.0));
        assert_eq!(half.area(), 0.25);
    }
}
