// What somebody typed outlives their session: kept in this tab while they sign in again, and put back into the form.
(() => {
  const [KEY, CANCEL] = ["typed", ":is(.pane-foot, .form-actions) .btn-bare"];
  const SKIPPED = ["hidden", "password", "file", "submit", "button", "image", "reset"];
  const reader = () => document.body.dataset.reader || "";
  const isKept = ({ name, type, disabled }) => name && type && !disabled && (name === "version" || !SKIPPED.includes(type));
  const fields = (form) => [...form.elements].filter(isKept); // the version too: by it the page says who saved meanwhile
  const target = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
  const chosen = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
    if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
    return [field.value];
  };
  const drop = () => sessionStorage.removeItem(KEY);
  const read = () => JSON.parse(sessionStorage.getItem(KEY) || "null");
  const write = (kept) => sessionStorage.setItem(KEY, JSON.stringify(kept));
  const keep = (form, lost) => {
    const values = fields(form).map((field) => [field.name, field.value, chosen(field)]);
    try {
      if (values.length) write({ reader: reader(), page: location.pathname, action: target(form), values, lost });
    } catch { /* more than a tab may keep */ }
  };
  let left = null; // a long form that somebody leaves half-filled waits for them too, unless they cancel
  document.addEventListener("submit", ({ target: form }) => {
    if (form.method !== "post" || !reader()) return;
    left = null;
    drop();
    keep(form, false);
  }, true);
  document.addEventListener("input", ({ target: field }) => { if (field.form?.matches("[data-half-filled]")) left = field.form; });
  document.addEventListener("click", ({ target: link }) => { if (link.closest(CANCEL)?.closest("form") === left) left = null; });
  window.addEventListener("pagehide", () => left && keep(left, true));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.requestConfig.verb !== "get" && !detail.xhr.getResponseHeader("HX-Redirect")) drop();
  });

  const put = (form, kept) => {
    const rest = [...kept.values];
    for (const field of fields(form)) {
      const tick = field.type === "checkbox" || field.type === "radio";
      const at = rest.findIndex(([name, value]) => name === field.name && (!tick || value === field.value));
      if (at < 0) continue;
      const [, , values] = rest.splice(at, 1)[0];
      if (tick) field.checked = values.length > 0;
      else if (field.tomselect) field.tomselect.setValue(values, true);
      else if (field.type === "select-multiple") [...field.options].forEach((option) => { option.selected = values.includes(option.value); });
      else field.value = values[0];
    }
    form.closest("details")?.setAttribute("open", "");
    form.closest("dialog:not([open])")?.showModal();
    form.dispatchEvent(new Event("change", { bubbles: true }));
  };
  document.addEventListener("DOMContentLoaded", () => {
    left = document.querySelector("[data-half-filled]:has(.is-invalid, .field-error)");
    const kept = read();
    if (!kept) return;
    if (!reader()) return write({ ...kept, lost: true });
    if (kept.lost && kept.reader === reader() && kept.page !== location.pathname) return;
    drop();
    if (!kept.lost || kept.reader !== reader()) return;
    const form = [...document.forms].find((each) => each.method === "post" && target(each) === kept.action);
    if (!form) return;
    put(form, kept);
    form.prepend(Object.assign(document.createElement("p"), { className: "note", role: "status", textContent: "What you typed is back. It is not saved yet." }));
  });
})();
