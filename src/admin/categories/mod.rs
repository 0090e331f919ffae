//! Categories as an admin sees them: in order, with who may read and write where.

pub mod form;
pub mod pages;
