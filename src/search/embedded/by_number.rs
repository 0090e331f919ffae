//! Values by a topic's number.

/// One value for each number, on shelves of `SHELF` values that are made when something is put there: numbers may have wide
/// gaps. Long shelves are made faster, short ones waste less where few numbers have a value.
pub struct ByNumber<T, const SHELF: usize>(Vec<Option<Box<[T; SHELF]>>>);

impl<T, const SHELF: usize> Default for ByNumber<T, SHELF> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Copy + Default, const SHELF: usize> ByNumber<T, SHELF> {
    /// The place of a number, to write there.
    #[inline]
    pub fn at(&mut self, number: u32) -> &mut T {
        let (shelf, place) = (number as usize / SHELF, number as usize % SHELF);
        if shelf >= self.0.len() {
            self.0.resize_with(shelf + 1, || None);
        }
        &mut self.0[shelf].get_or_insert_with(|| Box::new([T::default(); SHELF]))[place]
    }

    /// What stands there; none where nothing was ever put near.
    #[inline]
    pub fn get(&self, number: u32) -> Option<&T> {
        let shelf = self.0.get(number as usize / SHELF)?.as_ref()?;
        Some(&shelf[number as usize % SHELF])
    }

    /// All that stands on shelves, in order, with its number.
    pub fn each(&self, mut with: impl FnMut(u32, &T)) {
        for (shelf, values) in self.0.iter().enumerate() {
            let values = values.iter().flat_map(|values| values.iter().enumerate());
            values.for_each(|(place, value)| with((shelf * SHELF + place) as u32, value));
        }
    }

    /// Takes in another's; where both have something `join` makes one of two.
    pub fn join(&mut self, other: Self, join: impl Fn(&mut T, &T)) {
        if other.0.len() > self.0.len() {
            self.0.resize_with(other.0.len(), || None);
        }
        for (own, shelf) in self.0.iter_mut().zip(other.0) {
            match (own.as_mut(), shelf) {
                (Some(own), Some(shelf)) => own.iter_mut().zip(shelf.iter()).for_each(|(own, value)| join(own, value)),
                (None, Some(shelf)) => *own = Some(shelf),
                (_, None) => {}
            }
        }
    }
}
