//! Tuples (of one, of many, nested, with holes) and arrays (of zero, of arrays, of structs).
#![allow(dead_code)]

struct Pair(u8, u32);

struct Arrays {
    bytes: [u8; 3],
    none: [u64; 0],
    table: [[u16; 2]; 3],
    pairs: [Pair; 2],
    tuples: [(u8, u16); 2],
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&(1u8,));
    keep(&(1u8, 2u32));
    keep(&(1u8, 2u32, 3u16, 4u8));
    keep(&(1u8, (2u64, 3u16), 'c'));
    keep(&((), 1u8));
    keep(&Pair(1, 2));
    keep(&Arrays { bytes: [1; 3], none: [], table: [[1; 2]; 3], pairs: [Pair(1, 2), Pair(3, 4)], tuples: [(1, 2), (3, 4)] });
}
