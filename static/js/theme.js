// Light, dark or as the device says. The choice is a cookie, so that the server can draw the page in it at once.
(() => {
  const root = document.documentElement;
  const show = () => document.querySelectorAll("[data-theme-to]").forEach((button) =>
    button.setAttribute("aria-pressed", String(button.dataset.themeTo === root.dataset.bsTheme)));
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-to]");
    if (!button) return;
    root.dataset.bsTheme = button.dataset.themeTo;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${button.dataset.themeTo}; path=/; max-age=31536000; samesite=lax${secure}`;
    show();
    document.dispatchEvent(new CustomEvent("theme"));
  });
  document.addEventListener("DOMContentLoaded", show);
})();
