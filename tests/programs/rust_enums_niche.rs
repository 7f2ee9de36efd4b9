//! Enums that need no tag: one or many other variants live in invalid values of a field, payload beside it.
#![allow(dead_code)]
use std::num::{NonZeroU32, NonZeroU8};

enum Message {
    Quit,
    Move { x: i32, y: i32 },
    Write(String),
    Color(i32, i32, i32),
}
enum InBool {
    Value(bool),
    A,
    B,
    C,
}
enum InChar {
    Letter(char),
    End,
    Error,
}
enum BesideTheNiche {
    Big(bool, [u8; 7]),
    Unit,
    Small(u8),
    Another,
}
enum Nested {
    Inner(Option<bool>),
    B,
    C,
}
#[derive(Clone, Copy)]
enum Direction {
    North = 1,
    South = 2,
}
enum InEnum {
    Go(Direction),
    Stay,
}
enum ManyPayloads {
    Text(String),
    Number(u64),
    Zero,
    Bytes([u8; 16]),
}

struct Holder<'a> {
    reference: Option<&'a u32>,
    slice: Option<&'a [u8]>,
    boxed: Option<Box<u8>>,
    number: Option<NonZeroU32>,
    byte: Option<NonZeroU8>,
    letter: Option<char>,
    flag: Option<bool>,
    function: Option<fn(u8) -> u8>,
    vector: Option<Vec<u16>>,
    text: Option<String>,
    twice: Option<Option<bool>>,
    ordering: Option<std::cmp::Ordering>,
    duration: Option<std::time::Duration>,
    result: Result<u8, Box<u32>>,
    unit_error: Result<Box<u32>, ()>,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&[Message::Quit, Message::Move { x: 1, y: 2 }, Message::Write(String::new()), Message::Color(1, 2, 3)]);
    keep(&[InBool::Value(true), InBool::A, InBool::B, InBool::C]);
    keep(&[InChar::Letter('x'), InChar::End, InChar::Error]);
    keep(&[BesideTheNiche::Big(true, [0; 7]), BesideTheNiche::Unit, BesideTheNiche::Small(1), BesideTheNiche::Another]);
    keep(&[Nested::Inner(None), Nested::B, Nested::C]);
    keep(&[InEnum::Go(Direction::North), InEnum::Go(Direction::South), InEnum::Stay]);
    keep(&[ManyPayloads::Text(String::new()), ManyPayloads::Number(1), ManyPayloads::Zero, ManyPayloads::Bytes([1; 16])]);
    keep(&Holder {
        reference: None,
        slice: None,
        boxed: None,
        number: None,
        byte: None,
        letter: None,
        flag: None,
        function: None,
        vector: None,
        text: None,
        twice: None,
        ordering: None,
        duration: None,
        result: Ok(1),
        unit_error: Err(()),
    });
}
