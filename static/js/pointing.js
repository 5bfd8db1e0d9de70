// A press on a picture, or "At this time", fills the next row of a review. The rows work without this file.
(() => {
  const rows = () => [...document.querySelectorAll("[data-remark-row]")];
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const filled = (row) => ["text", "x", "at"].some((name) => part(row, name).value);
  const ours = (id) => rows().some((row) => [part(row, "file"), ...(part(row, "file").options || [])].some((each) => each.value === id));
  let watched = null; // of the draft that is answered, the film that moved last
  const show = () => {
    const next = rows().findIndex((row) => !filled(row));
    rows().forEach((row, number) => { row.hidden = next >= 0 && number > next; });
  };
  const say = (values) => {
    const row = rows().find((each) => !filled(each));
    if (!row) return -1;
    Object.entries(values).forEach(([name, value]) => { part(row, name).value = value; });
    document.querySelector("[data-pointing]").open = true;
    show();
    part(row, "text").focus();
    return rows().indexOf(row) + 1;
  };
  const pin = (svg, x, y, number) => svg.insertAdjacentHTML("beforeend", `<circle class="new" data-of="${number}" cx="${x}%" cy="${y}%" r="10"/><text class="new" data-of="${number}" x="${x}%" y="${y}%">${number}</text>`);
  const unpin = (x, y) => { // a place without words moves with the next press; pressed itself, it goes
    const row = rows().find((each) => part(each, "x").value && !part(each, "text").value);
    const same = row && Math.hypot(part(row, "x").value - x, part(row, "y").value - y) < 5;
    if (row) ["x", "y"].forEach((name) => { part(row, name).value = ""; });
    if (row) document.querySelectorAll(`.pins [data-of="${rows().indexOf(row) + 1}"]`).forEach((each) => each.remove());
    show();
    return same;
  };
  document.addEventListener("timeupdate", ({ target: film }) => { if (ours(film.dataset.filmShown)) watched = film; }, true);
  document.addEventListener("click", (event) => {
    const picture = event.target.closest("[data-picture-shown]");
    if (picture && ours(picture.dataset.pictureShown)) {
      const box = picture.getBoundingClientRect();
      const [x, y] = [((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100].map((at) => Math.min(100, Math.max(0, at)).toFixed(2));
      const number = unpin(x, y) ? 0 : say({ file: picture.dataset.pictureShown, x, y });
      if (number > 0) pin(picture.querySelector(".pins"), x, y, number);
    }
    if (event.target.closest("[data-at-this-time]")) {
      const film = watched || [...document.querySelectorAll("[data-film-shown]")].find((each) => ours(each.dataset.filmShown));
      film.pause();
      const at = Math.floor(film.currentTime);
      say({ file: film.dataset.filmShown, at: `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}` });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-remark-row] input")) return;
    event.preventDefault();
    const next = rows().find((row) => !filled(row));
    if (next) part(next, "text").focus();
  });
  document.addEventListener("input", (event) => { if (event.target.closest("[data-remark-row]")) show(); });
  document.querySelectorAll("[data-with-script]").forEach((each) => { each.hidden = false; });
  show();
})();
