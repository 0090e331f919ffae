//! Words that only the community itself may go by.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::skeleton::skeleton;

/// Nobody's username or name is one of these, looks like one, or is put together of several
/// (`Guildhall Support`): roles, the product, words of addresses, in the languages of the interface.
pub const RESERVED: &[&str] = &[
    // Roles and voices of the house.
    "admin",
    "admins",
    "administrator",
    "administrators",
    "adminteam",
    "moderator",
    "moderators",
    "mod",
    "mods",
    "staff",
    "staffs",
    "support",
    "supportteam",
    "system",
    "guildhall",
    "official",
    "officials",
    "root",
    "owner",
    "team",
    "helpdesk",
    "help",
    "service",
    "customerservice",
    "security",
    "billing",
    "sales",
    "abuse",
    "postmaster",
    "hostmaster",
    "webmaster",
    "noreply",
    "no-reply",
    "mailer-daemon",
    "bot",
    "automatic",
    "superuser",
    "sysadmin",
    "sysop",
    "community",
    // Groups that can be addressed.
    "everyone",
    "everybody",
    "members",
    "member",
    "all",
    "here",
    "channel",
    "nobody",
    "anonymous",
    "guest",
    "visitor",
    "deleted",
    "former",
    "unknown",
    // Words of addresses.
    "api",
    "settings",
    "sign-in",
    "sign-up",
    "sign-out",
    "signin",
    "signup",
    "signout",
    "login",
    "logout",
    "register",
    "account",
    "accounts",
    "assets",
    "static",
    "uploads",
    "search",
    "latest",
    "hot",
    "top",
    "unsolved",
    "unanswered",
    "new",
    "edit",
    "me",
    "self",
    "null",
    "undefined",
    "none",
    "true",
    "false",
    "test",
    "healthz",
    "metrics",
    "robots.txt",
    "sitemap.xml",
    "favicon.ico",
    "well-known",
    "inbox",
    "desk",
    "academy",
    "partners",
    "partner",
    // Norwegian Bokmål.
    "administratorer",
    "ordstyrer",
    "ordstyrere",
    "ansatt",
    "ansatte",
    "kundeservice",
    "kundestøtte",
    "brukerstøtte",
    "støtte",
    "hjelp",
    "offisiell",
    "eier",
    "alle",
    "medlemmer",
    "fellesskapet",
    "driftsteam",
    "sikkerhet",
    "faktura",
    // Traditional and simplified Chinese.
    "管理員",
    "管理者",
    "系統管理員",
    "版主",
    "站長",
    "客服",
    "客服人員",
    "客服中心",
    "官方",
    "官方客服",
    "官方帳號",
    "工作人員",
    "員工",
    "小編",
    "系統",
    "支援",
    "技術支援",
    "所有人",
    "全體成員",
    "社群",
    "公告",
    "管理员",
    "系统管理员",
    "站长",
    "客服人员",
    "官方账号",
    "工作人员",
    "员工",
    "系统",
    "技术支持",
];

/// Whether a [`skeleton`] is that of a reserved word, or of several one after another.
pub fn imitates_reserved(skeleton: &str) -> bool {
    let words = skeletons();
    if words.contains(skeleton) {
        return true;
    }
    // reaches[i]: the first i bytes are reserved words. Names are short, so this is small.
    let mut reaches = vec![false; skeleton.len() + 1];
    reaches[0] = true;
    for start in 0..skeleton.len() {
        if !reaches[start] {
            continue;
        }
        for (end, reached) in reaches.iter_mut().enumerate().skip(start + 1) {
            let word = skeleton.get(start..end);
            *reached |= word.is_some_and(|word| is_building_block(word) && words.contains(word));
        }
    }
    !skeleton.is_empty() && reaches[skeleton.len()]
}

/// Very short Latin words would make real names out of nothing (`me` + `hot`).
fn is_building_block(word: &str) -> bool {
    word.len() > 3
}

fn skeletons() -> &'static HashSet<String> {
    static SKELETONS: OnceLock<HashSet<String>> = OnceLock::new();
    SKELETONS.get_or_init(|| RESERVED.iter().map(|word| skeleton(word)).collect())
}
