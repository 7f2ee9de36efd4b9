//! Trait objects: data and vtable pointers, and the vtables (drop, size, align, methods, supertraits).
#![allow(dead_code)]
use std::fmt::Debug;
use std::rc::Rc;

trait Shape {
    fn area(&self) -> f64;
    fn name(&self) -> &str {
        "shape"
    }
}
trait Solid: Shape + Debug {
    fn volume(&self) -> f64;
}

#[derive(Debug)]
struct Square(f64);
#[derive(Debug)]
struct Named {
    name: String,
    side: f64,
    flag: u8,
}

impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}
impl Shape for Named {
    fn area(&self) -> f64 {
        self.side
    }
    fn name(&self) -> &str {
        &self.name
    }
}
impl Solid for Square {
    fn volume(&self) -> f64 {
        self.0
    }
}
impl Solid for Named {
    fn volume(&self) -> f64 {
        self.side
    }
}

struct Holder<'a> {
    borrowed: &'a dyn Shape,
    mutable: &'a mut dyn Debug,
    boxed: Box<dyn Solid>,
    shared: Rc<dyn Shape>,
    function: Box<dyn Fn(u8) -> u32 + Send + Sync>,
    raw: *const dyn Shape,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

#[inline(never)]
fn total(shapes: &[Box<dyn Shape>]) -> f64 {
    shapes.iter().map(|s| s.area() + s.name().len() as f64).sum()
}

fn main() {
    let square = Square(2.0);
    let mut number = 5u16;
    let shift = 3u32;
    keep(&total(&[Box::new(Square(1.0)), Box::new(Named { name: String::from("n"), side: 1.0, flag: 1 })]));
    let holder = Holder {
        borrowed: &square,
        mutable: &mut number,
        boxed: Box::new(Named { name: String::new(), side: 2.0, flag: 2 }),
        shared: Rc::new(Square(3.0)),
        function: Box::new(move |b| b as u32 + shift),
        raw: &square,
    };
    keep(&holder.boxed.volume());
    keep(&holder);
}
