//! Columns that several queries read together.

/// Names the columns of a row once, as a constant of a tuple: `columns! { /// Docs. pub NAME = table::a, table::b; }`.
#[macro_export]
macro_rules! columns {
    ($(#[$docs:meta])* $visible:vis $name:ident = $($table:ident::$column:ident),+ $(,)?;) => {
        $(#[$docs])*
        #[allow(clippy::type_complexity, reason = "a tuple of columns is its own name")]
        $visible const $name: ($($table::$column,)+) = ($($table::$column,)+);
    };
}
