//! Enums without data: chosen width, negative values, gaps, every repr to 64 bits, one variant, as members.
#![allow(dead_code)]

#[derive(Clone, Copy)]
enum Small {
    A,
    B,
    C,
}
#[derive(Clone, Copy)]
enum Negative {
    Below = -200,
    Zero = 0,
    Above = 100,
}
#[derive(Clone, Copy)]
enum Gaps {
    One = 1,
    Ten = 10,
    Thousand = 1000,
}
#[derive(Clone, Copy)]
enum Only {
    One,
}
#[derive(Clone, Copy)]
#[repr(u8)]
enum ReprU8 {
    A = 7,
    B = 255,
}
#[derive(Clone, Copy)]
#[repr(i16)]
enum ReprI16 {
    A = -32768,
    B = 32767,
}
#[derive(Clone, Copy)]
#[repr(u64)]
enum ReprU64 {
    A = 0xffff_ffff_ffff_ffff,
    B = 1,
}
#[derive(Clone, Copy)]
#[repr(i64)]
enum ReprI64 {
    A = i64::MIN,
    B = 1,
}
#[derive(Clone, Copy)]
#[repr(C)]
enum ReprC {
    A,
    B,
}

struct Holder {
    small: Small,
    negative: Negative,
    gaps: Gaps,
    only: Only,
    optional: Option<Small>,
    twice: Option<Option<Small>>,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&[Small::A, Small::B, Small::C]);
    keep(&[Negative::Below, Negative::Zero, Negative::Above]);
    keep(&[Gaps::One, Gaps::Ten, Gaps::Thousand]);
    keep(&Only::One);
    keep(&[ReprU8::A, ReprU8::B]);
    keep(&[ReprI16::A, ReprI16::B]);
    keep(&[ReprU64::A, ReprU64::B]);
    keep(&[ReprI64::A, ReprI64::B]);
    keep(&[ReprC::A, ReprC::B]);
    keep(&Holder { small: Small::A, negative: Negative::Zero, gaps: Gaps::One, only: Only::One, optional: None, twice: Some(None) });
}
