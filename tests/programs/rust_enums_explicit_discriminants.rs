//! needs: rustc 1.66
//! Enums with data whose discriminants are written down: out of order, negative, at the ends of the range.
#![allow(dead_code)]

#[repr(u8)]
enum ReprU8 {
    A(u8) = 3,
    B(u64, u8) = 200,
    C = 5,
}
#[repr(C, i16)]
enum ReprCI16 {
    A(u8) = -2,
    B { x: u32, y: u8 } = 7,
}
#[repr(i64)]
enum Explicit {
    Below(u8) = -1,
    Above(u16) = 0x7fff_ffff_ffff_ffff,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&[ReprU8::A(1), ReprU8::B(2, 3), ReprU8::C]);
    keep(&[ReprCI16::A(1), ReprCI16::B { x: 2, y: 3 }]);
    keep(&[Explicit::Below(1), Explicit::Above(2)]);
}
