// What somebody typed outlives their session: kept in this tab while they sign in again, a place a form, and put back into it.
(() => {
  const [KEY, MOST, OLDEST, CANCEL] = ["typed", 60, 86_400_000, ":is(.pane-foot, .form-actions) .btn-bare:not([data-opens])"];
  const SKIPPED = ["hidden", "password", "file", "submit", "button", "image", "reset"], SEEN = ["version", "seen_choice"];
  const reader = () => document.body.dataset.reader || "";
  const isKept = ({ name, type, disabled }) => name && type && !disabled && (SEEN.includes(name) || !SKIPPED.includes(type));
  const fields = (form) => [...form.elements].filter(isKept); // what was seen too: by it the page says who saved meanwhile
  const target = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname + (form.elements?.entry?.value || "");
  const chosen = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked ? [field.value] : [];
    if (field.type === "select-multiple") return [...field.selectedOptions].map((option) => option.value);
    return [field.value];
  };
  const isTouched = (field) => SEEN.includes(field.name) || (field.options ? [...field.options].some((option) => option.selected !== option.defaultSelected) : field.checked !== field.defaultChecked || field.value !== field.defaultValue);
  const read = () => [].concat(JSON.parse(sessionStorage.getItem(KEY) || "[]")).filter(({ at }) => at > Date.now() - OLDEST);
  const write = (kept) => sessionStorage.setItem(KEY, JSON.stringify(kept.slice(-MOST)));
  const others = (form) => read().filter(({ action }) => action !== target(form));
  const keep = (form, lost) => {
    const whole = !lost || form.querySelector(".is-invalid, .field-error, .form-errors"); // else what nobody touched comes back as it is then
    const values = fields(form).map((field) => [field.name, field.value, whole || isTouched(field) ? chosen(field) : null]);
    const mine = { reader: reader(), page: location.pathname, action: target(form), at: Date.now(), values, lost };
    write(others(form));
    try {
      if (values.length) write([...read(), mine]);
    } catch { /* more than a tab may keep */ }
  };
  const left = new Set(); // a long form that somebody leaves half-filled waits for them too, unless they cancel
  document.addEventListener("submit", ({ target: form }) => {
    if (form.method !== "post" || !reader()) return;
    left.delete(form);
    keep(form, false);
    if (target(form).endsWith("/logout/")) [left.clear(), write([])];
  }, true);
  document.addEventListener("input", ({ target: field }) => { if (field.form?.matches("[data-half-filled]")) left.add(field.form); });
  document.addEventListener("click", ({ target: link }) => { if (link.closest(CANCEL)) left.delete(link.closest("form")); });
  window.addEventListener("pagehide", () => left.forEach((form) => keep(form, true)));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.requestConfig.verb !== "get" && !detail.xhr.getResponseHeader("HX-Redirect")) write(others(detail.elt));
  });

  const put = (form, kept) => {
    const rest = [...kept.values];
    for (const field of fields(form)) {
      const tick = field.type === "checkbox" || field.type === "radio";
      const at = rest.findIndex(([name, value]) => name === field.name && (!tick || value === field.value));
      if (at < 0) continue;
      const [, , values] = rest.splice(at, 1)[0];
      if (!values) continue;
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
    document.querySelectorAll("[data-half-filled]:has(.is-invalid, .field-error, .form-errors)").forEach((form) => left.add(form));
    if (!reader()) return write(read().map((one) => ({ ...one, lost: true })));
    const found = ({ action, page }) => [...document.forms].find((form) => form.method === "post" && target(form) === action && (page === location.pathname || form.matches("[data-half-filled]")));
    const mine = read().filter((one) => one.lost && one.reader === reader());
    write(mine.filter((one) => one.page !== location.pathname && !found(one)));
    for (const one of mine.filter(found)) {
      const form = found(one);
      put(form, one);
      if (form.matches("[data-half-filled]")) left.add(form);
      form.prepend(Object.assign(document.createElement("p"), { className: "note", role: "status", textContent: "What you typed is back. It is not saved yet." }));
    }
  });
})();
