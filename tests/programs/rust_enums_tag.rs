//! Enums whose discriminant has bytes of its own: widths, widened tags, reprs, payload beside it.
#![allow(dead_code)]

enum Tagged {
    Byte(u8),
    Word(u32),
    Pair { small: u16, large: u64 },
    Nothing,
}
enum WidenedTag {
    A(u32),
    B(u16),
    C,
}
enum WidenedToWord {
    A(u32),
    B(u64),
}
enum PayloadBesideTag {
    A(u8, u32),
    B(u16),
    C(u64),
}
#[repr(C)]
enum ReprC {
    A(u8),
    B(u64),
}
#[repr(u8)]
enum ReprU8 {
    A(u8),
    B(u64, u8),
    C,
}
#[repr(C, i16)]
enum ReprCI16 {
    A(u8),
    B { x: u32, y: u8 },
}
enum Generic<T, E> {
    Good(T),
    Bad(E),
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&[Tagged::Byte(1), Tagged::Word(2), Tagged::Pair { small: 3, large: 4 }, Tagged::Nothing]);
    keep(&[WidenedTag::A(1), WidenedTag::B(2), WidenedTag::C]);
    keep(&[WidenedToWord::A(1), WidenedToWord::B(2)]);
    keep(&[PayloadBesideTag::A(1, 2), PayloadBesideTag::B(3), PayloadBesideTag::C(4)]);
    keep(&[ReprC::A(1), ReprC::B(2)]);
    keep(&[ReprU8::A(1), ReprU8::B(2, 3), ReprU8::C]);
    keep(&[ReprCI16::A(1), ReprCI16::B { x: 2, y: 3 }]);
    keep(&[Generic::<u8, u32>::Good(1), Generic::Bad(2)]);
    keep(&[Some(1u32), None]);
    keep(&[Ok::<u64, u8>(1), Err(2)]);
}
