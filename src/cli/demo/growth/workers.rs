//! Topics made on every core, handed over in their order.

use crossbeam_channel::{Receiver, Sender, bounded};
use std::num::NonZero;
use std::thread;

use super::topic::{Order, Workshop};
use crate::forum::bulk::whole::WholeTopic;

/// Topics to a piece: what is written in one transaction.
const PIECE: usize = 50;
/// Pieces that wait for the writer, for each thread.
const WAITING: usize = 3;

type Piece = anyhow::Result<Vec<WholeTopic>>;

/// Makes what is ordered and gives it to `take`, piece by piece. The first failure ends it.
pub fn run(shop: &Workshop<'_>, orders: &[Order], mut take: impl FnMut(Vec<WholeTopic>) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        let ready: Vec<Receiver<Piece>> = (0..threads)
            .map(|place| {
                let (sender, ready) = bounded(WAITING);
                scope.spawn(move || work(shop, orders, place, threads, &sender));
                ready
            })
            .collect();
        for number in 0..orders.chunks(PIECE).len() {
            // A thread that ended without its piece has panicked, which the scope passes on.
            let Ok(piece) = ready[number % threads].recv() else { break };
            take(piece?)?;
        }
        Ok(())
    })
}

/// Every so many-th piece; ends when nobody takes any more.
fn work(shop: &Workshop<'_>, orders: &[Order], place: usize, threads: usize, ready: &Sender<Piece>) {
    for some in orders.chunks(PIECE).skip(place).step_by(threads) {
        if ready.send(some.iter().map(|order| shop.make(*order)).collect()).is_err() {
            return;
        }
    }
}
