// A film goes up in pieces (tus) and goes on where it broke. Without this file the form sends it in one go.
(() => {
  const under = new Set();
  const start = (form, file) => {
    const rows = form.querySelector("[data-film-rows]");
    const row = form.querySelector("[data-film-row]").content.firstElementChild.cloneNode(true);
    const [name, said, again] = ["[data-film-name]", "[data-film-said]", "[data-film-again]"].map((hook) => row.querySelector(hook));
    name.textContent = file.name;
    rows.append(row);
    const upload = new tus.Upload(file, {
      endpoint: form.dataset.films,
      chunkSize: Number(form.dataset.chunk),
      retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
      headers: { "X-CSRFToken": form.querySelector("[name=csrfmiddlewaretoken]").value },
      metadata: { filename: file.name, filetype: file.type },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, all) => {
        row.querySelector("progress").value = (100 * sent) / all;
        said.textContent = `${Math.floor((100 * sent) / all)} %`;
      },
      onError: (error) => {
        under.delete(upload);
        said.textContent = (error.originalResponse && error.originalResponse.getStatus() === 422 && error.originalResponse.getBody()) || "It stopped. What arrived is kept.";
        again.hidden = false;
      },
      onSuccess: () => {
        under.delete(upload);
        const label = document.createElement("label");
        label.className = "tick";
        const tick = Object.assign(document.createElement("input"), { type: "checkbox", className: "form-check-input", name: "uploads", value: upload.url.split("/").pop(), checked: true });
        const words = document.createElement("span");
        words.textContent = `${file.name} is here`;
        label.append(tick, words);
        row.replaceWith(label);
      },
    });
    const go = () => {
      under.add(upload);
      again.hidden = true;
      upload.findPreviousUploads().then((earlier) => {
        if (earlier.length && !upload.url) upload.resumeFromPreviousUpload(earlier[0]);
        upload.start();
      });
    };
    again.addEventListener("click", go);
    go();
  };
  document.addEventListener("change", (event) => {
    const input = event.target.closest("[data-film]");
    if (!input || !window.tus || !tus.isSupported) return;
    [...input.files].forEach((file) => start(input.form, file));
    input.value = "";
  });
  document.addEventListener("submit", (event) => {
    if (!under.size || !event.target.matches("[data-films]")) return;
    event.preventDefault();
    event.target.querySelector("[data-film-said]").textContent = "Still on its way. Send the draft once it is here.";
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if (under.size) event.preventDefault();
  });
})();
