//! What the forms for writing share: their fields as typed, their mistakes in words, the preview.

pub mod pages;
