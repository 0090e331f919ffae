// A click on "Link" copies the address; without the clipboard it stays a link.

const copied = document.body.dataset.copied;
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[data-copy]");
  if (!link || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(link.href);
    link.lastChild.data = copied;
    document.getElementById("said").textContent = copied;
  } catch {
    location.assign(link.href);
  }
});
