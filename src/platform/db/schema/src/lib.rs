diesel::table! { members (id) { id -> BigInt, username -> Text, } }
