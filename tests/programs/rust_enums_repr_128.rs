//! needs: rustc 1.89
//! Enums with 128-bit representations: values that need 16 bytes of the debug information.
#![allow(dead_code)]

#[derive(Clone, Copy)]
#[repr(u128)]
enum Unsigned {
    Small = 1,
    Huge = 0xffff_ffff_ffff_ffff_ffff_ffff_ffff_fffe,
}
#[derive(Clone, Copy)]
#[repr(i128)]
enum Signed {
    Below = -170141183460469231731687303715884105728,
    Above = 5,
}
#[repr(u128)]
enum WithData {
    A(u8) = 1,
    B { wide: u64, narrow: u16 } = 0x1_0000_0000_0000_0000_0000,
    C = 3,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&[Unsigned::Small, Unsigned::Huge]);
    keep(&[Signed::Below, Signed::Above]);
    keep(&[WithData::A(1), WithData::B { wide: 2, narrow: 3 }, WithData::C]);
}
