//! Guildhall's tables, hand-written once for SQLite and PostgreSQL.
//!
//! `joinable!` and pair permissions stand only along foreign keys and the few pairs that queries join:
//! the macro for all tables at once is quadratic in build time. A test compares this file with both
//! migrated databases. What the tables mean is told where they are written: in each feature's `store.rs`.
#![allow(missing_docs)]

diesel::table! {
    settings (name) {
        name -> Text,
        value -> Text,
    }
}

diesel::table! {
    generations (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    jobs (id) {
        id -> BigInt,
        kind -> Text,
        key -> Text,
        payload -> Text,
        lane -> Text,
        run_at -> BigInt,
        attempts -> Integer,
        locked_until -> Nullable<BigInt>,
        locked_by -> Nullable<Text>,
        last_error -> Text,
        state -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    log (id) {
        id -> BigInt,
        at -> BigInt,
        actor -> Nullable<BigInt>,
        via -> Text,
        act -> Text,
        subject_kind -> Text,
        subject -> BigInt,
        category -> Nullable<BigInt>,
        reason -> Text,
        before -> Text,
        after -> Text,
        public -> Bool,
    }
}

diesel::table! {
    attempts (action, key, window_start) {
        action -> Text,
        key -> Text,
        window_start -> BigInt,
        hits -> BigInt,
    }
}

diesel::table! {
    members (id) {
        id -> BigInt,
        username -> Text,
        username_key -> Text,
        username_skeleton -> Text,
        name -> Text,
        name_skeleton -> Text,
        state -> Text,
        state_until -> Nullable<BigInt>,
        trust -> Integer,
        trust_set -> Bool,
        lang -> Text,
        created_at -> BigInt,
        seen_at -> BigInt,
        picture -> Text,
        unread -> BigInt,
    }
}

diesel::table! {
    member_profiles (member) {
        member -> BigInt,
        biography -> Text,
        html -> Text,
        renderer -> Integer,
        website -> Text,
    }
}

diesel::table! {
    member_passwords (member) {
        member -> BigInt,
        phc -> Text,
        changed_at -> BigInt,
    }
}

diesel::table! {
    member_addresses (member) {
        member -> BigInt,
        address -> Text,
        address_key -> Text,
        confirmed_at -> BigInt,
    }
}

diesel::table! {
    address_changes (member) {
        member -> BigInt,
        address -> Text,
        address_key -> Text,
        token_hash -> Nullable<Text>,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    blobs (hash) {
        hash -> Text,
        unused_since -> Nullable<BigInt>,
        leaving -> Bool,
    }
}

diesel::table! {
    uploads (id) {
        id -> BigInt,
        public_id -> Text,
        owner -> BigInt,
        blob -> Text,
        kind -> Text,
        bytes -> BigInt,
        width -> Integer,
        height -> Integer,
        created_at -> BigInt,
    }
}

diesel::table! {
    upload_sizes (upload, width) {
        upload -> BigInt,
        width -> Integer,
        blob -> Text,
        kind -> Text,
        bytes -> BigInt,
    }
}

diesel::table! {
    upload_uses (id) {
        id -> BigInt,
        upload -> BigInt,
        place -> Text,
        member -> Nullable<BigInt>,
    }
}

diesel::table! {
    member_settings (member) {
        member -> BigInt,
        answer_mail -> Bool,
        reads -> Text,
        zone -> Text,
        theme -> Text,
        follows_by_doing -> Bool,
        digest -> Text,
        digest_at -> BigInt,
        digest_from -> BigInt,
    }
}

diesel::table! {
    member_counts (member) {
        member -> BigInt,
        topics -> BigInt,
        replies -> BigInt,
        comments -> BigInt,
        accepted -> BigInt,
        helpful -> BigInt,
    }
}

diesel::table! {
    member_category_counts (member, category) {
        member -> BigInt,
        category -> BigInt,
        topics -> BigInt,
        replies -> BigInt,
        comments -> BigInt,
        accepted -> BigInt,
        helpful -> BigInt,
    }
}

diesel::table! {
    former_usernames (username_key) {
        username_key -> Text,
        username_skeleton -> Text,
        member -> BigInt,
        kept_until -> BigInt,
    }
}

diesel::table! {
    sign_ups (id) {
        id -> BigInt,
        token_hash -> Nullable<Text>,
        username -> Text,
        name -> Text,
        address -> Text,
        address_key -> Text,
        phc -> Text,
        lang -> Text,
        return_to -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    sessions (id) {
        id -> BigInt,
        token_hash -> Text,
        member -> BigInt,
        created_at -> BigInt,
        seen_at -> BigInt,
        expires_at -> BigInt,
        network -> Text,
        browser -> Text,
    }
}

diesel::table! {
    tokens (token_hash) {
        token_hash -> Text,
        kind -> Text,
        member -> Nullable<BigInt>,
        payload -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        used_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    groups (id) {
        id -> BigInt,
        slug -> Text,
        name -> Text,
        badge -> Nullable<Text>,
        created_at -> BigInt,
    }
}

diesel::table! {
    group_members (group_id, member) {
        group_id -> BigInt,
        member -> BigInt,
    }
}

diesel::table! {
    categories (id) {
        id -> BigInt,
        parent -> Nullable<BigInt>,
        slug -> Text,
        path -> Text,
        icon -> Text,
        position -> Integer,
        closed -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    category_names (category, lang) {
        category -> BigInt,
        lang -> Text,
        name -> Text,
        description -> Text,
    }
}

diesel::table! {
    category_access (category, grantee) {
        category -> BigInt,
        grantee -> Text,
        may -> Text,
    }
}

diesel::table! {
    member_roles (id) {
        id -> BigInt,
        member -> BigInt,
        role -> Text,
        category -> Nullable<BigInt>,
    }
}

diesel::table! {
    topics (id) {
        id -> BigInt,
        category -> BigInt,
        author -> BigInt,
        kind -> Text,
        title -> Text,
        slug -> Text,
        lang -> Text,
        state -> Text,
        closed -> Bool,
        pinned -> Bool,
        solved -> Bool,
        answered -> Bool,
        created_at -> BigInt,
        bumped_at -> BigInt,
        hot -> Double,
        version -> BigInt,
    }
}

diesel::table! {
    topic_counts (topic) {
        topic -> BigInt,
        replies -> BigInt,
        posts -> BigInt,
        votes -> BigInt,
        me_too -> BigInt,
        answers -> BigInt,
        staff_replies -> BigInt,
        next_number -> BigInt,
        next_position -> BigInt,
        last_post -> Nullable<BigInt>,
        last_author -> Nullable<BigInt>,
        last_at -> BigInt,
        lang -> Text,
        staff_version -> BigInt,
    }
}

diesel::table! {
    topic_periods (topic, period) {
        topic -> BigInt,
        period -> Text,
        score -> BigInt,
        lang -> Text,
    }
}

diesel::table! {
    period_refreshes (period) {
        period -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    topic_titles (topic) {
        topic -> BigInt,
        folded -> Text,
    }
}

diesel::table! {
    posts (id) {
        id -> BigInt,
        topic -> BigInt,
        number -> BigInt,
        parent -> Nullable<BigInt>,
        position -> Nullable<BigInt>,
        author -> BigInt,
        state -> Text,
        audience -> Text,
        lang -> Text,
        created_at -> BigInt,
        edited_at -> Nullable<BigInt>,
        version -> BigInt,
        votes -> BigInt,
        vote_base -> BigInt,
        comments -> BigInt,
    }
}

diesel::table! {
    post_texts (post) {
        post -> BigInt,
        source -> Text,
        html -> Text,
        renderer -> Integer,
    }
}

diesel::table! {
    post_removals (post) {
        post -> BigInt,
        actor -> Nullable<BigInt>,
        reason -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    revisions (id) {
        id -> BigInt,
        post -> BigInt,
        number -> BigInt,
        source -> Text,
        title -> Nullable<Text>,
        tags -> Nullable<Text>,
        editor -> BigInt,
        reason -> Text,
        created_at -> BigInt,
        erased_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    votes (post, member) {
        post -> BigInt,
        member -> BigInt,
        value -> Integer,
        created_at -> BigInt,
    }
}

diesel::table! {
    me_too (topic, member) {
        topic -> BigInt,
        member -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    accepted (topic, by) {
        topic -> BigInt,
        by -> Text,
        post -> BigInt,
        member -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    submissions (member, key) {
        member -> BigInt,
        key -> Text,
        post -> BigInt,
        at -> BigInt,
    }
}

diesel::table! {
    mentions (post, member, typed) {
        post -> BigInt,
        member -> BigInt,
        typed -> Text,
    }
}

diesel::table! {
    quotes (post, quoted) {
        post -> BigInt,
        quoted -> BigInt,
    }
}

diesel::table! {
    tags (id) {
        id -> BigInt,
        name -> Text,
        created_at -> BigInt,
        merged_into -> Nullable<BigInt>,
    }
}

diesel::table! {
    topic_tags (topic, tag) {
        topic -> BigInt,
        tag -> BigInt,
        bumped_at -> BigInt,
        lang -> Text,
    }
}

diesel::table! {
    tag_synonyms (name) {
        name -> Text,
        tag -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    tag_names (tag, lang) {
        tag -> BigInt,
        lang -> Text,
        name -> Text,
    }
}

diesel::table! {
    tag_counts (tag, category) {
        tag -> BigInt,
        category -> BigInt,
        topics -> BigInt,
    }
}

diesel::table! {
    old_urls (path) {
        path -> Text,
        target -> Text,
    }
}

diesel::table! {
    imports (id) {
        id -> BigInt,
        source -> Text,
        site -> Text,
        fingerprint -> Text,
        category -> BigInt,
        member_base -> BigInt,
        topic_base -> BigInt,
        post_base -> BigInt,
        step -> BigInt,
        place -> BigInt,
        renamed -> BigInt,
        mended -> BigInt,
        started_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    duplicates (topic, original) {
        topic -> BigInt,
        original -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    post_links (post, linked) {
        post -> BigInt,
        linked -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    follows (member, what, subject) {
        member -> BigInt,
        what -> Text,
        subject -> BigInt,
        level -> Text,
        chosen -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    notices (id) {
        id -> BigInt,
        member -> BigInt,
        topic -> BigInt,
        post -> BigInt,
        reason -> Text,
        reasons -> BigInt,
        actor -> Nullable<BigInt>,
        detail -> Text,
        milestone -> BigInt,
        at -> BigInt,
        on_page -> Bool,
        gone -> Bool,
        seen_at -> Nullable<BigInt>,
        mailed_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    notice_ways (member, reason) {
        member -> BigInt,
        reason -> Text,
        page -> Bool,
        mail -> Bool,
        digest -> Bool,
    }
}

diesel::table! {
    post_bookmarks (member, post) {
        member -> BigInt,
        post -> BigInt,
        note -> Text,
        remind_at -> Nullable<BigInt>,
        reminded -> Bool,
        created_at -> BigInt,
    }
}

diesel::table! {
    follow_feeds (member) {
        member -> BigInt,
        token -> Text,
        created_at -> BigInt,
    }
}

diesel::table! {
    deliveries (id) {
        id -> BigInt,
        key -> Text,
        member -> Nullable<BigInt>,
        address -> Text,
        address_key -> Text,
        kind -> Text,
        outcome -> Text,
        answer -> Text,
        attempts -> BigInt,
        created_at -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    address_health (member) {
        member -> BigInt,
        score -> BigInt,
        changed_at -> BigInt,
    }
}

diesel::table! {
    bookmarks (member, topic) {
        member -> BigInt,
        topic -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    imported_badges (id) {
        id -> BigInt,
        member -> BigInt,
        name -> Text,
        class -> Integer,
        of_tag -> Bool,
        awarded_at -> BigInt,
    }
}

diesel::table! {
    origins (id) {
        id -> BigInt,
        member -> BigInt,
        post -> Nullable<BigInt>,
        network -> Text,
        browser -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    exports (id) {
        id -> BigInt,
        member -> BigInt,
        file -> Text,
        bytes -> BigInt,
        asked_at -> BigInt,
        made_at -> Nullable<BigInt>,
        ends_at -> BigInt,
    }
}

diesel::table! {
    reserved_usernames (hash) {
        hash -> Text,
        free_from -> BigInt,
    }
}

diesel::table! {
    community_pages (id) {
        id -> BigInt,
        page -> Text,
        lang -> Text,
        source -> Text,
        html -> Text,
        renderer -> Integer,
        version -> BigInt,
        edited_at -> BigInt,
    }
}

diesel::table! {
    community_page_revisions (page, version) {
        page -> BigInt,
        version -> BigInt,
        source -> Text,
        editor -> BigInt,
        created_at -> BigInt,
    }
}

diesel::table! {
    searches (id) {
        id -> BigInt,
        key -> Text,
        query -> Text,
        lang -> Text,
        times -> BigInt,
        empty -> BigInt,
        clicks -> BigInt,
        last_at -> BigInt,
        owner -> Nullable<BigInt>,
        due -> Nullable<BigInt>,
        answer -> Nullable<BigInt>,
        answered_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    search_waiting (search, member) {
        search -> BigInt,
        member -> BigInt,
        asked_at -> BigInt,
    }
}

diesel::table! {
    member_faces (member) {
        member -> BigInt,
        changed -> BigInt,
    }
}

diesel::table! {
    search_synonyms (id) {
        id -> BigInt,
        lang -> Text,
        words -> Text,
    }
}

diesel::table! {
    search_solved (topic) {
        topic -> BigInt,
        times -> BigInt,
    }
}

diesel::table! {
    flags (id) {
        id -> BigInt,
        member -> BigInt,
        what -> Text,
        post -> Nullable<BigInt>,
        profile -> Nullable<BigInt>,
        topic -> Nullable<BigInt>,
        author -> BigInt,
        reason -> Text,
        message -> Text,
        weight -> BigInt,
        state -> Text,
        created_at -> BigInt,
        settled_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    flag_thresholds (name) {
        name -> Text,
        value -> BigInt,
    }
}

diesel::table! {
    heated_topics (topic) {
        topic -> BigInt,
        until -> BigInt,
    }
}

diesel::table! {
    cases (id) {
        id -> BigInt,
        author -> BigInt,
        category -> Nullable<BigInt>,
        why -> Text,
        state -> Text,
        urgency -> BigInt,
        opened_at -> BigInt,
        claimed_by -> Nullable<BigInt>,
        claimed_until -> Nullable<BigInt>,
        not_for -> Nullable<BigInt>,
        decided_at -> Nullable<BigInt>,
        version -> BigInt,
        second_for -> Nullable<BigInt>,
        second_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    case_items (id) {
        id -> BigInt,
        case_id -> BigInt,
        author -> BigInt,
        post -> Nullable<BigInt>,
        why -> Text,
        added_at -> BigInt,
        is_open -> Bool,
    }
}

diesel::table! {
    case_marks (post, kind, hash) {
        post -> BigInt,
        kind -> Text,
        hash -> BigInt,
    }
}

diesel::table! {
    case_notes (id) {
        id -> BigInt,
        case_id -> BigInt,
        member -> BigInt,
        body -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    decisions (id) {
        id -> BigInt,
        case_id -> BigInt,
        member -> BigInt,
        moderator -> BigInt,
        category -> Nullable<BigInt>,
        verdict -> Text,
        rule -> Text,
        letter -> Text,
        undo -> Text,
        total -> BigInt,
        done -> BigInt,
        at -> BigInt,
        undone_by -> Nullable<BigInt>,
        undone_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    appeals (id) {
        id -> BigInt,
        decision -> BigInt,
        case_id -> BigInt,
        member -> BigInt,
        body -> Text,
        state -> Text,
        at -> BigInt,
        due_at -> BigInt,
        moderator -> Nullable<BigInt>,
        answer -> Text,
        decided_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    canned_replies (id) {
        id -> BigInt,
        name -> Text,
        category -> Nullable<BigInt>,
        changed_at -> BigInt,
    }
}

diesel::table! {
    canned_reply_texts (reply, lang) {
        reply -> BigInt,
        lang -> Text,
        source -> Text,
    }
}

diesel::table! {
    hand_over_notes (member) {
        member -> BigInt,
        body -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    spam_blocks (id) {
        id -> BigInt,
        kind -> Text,
        value -> Text,
        decision -> Nullable<BigInt>,
        at -> BigInt,
        until -> BigInt,
        reason -> Text,
    }
}

diesel::table! {
    post_screenings (post) {
        post -> BigInt,
        holds -> Bool,
        found -> Text,
        original -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    blocked_words (id) {
        id -> BigInt,
        pattern -> Text,
        is_regex -> Bool,
        act -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    spam_models (id) {
        id -> BigInt,
        model -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    topic_timers (topic, what) {
        topic -> BigInt,
        what -> Text,
        at -> BigInt,
    }
}

diesel::table! {
    slow_topics (topic) {
        topic -> BigInt,
        seconds -> BigInt,
    }
}

diesel::table! {
    moved_posts (topic, number) {
        topic -> BigInt,
        number -> BigInt,
        post -> BigInt,
    }
}

diesel::table! {
    topic_moves (id) {
        id -> BigInt,
        kind -> Text,
        source -> BigInt,
        target -> BigInt,
        moderator -> Nullable<BigInt>,
        posts -> BigInt,
        facts -> Text,
        at -> BigInt,
        undone_by -> Nullable<BigInt>,
        undone_at -> Nullable<BigInt>,
    }
}

diesel::joinable!(member_passwords -> members (member));
diesel::joinable!(member_addresses -> members (member));
diesel::joinable!(member_settings -> members (member));
diesel::joinable!(member_profiles -> members (member));
diesel::joinable!(address_changes -> members (member));
diesel::joinable!(uploads -> blobs (blob));
diesel::joinable!(upload_sizes -> uploads (upload));
diesel::joinable!(upload_uses -> uploads (upload));
diesel::joinable!(upload_uses -> members (member));
diesel::joinable!(member_counts -> members (member));
diesel::joinable!(former_usernames -> members (member));
diesel::joinable!(sessions -> members (member));
diesel::joinable!(tokens -> members (member));
diesel::joinable!(group_members -> groups (group_id));
diesel::joinable!(group_members -> members (member));
diesel::joinable!(category_names -> categories (category));
diesel::joinable!(category_access -> categories (category));
diesel::joinable!(member_roles -> members (member));
diesel::joinable!(member_roles -> categories (category));
diesel::joinable!(topics -> categories (category));
diesel::joinable!(topics -> members (author));
diesel::joinable!(topic_counts -> topics (topic));
diesel::joinable!(topic_titles -> topics (topic));
diesel::joinable!(posts -> topics (topic));
diesel::joinable!(posts -> members (author));
diesel::joinable!(post_texts -> posts (post));
diesel::joinable!(post_removals -> posts (post));
diesel::joinable!(revisions -> posts (post));
diesel::joinable!(revisions -> members (editor));
diesel::joinable!(votes -> posts (post));
diesel::joinable!(votes -> members (member));
diesel::joinable!(me_too -> topics (topic));
diesel::joinable!(me_too -> members (member));
diesel::joinable!(accepted -> topics (topic));
diesel::joinable!(accepted -> posts (post));
diesel::joinable!(accepted -> members (member));
diesel::joinable!(submissions -> members (member));
diesel::joinable!(submissions -> posts (post));
diesel::joinable!(mentions -> posts (post));
diesel::joinable!(mentions -> members (member));
diesel::joinable!(topic_tags -> topics (topic));
diesel::joinable!(topic_tags -> tags (tag));
diesel::joinable!(topic_periods -> topics (topic));
diesel::joinable!(tag_synonyms -> tags (tag));
diesel::joinable!(tag_names -> tags (tag));
diesel::joinable!(tag_counts -> tags (tag));
diesel::joinable!(community_page_revisions -> members (editor));
diesel::joinable!(duplicates -> topics (original));
diesel::joinable!(follows -> members (member));
diesel::joinable!(notices -> posts (post));
diesel::joinable!(notices -> topics (topic));
diesel::joinable!(notice_ways -> members (member));
diesel::joinable!(post_bookmarks -> posts (post));
diesel::joinable!(post_bookmarks -> members (member));
diesel::joinable!(follow_feeds -> members (member));
diesel::joinable!(deliveries -> members (member));
diesel::joinable!(address_health -> members (member));
diesel::joinable!(bookmarks -> topics (topic));
diesel::joinable!(bookmarks -> members (member));
diesel::joinable!(imported_badges -> members (member));
diesel::joinable!(origins -> members (member));
diesel::joinable!(origins -> posts (post));
diesel::joinable!(exports -> members (member));
diesel::joinable!(searches -> members (owner));
diesel::joinable!(search_waiting -> searches (search));
diesel::joinable!(search_solved -> topics (topic));
diesel::joinable!(flags -> posts (post));
diesel::joinable!(flags -> members (member));
diesel::joinable!(heated_topics -> topics (topic));
diesel::joinable!(cases -> members (author));
diesel::joinable!(case_items -> cases (case_id));
diesel::joinable!(case_items -> posts (post));
diesel::joinable!(case_marks -> posts (post));
diesel::joinable!(case_notes -> members (member));
diesel::joinable!(canned_replies -> categories (category));
diesel::joinable!(canned_reply_texts -> canned_replies (reply));
diesel::joinable!(post_screenings -> posts (post));
diesel::joinable!(appeals -> decisions (decision));
diesel::joinable!(moved_posts -> posts (post));

diesel::allow_tables_to_appear_in_same_query!(member_passwords, members);
diesel::allow_tables_to_appear_in_same_query!(member_addresses, members);
diesel::allow_tables_to_appear_in_same_query!(member_settings, members);
diesel::allow_tables_to_appear_in_same_query!(member_profiles, members);
diesel::allow_tables_to_appear_in_same_query!(address_changes, members);
diesel::allow_tables_to_appear_in_same_query!(uploads, blobs);
diesel::allow_tables_to_appear_in_same_query!(upload_sizes, uploads);
diesel::allow_tables_to_appear_in_same_query!(upload_sizes, blobs);
diesel::allow_tables_to_appear_in_same_query!(upload_uses, uploads);
diesel::allow_tables_to_appear_in_same_query!(upload_uses, members);
diesel::allow_tables_to_appear_in_same_query!(member_counts, members);
diesel::allow_tables_to_appear_in_same_query!(former_usernames, members);
diesel::allow_tables_to_appear_in_same_query!(sessions, members);
// One statement says whose a session is, and what for a viewer its member is now.
diesel::allow_tables_to_appear_in_same_query!(sessions, member_roles);
diesel::allow_tables_to_appear_in_same_query!(sessions, group_members);
diesel::allow_tables_to_appear_in_same_query!(sessions, address_health);
diesel::allow_tables_to_appear_in_same_query!(tokens, members);
diesel::allow_tables_to_appear_in_same_query!(group_members, groups);
diesel::allow_tables_to_appear_in_same_query!(group_members, members);
diesel::allow_tables_to_appear_in_same_query!(category_names, categories);
diesel::allow_tables_to_appear_in_same_query!(category_access, categories);
diesel::allow_tables_to_appear_in_same_query!(member_roles, members);
diesel::allow_tables_to_appear_in_same_query!(member_roles, categories);
diesel::allow_tables_to_appear_in_same_query!(topics, categories);
diesel::allow_tables_to_appear_in_same_query!(topics, members);
diesel::allow_tables_to_appear_in_same_query!(topic_counts, topics);
diesel::allow_tables_to_appear_in_same_query!(topic_titles, topics);
diesel::allow_tables_to_appear_in_same_query!(posts, topics);
diesel::allow_tables_to_appear_in_same_query!(posts, members);
diesel::allow_tables_to_appear_in_same_query!(post_texts, posts);
diesel::allow_tables_to_appear_in_same_query!(post_removals, posts);
diesel::allow_tables_to_appear_in_same_query!(revisions, posts);
diesel::allow_tables_to_appear_in_same_query!(revisions, members);
diesel::allow_tables_to_appear_in_same_query!(votes, posts);
diesel::allow_tables_to_appear_in_same_query!(votes, members);
diesel::allow_tables_to_appear_in_same_query!(me_too, topics);
diesel::allow_tables_to_appear_in_same_query!(me_too, members);
diesel::allow_tables_to_appear_in_same_query!(accepted, topics);
diesel::allow_tables_to_appear_in_same_query!(accepted, posts);
diesel::allow_tables_to_appear_in_same_query!(accepted, members);
diesel::allow_tables_to_appear_in_same_query!(submissions, members);
diesel::allow_tables_to_appear_in_same_query!(submissions, posts);
diesel::allow_tables_to_appear_in_same_query!(mentions, posts);
diesel::allow_tables_to_appear_in_same_query!(mentions, members);
diesel::allow_tables_to_appear_in_same_query!(quotes, posts);
diesel::allow_tables_to_appear_in_same_query!(topic_tags, topics);
diesel::allow_tables_to_appear_in_same_query!(topic_tags, tags);
diesel::allow_tables_to_appear_in_same_query!(topic_periods, topics);
diesel::allow_tables_to_appear_in_same_query!(tag_synonyms, tags);
diesel::allow_tables_to_appear_in_same_query!(tag_names, tags);
diesel::allow_tables_to_appear_in_same_query!(tag_counts, tags);
diesel::allow_tables_to_appear_in_same_query!(duplicates, topics);
diesel::allow_tables_to_appear_in_same_query!(follows, members);
diesel::allow_tables_to_appear_in_same_query!(notices, posts);
diesel::allow_tables_to_appear_in_same_query!(notices, topics);
diesel::allow_tables_to_appear_in_same_query!(notices, me_too);
diesel::allow_tables_to_appear_in_same_query!(notice_ways, members);
diesel::allow_tables_to_appear_in_same_query!(post_bookmarks, posts);
diesel::allow_tables_to_appear_in_same_query!(post_bookmarks, topics);
diesel::allow_tables_to_appear_in_same_query!(post_bookmarks, members);
diesel::allow_tables_to_appear_in_same_query!(follow_feeds, members);
diesel::allow_tables_to_appear_in_same_query!(deliveries, members);
diesel::allow_tables_to_appear_in_same_query!(address_health, members);
diesel::allow_tables_to_appear_in_same_query!(bookmarks, topics);
diesel::allow_tables_to_appear_in_same_query!(bookmarks, members);
diesel::allow_tables_to_appear_in_same_query!(imported_badges, members);
diesel::allow_tables_to_appear_in_same_query!(origins, members);
diesel::allow_tables_to_appear_in_same_query!(origins, posts);
diesel::allow_tables_to_appear_in_same_query!(exports, members);
diesel::allow_tables_to_appear_in_same_query!(searches, members);
diesel::allow_tables_to_appear_in_same_query!(search_waiting, searches);
diesel::allow_tables_to_appear_in_same_query!(search_solved, topics);
diesel::allow_tables_to_appear_in_same_query!(community_page_revisions, members);
diesel::allow_tables_to_appear_in_same_query!(flags, posts);
diesel::allow_tables_to_appear_in_same_query!(flags, members);
diesel::allow_tables_to_appear_in_same_query!(flags, topics);
diesel::allow_tables_to_appear_in_same_query!(heated_topics, topics);
diesel::allow_tables_to_appear_in_same_query!(cases, members);
diesel::allow_tables_to_appear_in_same_query!(case_items, cases);
diesel::allow_tables_to_appear_in_same_query!(case_items, posts);
diesel::allow_tables_to_appear_in_same_query!(case_marks, posts);
diesel::allow_tables_to_appear_in_same_query!(case_notes, members);
diesel::allow_tables_to_appear_in_same_query!(canned_replies, categories);
diesel::allow_tables_to_appear_in_same_query!(canned_reply_texts, canned_replies);
diesel::allow_tables_to_appear_in_same_query!(post_screenings, posts);
diesel::allow_tables_to_appear_in_same_query!(appeals, decisions);
diesel::allow_tables_to_appear_in_same_query!(moved_posts, posts);
// Pairs that queries join without a foreign key between them.
diesel::allow_tables_to_appear_in_same_query!(moved_posts, topics);
diesel::allow_tables_to_appear_in_same_query!(moved_posts, members);
diesel::allow_tables_to_appear_in_same_query!(topic_timers, topics);
diesel::allow_tables_to_appear_in_same_query!(topic_timers, topic_counts);
diesel::allow_tables_to_appear_in_same_query!(slow_topics, topics);
diesel::allow_tables_to_appear_in_same_query!(slow_topics, topic_counts);
diesel::allow_tables_to_appear_in_same_query!(case_items, case_marks);
diesel::allow_tables_to_appear_in_same_query!(case_items, members);
diesel::allow_tables_to_appear_in_same_query!(post_texts, members);
diesel::allow_tables_to_appear_in_same_query!(post_texts, topics);
diesel::allow_tables_to_appear_in_same_query!(topic_counts, members);
diesel::allow_tables_to_appear_in_same_query!(topic_counts, categories);
diesel::allow_tables_to_appear_in_same_query!(topic_counts, posts);
diesel::allow_tables_to_appear_in_same_query!(topic_counts, me_too);
diesel::allow_tables_to_appear_in_same_query!(follows, topics);
diesel::allow_tables_to_appear_in_same_query!(follows, tags);
diesel::allow_tables_to_appear_in_same_query!(follows, topic_counts);
diesel::allow_tables_to_appear_in_same_query!(topic_tags, topic_counts);
diesel::allow_tables_to_appear_in_same_query!(topic_tags, members);
diesel::allow_tables_to_appear_in_same_query!(sessions, member_settings);
diesel::allow_tables_to_appear_in_same_query!(accepted, post_texts);
diesel::allow_tables_to_appear_in_same_query!(accepted, topic_counts);
diesel::allow_tables_to_appear_in_same_query!(duplicates, topic_counts);
diesel::allow_tables_to_appear_in_same_query!(member_counts, member_settings);
diesel::allow_tables_to_appear_in_same_query!(uploads, members);
diesel::allow_tables_to_appear_in_same_query!(upload_sizes, upload_uses);
diesel::allow_tables_to_appear_in_same_query!(upload_sizes, members);
diesel::allow_tables_to_appear_in_same_query!(member_counts, member_profiles);
diesel::allow_tables_to_appear_in_same_query!(member_profiles, member_settings);
diesel::allow_tables_to_appear_in_same_query!(member_addresses, member_settings);
diesel::allow_tables_to_appear_in_same_query!(address_health, member_settings);
diesel::allow_tables_to_appear_in_same_query!(address_health, member_addresses);
diesel::allow_tables_to_appear_in_same_query!(address_health, member_roles);
diesel::allow_tables_to_appear_in_same_query!(address_health, group_members);
diesel::allow_tables_to_appear_in_same_query!(member_settings, member_roles);
diesel::allow_tables_to_appear_in_same_query!(member_settings, group_members);
