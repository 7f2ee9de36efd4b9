//! Slices, str and structs that end in one: pointers of two words, data and length.
#![allow(dead_code)]
use std::rc::Rc;
use std::sync::Arc;

struct Tail<T: ?Sized> {
    byte: u8,
    half: u16,
    tail: T,
}

struct Bytes {
    head: u16,
    bytes: [u8],
}

struct Fat<'a> {
    text: &'a str,
    slice: &'a [u16],
    mutable: &'a mut [u32],
    raw: *const [u8],
    raw_text: *mut str,
    boxed: Box<[u64]>,
    boxed_text: Box<str>,
    shared: Rc<str>,
    shared_slice: Arc<[u8]>,
    unsized_tail: &'a Tail<[u16]>,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    let tail = Tail { byte: 1, half: 2, tail: [3u16, 4] };
    let unsized_tail: &Tail<[u16]> = &tail;
    let mut numbers = [1u32, 2];
    let bytes: Option<&Bytes> = None;
    keep(&bytes);
    keep(&Fat {
        text: "text",
        slice: &[1, 2],
        mutable: &mut numbers,
        raw: &[1u8, 2],
        raw_text: String::from("x").leak_text(),
        boxed: vec![1].into_boxed_slice(),
        boxed_text: "boxed".into(),
        shared: "shared".into(),
        shared_slice: Arc::from(&[1u8][..]),
        unsized_tail,
    });
    keep(&Tail { byte: 1, half: 2, tail: 3u64 });
}

trait LeakText {
    fn leak_text(self) -> *mut str;
}
impl LeakText for String {
    fn leak_text(self) -> *mut str {
        Box::into_raw(self.into_boxed_str())
    }
}
