//! Thin pointers: references, raw, to functions, to pointers, NonNull, Box, recursive types.
#![allow(dead_code)]
use std::ptr::NonNull;

struct Node {
    next: Option<Box<Node>>,
    value: u8,
}
struct Pointers<'a> {
    shared: &'a u32,
    mutable: &'a mut u64,
    raw: *const u8,
    raw_mutable: *mut Node,
    function: fn(u8, &str) -> u32,
    unsafe_function: unsafe extern "C" fn(*const u8),
    non_null: NonNull<Node>,
    boxed: Box<u16>,
    twice: &'a &'a u8,
    to_array: &'a [u8; 4],
    to_unit: &'a (),
}

fn function(byte: u8, text: &str) -> u32 {
    byte as u32 + text.len() as u32
}
unsafe extern "C" fn unsafe_function(_: *const u8) {}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    let mut node = Node { next: Some(Box::new(Node { next: None, value: 1 })), value: 2 };
    let mut wide = 3u64;
    keep(&node);
    keep(&Pointers {
        shared: &1,
        mutable: &mut wide,
        raw: std::ptr::null(),
        raw_mutable: &mut node,
        function,
        unsafe_function,
        non_null: NonNull::from(&mut Node { next: None, value: 1 }),
        boxed: Box::new(1),
        twice: &&1,
        to_array: &[1; 4],
        to_unit: &(),
    });
}
