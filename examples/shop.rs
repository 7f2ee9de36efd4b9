// A small program whose types show what dwell shows. Try: dwell types examples/shop.rs

use std::num::NonZeroU32;

/// The compiler may reorder fields: the two bytes end up together, behind the words.
struct Order {
    paid: bool,
    total_cents: u64,
    state: State,
    customer: NonZeroU32,
    coupon: Option<NonZeroU32>,
}

/// The same fields as C lays them out: holes where the declared order leaves them.
#[repr(C)]
struct OrderC {
    paid: bool,
    total_cents: u64,
    state: State,
    customer: u32,
    coupon: u32,
}

/// One byte each.
#[derive(Clone, Copy)]
enum State {
    Open,
    Packed,
    Sent,
}

/// Several variants with data: the discriminant finds room where it can.
enum Message {
    Quit,
    Move { x: i32, y: i32 },
    Write(String),
    Color(i32, i32, i32),
}

/// One variant makes all the others big; a Box would not.
enum Event {
    Tick,
    Scanned(u32),
    Photo([u8; 300]),
}

/// Without a Box it would have no size; Option<Box<_>> takes no more than the pointer.
struct Shelf {
    label: char,
    next: Option<Box<Shelf>>,
}

trait Priced {
    fn cents(&self) -> u64;
}

impl Priced for Order {
    fn cents(&self) -> u64 {
        self.total_cents
    }
}

impl Priced for OrderC {
    fn cents(&self) -> u64 {
        self.total_cents
    }
}

fn weight(message: &Message) -> i64 {
    match message {
        Message::Quit => 0,
        Message::Move { x, y } => i64::from(*x) + i64::from(*y),
        Message::Write(text) => text.len() as i64,
        Message::Color(r, g, b) => i64::from(*r) + i64::from(*g) + i64::from(*b),
    }
}

fn size(event: &Event) -> usize {
    match event {
        Event::Tick => 0,
        Event::Scanned(code) => *code as usize,
        Event::Photo(pixels) => pixels.iter().filter(|p| **p > 0).count(),
    }
}

fn count(shelf: &Shelf) -> usize {
    let rest = shelf.next.as_ref().map_or(0, |next| count(next));
    usize::from(shelf.label.is_alphabetic()) + rest
}

fn main() {
    let customer = NonZeroU32::new(7).unwrap();
    let states = [State::Open, State::Packed, State::Sent];
    let order = Order { paid: true, total_cents: 4200, state: states[2], customer, coupon: None };
    let same = OrderC { paid: true, total_cents: 4200, state: states[1], customer: 7, coupon: 0 };
    let messages = [
        Message::Quit,
        Message::Move { x: 1, y: -1 },
        Message::Write(String::from("two loaves")),
        Message::Color(1, 2, 3),
    ];
    let events = [Event::Tick, Event::Scanned(12), Event::Photo([1; 300])];
    let shelf = Shelf { label: 'a', next: Some(Box::new(Shelf { label: 'b', next: None })) };

    let discount: u16 = 5;
    let price = |item: &dyn Priced| item.cents() - u64::from(discount);
    let items: Vec<&dyn Priced> = vec![&order, &same];
    let total: u64 = items.iter().map(|item| price(*item)).sum();

    let weights: i64 = messages.iter().map(weight).sum();
    let sizes: usize = events.iter().map(size).sum();
    println!(
        "{} cents, {} and {}, {} shelves, customer {} {:?}, {} {}",
        total,
        weights,
        sizes,
        count(&shelf),
        order.customer,
        order.coupon,
        order.paid as u8 + order.state as u8,
        same.paid as u8 + same.state as u8 + (same.customer + same.coupon) as u8,
    );
}
