//! Integers to 128 bits, floats, bool, char, unit and never: sizes and alignments, `char` being 4 bytes.
#![allow(dead_code)]

struct Integers {
    i8: i8,
    u8: u8,
    i16: i16,
    u16: u16,
    i32: i32,
    u32: u32,
    i64: i64,
    u64: u64,
    i128: i128,
    u128: u128,
    isize: isize,
    usize: usize,
}

struct Others {
    float: f32,
    double: f64,
    flag: bool,
    letter: char,
    unit: (),
}

struct Signed {
    low: i8,
    wide: i128,
    mid: i32,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&Integers { i8: 1, u8: 2, i16: 3, u16: 4, i32: 5, u32: 6, i64: 7, u64: 8, i128: 9, u128: 10, isize: 11, usize: 12 });
    keep(&Others { float: 1.0, double: 2.0, flag: true, letter: 'x', unit: () });
    keep(&Signed { low: 1, wide: -1, mid: 2 });
}
