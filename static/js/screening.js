// Keys of the screening page: 1 to 5 give points to the first open criterion, j and k walk, s saves. The page works without it.
(() => {
  const form = document.querySelector("[data-score]");
  const press = (selector) => document.querySelector(selector)?.click();
  let last = null;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("textarea, select, [contenteditable], input:not([type=radio])");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "j") press("[data-step=on], [data-skip]");
    else if (event.key === "k") press("[data-step=back]");
    else if (event.key === "s" && form) form.requestSubmit();
    else if (/^[1-5]$/.test(event.key) && form) {
      const criteria = [...form.querySelectorAll("[data-criterion]")];
      const focused = event.target.closest("[data-criterion]");
      const open = criteria.find((each) => !each.querySelector(":checked"));
      const at = (focused !== last && focused) || open || criteria[(criteria.indexOf(last) + 1) % criteria.length];
      if (!at) return;
      const point = at.querySelector(`[value="${event.key}"]`);
      point.click();
      last = at;
      event.preventDefault();
    } else return;
    if (event.key !== "s") event.preventDefault();
  });
})();
