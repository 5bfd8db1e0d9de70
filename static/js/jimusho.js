// What pages do beyond links and forms. Everything hangs on data- hooks; every page works without this file.
(() => {
  const on = (type, selector, handle) => document.addEventListener(type, (event) => {
    const target = event.target instanceof Element && event.target.closest(selector);
    if (target) handle(target, event);
  });
  const byId = (id) => document.getElementById(id);

  // Dialogs: data-opens="id" opens, data-closes closes the one round it, a click on the backdrop too.
  on("click", "[data-opens]", (button, event) => {
    const dialog = byId(button.dataset.opens);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
  on("click", "[data-closes]", (button, event) => {
    event.preventDefault();
    button.closest("dialog").close();
  });
  on("click", "dialog", (dialog, event) => event.target === dialog && dialog.close());

  // Drawers and sheets: data-drawer="id". One scrim; Escape, the scrim or data-drawer-close shut them.
  let lastDrawerButton = null;
  const shut = () => {
    const open = document.querySelector("[data-open]");
    if (!open) return;
    open.removeAttribute("data-open");
    document.querySelectorAll(".scrim").forEach((scrim) => scrim.remove());
    if (lastDrawerButton) {
      lastDrawerButton.setAttribute("aria-expanded", "false");
      lastDrawerButton.focus();
    }
  };
  on("click", "[data-drawer]", (button) => {
    const drawer = byId(button.dataset.drawer);
    if (!drawer) return;
    lastDrawerButton = button;
    drawer.setAttribute("data-open", "");
    button.setAttribute("aria-expanded", "true");
    const scrim = document.createElement("button");
    scrim.className = "scrim";
    scrim.type = "button";
    scrim.setAttribute("aria-label", "Close");
    drawer.after(scrim);
    drawer.querySelector("a, button, input")?.focus({ preventScroll: true });
  });
  on("click", ".scrim, [data-drawer-close]", (button, event) => {
    event.preventDefault();
    shut();
  });

  // A row that shows its thing in a pane: data-chooses="id of the pane". The row is marked; a pane that is a sheet opens.
  on("click", "[data-chooses]", (link) => {
    const row = link.closest("li, tr");
    row.closest("main").querySelectorAll("[data-chooses]").forEach((each) => each.closest("li, tr").removeAttribute("aria-current"));
    row.setAttribute("aria-current", "true");
  });

  // A pane in the page is closed by its link with data-away, which Escape presses.
  // Menus are <details class="menu">: one at a time, closed by a click elsewhere or Escape.
  const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (menu !== except) menu.open = false;
  });
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      } else if (document.querySelector("[data-away]") && !document.querySelector("dialog[open]")) {
        document.querySelector("[data-away]").click();
      } else shut();
    }
    const typing = event.target.matches("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const find = [...document.querySelectorAll("[data-find]")].find((field) => field.offsetParent);
      if (find) {
        event.preventDefault();
        find.focus();
        find.select();
      }
    }
  });

  // Toasts go by themselves after a while, unless they offer a way back or are being read.
  const watchToasts = (root) => root.querySelectorAll("[data-toast]").forEach((toast) => {
    if (toast.dataset.watched || toast.querySelector("form, a")) return;
    toast.dataset.watched = "1";
    const go = () => (toast.matches(":hover, :focus-within") ? setTimeout(go, 2000) : toast.remove());
    setTimeout(go, 7000);
  });
  on("click", "[data-toast-close]", (button) => button.closest("[data-toast]").remove());
  const toast = (text) => {
    const holder = document.querySelector("[data-toasts]");
    if (!holder) return;
    const line = document.createElement("div");
    line.className = "toast-line";
    line.dataset.toast = "";
    line.textContent = text;
    holder.append(line);
    watchToasts(holder);
  };

  // Back brings the words of a sent form, and a fresh key where the page was fetched again: it gets the key that was sent.
  const keepKey = (form) => {
    const key = form.elements.form_key;
    if (!key || form.matches("[hx-post]")) return;
    const state = history.state || {};
    history.replaceState({ ...state, sent: { ...state.sent, [form.action]: key.value } }, "");
  };
  const bringKeys = () => {
    const sent = history.state && history.state.sent;
    const [arrival] = performance.getEntriesByType("navigation");
    if (!sent || !arrival || arrival.type !== "back_forward") return;
    document.querySelectorAll("form input[name=form_key]").forEach((key) => {
      if (sent[key.form.action]) key.value = sent[key.form.action];
    });
  };

  // A form is sent once: the second press does nothing until the answer is there.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented && !form.matches("[hx-post]")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.dataset.sent = "1";
    keepKey(form);
    const button = event.submitter || form.querySelector("[type=submit]");
    if (button) setTimeout(() => button.setAttribute("aria-busy", "true"));
  }, true);
  const release = (root) => root.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });
  window.addEventListener("pageshow", (event) => event.persisted && release(document));

  // Filters: a form with data-auto is sent when a field changes.
  on("change", "form[data-auto] :is(select, input[type=checkbox], input[type=radio], input[type=date])", (field) => field.form.requestSubmit());

  // Bulk selection: data-picks="name" on the table's wrapper, .pick in the rows, data-pick-all in the head, .bulk beside it.
  const countPicks = (box) => {
    const picks = [...box.querySelectorAll(".pick[name]")];
    const chosen = picks.filter((pick) => pick.checked).length;
    const all = box.querySelector("[data-pick-all]");
    if (all) {
      all.checked = chosen > 0 && chosen === picks.length;
      all.indeterminate = chosen > 0 && chosen < picks.length;
    }
    const bar = box.querySelector(".bulk");
    if (!bar) return;
    bar.hidden = chosen === 0;
    bar.querySelector("[data-bulk-count]").textContent = `${chosen} selected`;
  };
  let lastPick = null;
  on("click", "[data-picks] .pick[name]", (pick, event) => {
    const box = pick.closest("[data-picks]");
    const picks = [...box.querySelectorAll(".pick[name]")];
    if (event.shiftKey && lastPick && box.contains(lastPick)) {
      const [from, to] = [picks.indexOf(lastPick), picks.indexOf(pick)].sort((a, b) => a - b);
      picks.slice(from, to + 1).forEach((each) => { each.checked = pick.checked; });
    }
    lastPick = pick;
    countPicks(box);
  });
  on("click", "[data-pick-all], [data-pick-none]", (press) => {
    const box = press.closest("[data-picks]");
    box.querySelectorAll(".pick").forEach((pick) => { pick.checked = Boolean(press.checked); });
    countPicks(box);
  });

  // A time of a film, data-seek="its id": the film goes there where the page shows it, else the link opens it there.
  on("click", "[data-seek]", (link, event) => {
    const film = document.querySelector(`[data-film-shown="${link.dataset.seek}"]`);
    if (!film) return;
    event.preventDefault();
    film.currentTime = Number(link.hash.slice(3));
    film.focus();
  });

  // Copy: data-copy="text".
  on("click", "[data-copy]", (button) => {
    if (navigator.clipboard) navigator.clipboard.writeText(button.dataset.copy).then(() => toast("Copied"));
  });

  // A counter under a text with a limit: data-counts="id of the field".
  const count = (field) => document.querySelectorAll(`[data-counts="${field.id}"]`).forEach((place) => {
    place.textContent = `${field.value.length} / ${field.maxLength}`;
  });
  on("input", "textarea[maxlength][id], input[maxlength][id]", count);

  // Choosing from many: select[data-choose]; with data-choose-url it asks the server as one types.
  const choose = (root) => {
    if (!window.TomSelect) return;
    root.querySelectorAll("select[data-choose]").forEach((select) => {
      if (select.tomselect) return;
      const options = { plugins: select.multiple ? ["remove_button"] : [], maxOptions: 200, refreshThrottle: 0, placeholder: select.dataset.placeholder || "", hidePlaceholder: true };
      // In the list a branch hangs below its parent by dashes; once chosen it stands alone.
      options.render = { item: (data, escape) => `<div>${escape(data.text.replace(/^(– )+/, ""))}</div>` };
      if (select.dataset.chooseUrl) {
        Object.assign(options, {
          valueField: "value", labelField: "text", searchField: [], preload: "focus",
          load: (query, done) => fetch(`${select.dataset.chooseUrl}${select.dataset.chooseUrl.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}`, { headers: { Accept: "application/json" } })
            .then((answer) => answer.json()).then((body) => done(body.results)).catch(() => done()),
        });
      }
      new window.TomSelect(select, options).input.setAttribute("aria-hidden", "true"); // its label is the box's now
    });
  };

  // Order by hand: data-sortable on the list, data-id on its rows; the form inside gets the order as "order".
  const sortable = (root) => {
    if (!window.Sortable) return;
    root.querySelectorAll("[data-sortable]").forEach((list) => {
      if (list.dataset.wired) return;
      list.dataset.wired = "1";
      window.Sortable.create(list, {
        handle: "[data-handle]", animation: 120,
        onEnd: () => {
          const field = byId(list.dataset.sortable);
          field.value = [...list.querySelectorAll(":scope > [data-id]")].map((row) => row.dataset.id).join(",");
          field.form.requestSubmit();
        },
      });
    });
  };

  // Charts: <div class="chart" data-chart="id of a JSON script">. The JSON is {labels, series: [{name, values, notes: {place: words}}], over: [values of a dashed line], stacked, events: [{at, number}], ahead: {from, labels, low, middle, high}}.
  const colour = (box, token) => {
    const probe = document.createElement("span");
    probe.style.color = `var(--${token})`;
    box.append(probe);
    const value = getComputedStyle(probe).color;
    probe.remove();
    return value;
  };
  const short = (value) => {
    const size = Math.abs(value);
    for (const [unit, by] of [["B", 1e9], ["M", 1e6], ["k", 1e3]]) {
      if (size >= by) return `${Number((value / by).toPrecision(3))} ${unit}`;
    }
    return String(value);
  };
  const drawChart = (box) => {
    const data = JSON.parse(byId(box.dataset.chart).textContent);
    const c = (token) => colour(box, token);
    const fills = [c("ai-line"), c("ai-line-2"), c("ai-soft"), c("line-2")];
    const text = { color: c("ink-2"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 12 };
    const bars = data.kind === "bar";
    const ahead = data.ahead;
    const beside = (from, to) => (ahead ? (box.clientWidth - 140) * Math.max(0, to - data.labels.length + 1) / Math.max(1, to - from) : 0); // names stand right of the band
    const last = data.labels.length + (ahead ? ahead.labels.length : 0) - 1;
    const series = data.series.map((each, index) => ({
      name: each.name, type: bars ? "bar" : "line", data: each.values, symbol: "none", connectNulls: false, silent: false, animation: false,
      stack: data.stacked ? "all" : undefined, barMaxWidth: 24, itemStyle: { color: bars ? c("ai-solid") : c("ai-mid") },
      lineStyle: { width: data.stacked ? 1 : 1.6, color: index === 0 && !data.stacked ? c("ai") : c("ai-mid") },
      areaStyle: data.stacked ? { color: fills[index % fills.length], opacity: 1 } : undefined,
      endLabel: bars ? undefined : { show: true, formatter: () => each.name, color: c("ink-2"), fontSize: 11, lineHeight: 14, distance: 6 + beside(0, last) },
      labelLayout: { moveOverlap: "shiftY" },
      markLine: index === 0 && data.events ? {
        symbol: ["none", "none"], silent: true, animation: false, lineStyle: { color: c("ink-3"), type: [2, 2], width: 1 },
        label: { formatter: (mark) => mark.name, color: c("ink"), fontSize: 11, borderColor: c("ink-3"), borderWidth: 1, borderRadius: 8, padding: [2, 5], backgroundColor: c("canvas") },
        data: data.events.map((each) => ({ xAxis: each.at, name: String(each.number) })),
      } : undefined,
    })).concat((data.over || []).map((values) => ({ name: "dashed", type: "line", data: values, symbol: "none", silent: true, animation: false, z: 3, lineStyle: { color: c("canvas"), width: 2.5, type: [3, 4] } })));
    if (ahead) { // a band on the same axis, from the last figures on
      const before = Array(data.labels.length - 1).fill(null);
      const widths = [0, ...ahead.high.map((most, at) => most - ahead.low[at])];
      const plain = { type: "line", symbol: "none", animation: false, silent: true };
      series.push(
        { ...plain, name: "At least", stack: "ahead", data: [...before, ahead.from, ...ahead.low], lineStyle: { opacity: 0 }, itemStyle: { color: c("ai-mid") } },
        { ...plain, name: "At most", stack: "ahead", data: [...before, ...widths], lineStyle: { opacity: 0 }, itemStyle: { color: c("ai-mid") }, areaStyle: { color: c("ai-mid"), opacity: 0.22 } },
        { ...plain, name: "If it goes on", data: [...before, ahead.from, ...ahead.middle], lineStyle: { type: [3, 3], width: 1.2, color: c("ai-mid") }, itemStyle: { color: c("ai-mid") } },
      );
    }
    const told = (rows) => { // built here: the page allows no inline style, which the chart's own would need
      const lines = rows.filter((row) => row.seriesName !== "dashed" && (row.value != null || row.seriesIndex < data.series.length)).map((row) => {
        const value = row.seriesName === "At most" ? row.value + rows.find((other) => other.seriesName === "At least").value : row.value;
        return [`${row.seriesName}: ${value == null ? "unknown" : value.toLocaleString("en")}`, data.series[row.seriesIndex]?.notes?.[row.dataIndex]].filter(Boolean).join(", ");
      });
      const told = document.createElement("div");
      told.append(...[rows[0].name, ...lines].map((line) => Object.assign(document.createElement("div"), { textContent: line })));
      return told;
    };
    const chart = window.echarts.getInstanceByDom(box) || window.echarts.init(box, null, { renderer: "svg" });
    chart.setOption({
      animation: false, textStyle: text, aria: { enabled: true, label: { description: box.getAttribute("aria-label") || "" } },
      grid: { left: 44, right: bars ? 12 : 96, top: data.events && data.events.length ? 28 : 12, bottom: 24 },
      tooltip: { trigger: "axis", confine: true, backgroundColor: c("raised"), borderColor: c("line-2"), textStyle: { ...text, color: c("ink") }, formatter: told, axisPointer: { lineStyle: { color: c("ink-3") } }, order: "seriesDesc" },
      xAxis: { type: "category", data: ahead ? [...data.labels, ...ahead.labels] : data.labels, boundaryGap: bars, axisLine: { lineStyle: { color: c("line-2") } }, axisTick: { show: false }, axisLabel: { color: c("ink-2"), hideOverlap: true } },
      yAxis: { type: "value", splitNumber: 3, scale: !data.stacked && !bars, axisLabel: { color: c("ink-2"), formatter: short }, splitLine: { lineStyle: { color: c("line") } } },
      dataZoom: bars ? undefined : [{ type: "inside", filterMode: "none", zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, moveOnMouseMove: "ctrl", minValueSpan: 6 }],
      series,
    }, true);
    chart.off("datazoom");
    if (ahead) {
      chart.on("datazoom", () => {
        const { startValue, endValue } = chart.getOption().dataZoom[0];
        chart.setOption({ series: data.series.map(() => ({ endLabel: { distance: 6 + beside(startValue, endValue) } })) });
      });
    }
  };
  const charts = (root) => window.echarts && root.querySelectorAll("[data-chart]").forEach(drawChart);
  window.addEventListener("resize", () => window.echarts && document.querySelectorAll("[data-chart]").forEach((box) => window.echarts.getInstanceByDom(box)?.resize()));
  document.addEventListener("theme", () => charts(document));
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts(document));
  // The table of a chart is one press away: data-shows="a" data-hides="b" (ids).
  on("click", "[data-shows]", (button) => {
    byId(button.dataset.shows).hidden = false;
    byId(button.dataset.hides).hidden = true;
    button.parentElement.querySelectorAll("[data-shows]").forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
    charts(document);
  });

  // A queue that folds what is answered, data-queue="id of what ends it", hands on the focus that went with the fold. An answer that is changed keeps it.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    const done = detail.elt.closest("[data-queue] > article");
    if (!done || document.activeElement.offsetParent) return;
    const open = [...done.parentElement.querySelectorAll(":scope > article:not(.is-answered)")];
    const after = open.find((row) => done.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    const changed = detail.requestConfig.elt.closest(".is-answered") && done.querySelector(".fold-box");
    (changed || (after || open[0])?.querySelector("h2") || byId(done.parentElement.dataset.queue).querySelector("button"))?.focus({ preventScroll: Boolean(after) });
  });

  const wire = (root) => {
    watchToasts(root);
    choose(root);
    sortable(root);
    charts(root);
    root.querySelectorAll("[data-picks]").forEach(countPicks);
    root.querySelectorAll("textarea[maxlength][id], input[maxlength][id]").forEach(count);
  };
  // A form that came back shows the first thing that it says, and the cursor stands there.
  const showSlip = () => {
    const slip = document.querySelector(":is(main, aside) :is([aria-invalid=true], .is-invalid, [role=alert])");
    if (!slip) return;
    slip.closest("details")?.setAttribute("open", "");
    (slip.closest(".field, td") || slip).scrollIntoView({ block: "center" });
    slip.focus({ preventScroll: true });
  };
  document.addEventListener("DOMContentLoaded", () => wire(document));
  document.addEventListener("DOMContentLoaded", bringKeys);
  document.addEventListener("DOMContentLoaded", showSlip);
  document.addEventListener("htmx:load", (event) => event.detail.elt.parentElement && wire(event.detail.elt.parentElement));
  document.addEventListener("htmx:afterRequest", () => release(document));
  const isBusy = () => document.hidden || document.querySelector("dialog[open], #figures :focus-visible");
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.elt.matches("[data-watch]") && isBusy() && event.preventDefault());
  document.addEventListener("htmx:sendError", ({ detail }) => detail.elt.matches("[data-watch]") || toast("No answer from the office. What you typed is kept."));
  document.addEventListener("htmx:responseError", ({ detail }) => detail.elt.matches("[data-watch]") || toast(detail.xhr.status === 404 ? "This is gone or not yours." : "That did not work. What you typed is kept."));
})();
