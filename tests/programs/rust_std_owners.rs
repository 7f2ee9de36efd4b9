//! The standard library's owners: Vec, String, Box, Rc, Weak, Arc, Cow, Cell, RefCell and their borrows.
#![allow(dead_code)]
use std::borrow::Cow;
use std::cell::{Cell, RefCell, UnsafeCell};
use std::rc::{Rc, Weak};
use std::sync::Arc;

struct Item {
    byte: u8,
    text: String,
}
struct Owners {
    vector: Vec<Item>,
    bytes: Vec<u8>,
    text: String,
    boxed: Box<Item>,
    shared: Rc<Item>,
    weak: Weak<Item>,
    atomic: Arc<Item>,
    atomic_weak: std::sync::Weak<Item>,
    cow: Cow<'static, str>,
    path: std::path::PathBuf,
    os: std::ffi::OsString,
    c: std::ffi::CString,
}
struct Cells {
    cell: Cell<u8>,
    optional: Option<Cell<bool>>,
    ref_cell: RefCell<Item>,
    unsafe_cell: UnsafeCell<u16>,
    shared: Rc<RefCell<Vec<u32>>>,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn item() -> Item {
    Item { byte: 1, text: String::from("text") }
}

fn main() {
    let shared = Rc::new(item());
    let atomic = Arc::new(item());
    keep(&Owners {
        vector: vec![item()],
        bytes: vec![1],
        text: String::new(),
        boxed: Box::new(item()),
        weak: Rc::downgrade(&shared),
        shared,
        atomic_weak: Arc::downgrade(&atomic),
        atomic,
        cow: Cow::Borrowed("cow"),
        path: "path".into(),
        os: "os".into(),
        c: std::ffi::CString::new("c").unwrap(),
    });
    let cells = Cells {
        cell: Cell::new(1),
        optional: None,
        ref_cell: RefCell::new(item()),
        unsafe_cell: UnsafeCell::new(2),
        shared: Rc::new(RefCell::new(vec![1])),
    };
    keep(&cells.ref_cell.borrow());
    keep(&cells.ref_cell.borrow_mut());
    keep(&cells);
}
