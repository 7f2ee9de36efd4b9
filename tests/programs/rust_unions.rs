//! Unions: Rust's own, repr(C), with padding, of structs, and MaybeUninit and ManuallyDrop.
#![allow(dead_code)]
use std::mem::{ManuallyDrop, MaybeUninit};

union Plain {
    byte: u8,
    word: u32,
    float: f32,
}

#[repr(C)]
union ReprC {
    bytes: [u8; 9],
    word: u32,
}

#[derive(Clone, Copy)]
struct Part {
    a: u16,
    b: u64,
}

union OfStructs {
    part: Part,
    text: ManuallyDrop<String>,
}

struct Holder {
    byte: u8,
    plain: Plain,
    uninit: MaybeUninit<u64>,
    buffer: [MaybeUninit<u8>; 5],
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&Plain { word: 1 });
    keep(&ReprC { word: 1 });
    keep(&OfStructs { part: Part { a: 1, b: 2 } });
    keep(&Holder { byte: 1, plain: Plain { byte: 1 }, uninit: MaybeUninit::uninit(), buffer: [MaybeUninit::new(1); 5] });
}
