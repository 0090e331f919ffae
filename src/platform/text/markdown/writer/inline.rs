//! Text, links, mentions, images.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{Image, Writer, escape_address_into, escape_into};
use crate::platform::text::markdown::address::{Target, target};
use crate::platform::text::markdown::bare::{self, Part};
use crate::platform::text::markdown::{MENTIONS_MAX, MentionTyped};
use crate::platform::text::names::username_key;

/// Characters of a link's title that are kept: one definition of a longer one could be used a thousand times.
const TITLE_MAX: usize = 1_000;

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str) {
        if let Some(code) = &mut self.code {
            code.text.push_str(text);
            return;
        }
        if !self.link.is_empty() || self.is_verbatim() {
            return escape_into(&mut self.out, text);
        }
        for part in bare::parts(text) {
            match part {
                Part::Text(text) => escape_into(&mut self.out, text),
                Part::Link(to, shown) => {
                    let written = self.open_anchor(&to, "");
                    escape_into(&mut self.out, shown);
                    self.out.push_str(if written { "</a>" } else { "" });
                }
                Part::Mention(reach) => self.mention(reach),
            }
        }
    }

    fn mention(&mut self, reach: &str) {
        self.mentions_tried += 1;
        let known =
            (self.mentions_tried <= MENTIONS_MAX).then(|| bare::names(reach).find_map(|name| Some((name, self.links.member(&username_key(name))?)))).flatten();
        let Some((name, member)) = known else {
            self.out.push('@');
            return escape_into(&mut self.out, reach);
        };
        self.out.push_str("<a class=\"mention\" href=\"");
        escape_address_into(&mut self.out, &member.url);
        self.out.push_str("\">@");
        escape_into(&mut self.out, &member.username);
        self.out.push_str("</a>");
        escape_into(&mut self.out, &reach[name.len()..]);
        if !self.mentions.iter().any(|mention| mention.member == member.id) {
            self.mentions.push(MentionTyped { member: member.id, typed: name.to_owned() });
        }
    }

    pub(super) fn open_link(&mut self, kind: LinkType, address: &str, title: &str) {
        let mailto = (kind == LinkType::Email).then(|| format!("mailto:{address}"));
        let written = self.link.is_empty() && !self.is_verbatim() && self.open_anchor(mailto.as_deref().unwrap_or(address), title);
        self.link.push(written);
    }

    /// Writes `<a ..>` if a link may lead there.
    pub(super) fn open_anchor(&mut self, address: &str, title: &str) -> bool {
        let (address, foreign) = match target(address, self.links.base_url()) {
            Target::Own(address) => (address, false),
            Target::Foreign(address) => (address, true),
            Target::Refused => return false,
        };
        self.out.push_str("<a href=\"");
        escape_address_into(&mut self.out, &address);
        self.title(title);
        self.out.push_str(if foreign { "\" rel=\"nofollow ugc noopener\">" } else { "\">" });
        true
    }

    pub(super) fn open_image(&mut self, address: &str, title: &str) {
        let (address, title) = (address.to_owned(), title.to_owned());
        self.image = Some(Image { address, title, alt: String::new(), within: 0 });
    }

    /// Within an image all that counts is text, for those who do not see it.
    pub(super) fn image_event(&mut self, event: Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.within += 1,
            Event::End(TagEnd::Image) if image.within > 0 => image.within -= 1,
            Event::End(TagEnd::Image) => {
                if let Some(image) = self.image.take() {
                    self.write_image(&image.address, &image.alt, &image.title, "");
                }
            }
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    /// Images of the community's own are shown. Others would tell their host who reads what, so
    /// they become links.
    pub(super) fn write_image(&mut self, address: &str, alt: &str, title: &str, size: &str) {
        match target(address, self.links.base_url()) {
            Target::Own(address) => {
                self.out.push_str("<img src=\"");
                escape_address_into(&mut self.out, &address);
                self.out.push_str("\" alt=\"");
                escape_into(&mut self.out, alt);
                self.title(title);
                self.out.push('"');
                self.out.push_str(size);
                self.out.push_str(" loading=\"lazy\">");
            }
            Target::Foreign(address) => {
                let shown = if alt.trim().is_empty() { &address } else { alt };
                let free = self.link.is_empty() && !self.is_verbatim();
                let written = free && self.open_anchor(&address, title);
                escape_into(&mut self.out, shown);
                self.out.push_str(if written { "</a>" } else { "" });
            }
            Target::Refused => escape_into(&mut self.out, alt),
        }
    }

    /// Continues an open attribute's quote with a title, if there is one.
    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            let end = title.char_indices().nth(TITLE_MAX).map_or(title.len(), |(at, _)| at);
            self.out.push_str("\" title=\"");
            escape_into(&mut self.out, &title[..end]);
        }
    }
}
