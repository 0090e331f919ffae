//! What it counts that a post has what was asked for, by either engine. The weights are those that found most on judged sets
//! of English, Norwegian and Chinese questions; `guildhall search evaluate` shows what another one does.

/// A stem, in the text and in the title alike.
pub const STEM: f32 = 1.0;
/// A word as it was written, beside its stem.
pub const WORD: f32 = 0.5;
/// Two neighbouring stems.
pub const PAIR: f32 = 0.2;
/// A Chinese word by the dictionary, in the text; in the title as a stem.
pub const HAN: f32 = 0.5;
/// A pair of characters.
pub const CHARACTERS: f32 = 1.0;
/// What a word counts that says little.
pub const STOP: f32 = 0.3;
/// A stem by another language of the community than the reader's.
pub const OTHER_TONGUE: f32 = 0.7;
/// What words count that a mistyped one may have meant, the nearest first.
pub const MENDED: [f32; 3] = [0.7, 0.4, 0.3];
/// A word that goes on where the query ends.
pub const GOING_ON: f32 = 0.5;
/// A word that means the same.
pub const SYNONYM: f32 = 0.6;
