// The preview follows what is typed, once it has been asked for. The server renders it, as it will the post.
import { trusted } from "./html.js";

for (const button of document.querySelectorAll("button[name=preview]")) {
  const form = button.form;
  const box = form.querySelector(".preview");
  const body = form.elements.body;
  if (!box || !body) continue;
  let timer, count = 0;
  const show = async () => {
    const mine = ++count;
    try {
      // Where it will stand decides which quotations show their words.
      const asked = new URLSearchParams({ body: body.value, action: form.getAttribute("action"), category: form.elements.category?.value ?? "", note: form.elements.note?.checked ? "1" : "" });
      const answer = await fetch("/preview", { method: "POST", body: asked });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const html = await answer.text();
      // A slow answer must not replace a later one.
      if (mine !== count) return;
      box.querySelector(".prose").innerHTML = trusted(html);
      box.hidden = false;
    } catch {
      document.getElementById("said").textContent = document.body.dataset.failed;
    }
  };
  button.addEventListener("click", (event) => { event.preventDefault(); show(); });
  body.addEventListener("input", () => {
    if (box.hidden) return;
    clearTimeout(timer);
    timer = setTimeout(show, 500);
  });
}
