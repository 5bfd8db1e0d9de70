// Dragging in the calendar. What is dropped on another day goes back to its own, and the pane shows how it would be there.
(() => {
  const wire = (root) => root.querySelectorAll("[data-days]").forEach((list) => {
    if (list.dataset.wired) return;
    list.dataset.wired = "1";
    window.Sortable.create(list, {
      group: { name: "days", put: Boolean(list.dataset.day) }, draggable: "[data-move]", sort: false, animation: 120,
      delay: 150, delayOnTouchOnly: true,
      onEnd: ({ item, from, to, oldIndex }) => {
        if (to === from) return;
        from.insertBefore(item, from.children[oldIndex] || null);
        window.htmx.ajax("GET", `${item.dataset.move}?to=${to.dataset.day}`, { target: "#pane", swap: "outerHTML" });
      },
    });
  });
  wire(document);
})();
