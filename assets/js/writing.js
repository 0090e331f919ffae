// The composer's toolbar, and quoting what is selected.

const edit = (area, from, to, text, start, end) => {
  area.focus();
  area.setSelectionRange(from, to);
  // execCommand keeps the browser's undo; where it is gone, the text is set all the same.
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(start, end);
};

const around = (area, before, after) => {
  const { selectionStart: from, selectionEnd: to, value } = area;
  const inner = value.slice(from, to);
  const start = from + before.length;
  edit(area, from, to, before + inner + after, start, start + inner.length);
};

const lines = (area, mark) => {
  const { selectionStart, selectionEnd, value } = area;
  const from = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", selectionEnd);
  const to = next < 0 ? value.length : next;
  const text = value.slice(from, to).split("\n").map((line, i) => mark(i) + line).join("\n");
  edit(area, from, to, text, from + text.length, from + text.length);
};

const code = (area) => {
  const inner = area.value.slice(area.selectionStart, area.selectionEnd);
  if (inner.includes("\n")) around(area, "```\n", "\n```");
  else around(area, "`", "`");
};

const tools = {
  bold: (area) => around(area, "**", "**"),
  italic: (area) => around(area, "*", "*"),
  link: (area) => around(area, "[", "](https://)"),
  code,
  quote: (area) => lines(area, () => "> "),
  list: (area) => lines(area, () => "- "),
  numbers: (area) => lines(area, (i) => `${i + 1}. `),
};

for (const bar of document.querySelectorAll(".tools")) {
  const area = bar.parentElement.querySelector("textarea");
  bar.hidden = false;
  bar.addEventListener("click", (event) => tools[event.target.closest("button")?.dataset.tool]?.(area));
}

const quoted = (post) => {
  const chosen = getSelection();
  const prose = post.querySelector(".prose");
  const inside = !chosen.isCollapsed && prose.contains(chosen.anchorNode) && prose.contains(chosen.focusNode);
  return (inside ? chosen.toString() : prose.innerText).trim();
};

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-quote]");
  const area = document.querySelector("#reply textarea");
  if (!link || !area) return;
  event.preventDefault();
  const text = quoted(link.closest(".post")).split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  const at = area.value.length;
  const gap = at === 0 ? "" : area.value.endsWith("\n\n") ? "" : "\n\n";
  const all = `${gap}${text}\n\n`;
  edit(area, at, at, all, at + all.length, at + all.length);
  area.scrollIntoView({ block: "center" });
});
