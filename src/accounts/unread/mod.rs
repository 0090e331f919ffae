//! How many notices a member has not read: the number in the header of every page. It stands in the member's row, which
//! every request of a member reads anyway; notices count in it.

pub mod store;
