//! What every feature must offer, listed once.

use crate::platform::check::Check;
use crate::{accounts, forum};

/// Everything that is stored twice, in the order in which it is checked and mended: a topic's figures follow
/// from its posts', a member's from both.
pub const CHECKS: &[&dyn Check] =
    &[&accounts::check::Members, &forum::check::Categories, &forum::check::Posts, &forum::check::Topics, &forum::tags::Tags, &forum::check::Authors];
