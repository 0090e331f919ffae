//! Files that members bring. An upload is seen by whoever may see one of its uses; a picture beside a name is seen by
//! everybody, as the name is.

mod keep;
mod missing;
pub mod pages;
pub mod store;

pub use keep::{KeepError, keep_picture, remove_picture};
pub use missing::missing;

use crate::{id, text_enum};

id! {
    /// The number of an upload; its address has a public id that nobody can guess.
    UploadId
}

text_enum! {
    /// Where an upload is shown.
    Place {
        /// Beside its owner's name.
        Picture = "picture",
    }
}

/// The sides of a member's picture, in dots: as large as the head of a profile shows it, and as posts and lists do, each on
/// screens that have two or three dots where others have one.
pub const SIDES: &[u32] = &[240, 96];

/// The address of an upload as it was kept, from its public id; empty for none.
pub fn url(public_id: &str) -> String {
    if public_id.is_empty() { String::new() } else { format!("/uploads/{public_id}") }
}

/// The address of a picture at the size that posts and lists show; empty for none.
pub fn small_url(public_id: &str) -> String {
    if public_id.is_empty() { String::new() } else { ["/uploads/", public_id, "/96"].concat() }
}
