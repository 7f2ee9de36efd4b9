//! Representations: C, packed, packed(2), align, C with align, transparent, and what holds them.
#![allow(dead_code)]

#[repr(C)]
struct ReprC {
    byte: u8,
    word: u32,
    half: u16,
}
#[repr(packed)]
struct Packed {
    byte: u8,
    word: u32,
    half: u16,
}
#[repr(C, packed(2))]
struct Packed2 {
    byte: u8,
    word: u32,
    half: u16,
}
#[repr(align(32))]
struct Aligned(u8);
#[repr(C, align(16))]
struct AlignedC {
    byte: u8,
    wide: u64,
}
#[repr(transparent)]
struct Transparent(f64, ());
#[repr(align(8))]
enum AlignedEnum {
    A(u8),
    B,
}
struct Holder {
    byte: u8,
    aligned: Aligned,
    packed: Packed,
    repr_c: ReprC,
    transparent: Transparent,
}
#[repr(C)]
struct Ffi {
    name: *const u8,
    callback: extern "C" fn(i32) -> i32,
    optional: Option<extern "C" fn(i32)>,
    flags: [u8; 3],
    inner: ReprC,
}

extern "C" fn callback(i: i32) -> i32 {
    i
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    let repr_c = || ReprC { byte: 1, word: 2, half: 3 };
    let packed = || Packed { byte: 1, word: 2, half: 3 };
    keep(&repr_c());
    keep(&packed());
    keep(&Packed2 { byte: 1, word: 2, half: 3 });
    keep(&Aligned(1));
    keep(&AlignedC { byte: 1, wide: 2 });
    keep(&Transparent(1.0, ()));
    keep(&[AlignedEnum::A(1), AlignedEnum::B]);
    keep(&Holder { byte: 1, aligned: Aligned(2), packed: packed(), repr_c: repr_c(), transparent: Transparent(1.0, ()) });
    keep(&Ffi { name: std::ptr::null(), callback, optional: None, flags: [1; 3], inner: repr_c() });
}
