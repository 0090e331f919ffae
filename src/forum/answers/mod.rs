//! Accepted answers: a reply marked as what solved the question, by the asker ("this solved it") and by
//! staff or moderators ("recommended by staff"), each apart. Invariant: at most one for each of the two,
//! always a reply of the same question.

pub mod accept_answer;
pub mod pages;
pub mod store;
pub mod withdraw_answer;
