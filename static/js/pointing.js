// A press on a picture, or "At this time", fills the next row of a review. The rows work without this file.
(() => {
  const rows = () => [...document.querySelectorAll("[data-remark-row]")];
  const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const filled = (row) => ["text", "x", "at"].some((name) => part(row, name).value);
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
  const pin = (svg, x, y, number) => {
    const make = (tag, values) => {
      const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
      Object.entries(values).forEach(([name, value]) => made.setAttribute(name, value));
      return svg.appendChild(made);
    };
    make("circle", { cx: `${x}%`, cy: `${y}%`, r: 10, class: "new" });
    make("text", { x: `${x}%`, y: `${y}%`, class: "new" }).textContent = number;
  };
  document.addEventListener("click", (event) => {
    const picture = event.target.closest("[data-picture-shown]");
    if (picture && document.querySelector("[data-pointing]")) {
      const box = picture.getBoundingClientRect();
      const [x, y] = [((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100].map((at) => Math.min(100, Math.max(0, at)).toFixed(2));
      const known = [...document.querySelectorAll("[data-remark-row] [name$='-file']")].some((field) => field.value === picture.dataset.pictureShown || (field.options && [...field.options].some((option) => option.value === picture.dataset.pictureShown)));
      if (!known) return;
      const number = say({ file: picture.dataset.pictureShown, x, y });
      if (number > 0) pin(picture.querySelector(".pins"), x, y, number);
    }
    if (event.target.closest("[data-at-this-time]")) {
      const films = [...document.querySelectorAll("[data-film-shown]")];
      const film = films.find((each) => each.currentTime > 0) || films[0];
      film.pause();
      const at = Math.floor(film.currentTime);
      say({ file: film.dataset.filmShown, at: `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}` });
    }
  });
  document.addEventListener("input", (event) => { if (event.target.closest("[data-remark-row]")) show(); });
  document.querySelectorAll("[data-with-script]").forEach((each) => { each.hidden = false; });
  show();
})();
